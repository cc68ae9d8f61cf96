import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { HDLC_LINK_TIMERS, HdlcLink } from "../hdlc-link";
import type { HdlcLinkOptions } from "../hdlc-link";
import { EspruinoAlarm, EspruinoClock, randomSeed } from "./runtime";
import { EspruinoSerialPort } from "./serial-port";
import type { EspruinoSerialOptions } from "./serial-port";

export interface EspruinoHdlcOptions extends HdlcLinkOptions {
  /** The UART: `io` is `Serial1` or another. */
  serial: EspruinoSerialOptions;
}

/**
 * Sets up a UART and runs Cisco HDLC with keepalives on it.
 * @throws RangeError when an option is out of range
 * @setup
 */
export function startHdlc(options: EspruinoHdlcOptions): HdlcLink {
  const loop = new RunLoop(new Scheduler(HDLC_LINK_TIMERS), new EspruinoClock(), new EspruinoAlarm());
  const port = new EspruinoSerialPort(options.serial, loop);
  return new HdlcLink(options, port, loop, randomSeed(), Date.now());
}
