import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { HDLC_LINK_TIMERS, HdlcLink } from "../hdlc-link";
import type { HdlcLinkOptions } from "../hdlc-link";
import { entropy } from "./entropy";
import { ModdableAlarm, ModdableClock } from "./runtime";
import { ModdableSerialPort } from "./serial-port";
import type { ModdableSerialOptions } from "./serial-port";

export interface ModdableHdlcOptions extends HdlcLinkOptions {
  /** The UART: `io` is the class `Serial` of `embedded:io/serial`, the rest are its options. */
  serial: ModdableSerialOptions;
}

/**
 * Opens a UART and runs Cisco HDLC with keepalives on it.
 * @throws RangeError when an option is out of range; what `Serial` throws when pins or port can't be used
 * @setup
 */
export function startHdlc(options: ModdableHdlcOptions): HdlcLink {
  const clock = new ModdableClock();
  const loop = new RunLoop(new Scheduler(HDLC_LINK_TIMERS), clock, new ModdableAlarm());
  const port = new ModdableSerialPort(options.serial, loop);
  return new HdlcLink(options, port, loop, entropy(), Date.now());
}
