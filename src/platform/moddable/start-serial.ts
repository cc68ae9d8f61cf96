import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { hdlcLink, pppLink, SERIAL_LINK_TIMERS } from "../serial-link";
import type { HdlcLink, HdlcLinkOptions, PppLink, PppLinkOptions } from "../serial-link";
import { entropy } from "./entropy";
import { ModdableAlarm, ModdableClock } from "./runtime";
import { ModdableSerialPort } from "./serial-port";
import type { ModdableSerialOptions } from "./serial-port";
import { wallClock } from "./wall-clock";

interface Serial {
  /** The UART: `io` is the class `Serial` of `embedded:io/serial`, the rest are its options. */
  serial: ModdableSerialOptions;
}

export type ModdableHdlcOptions = HdlcLinkOptions & Serial;
export type ModdablePppOptions = PppLinkOptions & Serial;

/**
 * Opens a UART and runs Cisco HDLC with keepalives on it.
 * @throws RangeError when an option is out of range; what `Serial` throws when pins or port can't be used
 * @setup
 */
export function startHdlc(options: ModdableHdlcOptions): HdlcLink {
  const loop = runLoop();
  return hdlcLink(options, new ModdableSerialPort(options.serial, loop), loop, entropy(), wallClock());
}

/**
 * Opens a UART and runs PPP with echo keepalive on it.
 * @throws RangeError when an option is out of range; what `Serial` throws when pins or port can't be used
 * @setup
 */
export function startPpp(options: ModdablePppOptions): PppLink {
  const loop = runLoop();
  return pppLink(options, new ModdableSerialPort(options.serial, loop), loop, entropy(), wallClock());
}

/** @setup */
function runLoop(): RunLoop {
  return new RunLoop(new Scheduler(SERIAL_LINK_TIMERS), new ModdableClock(), new ModdableAlarm());
}
