import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { hdlcLink, pppLink, SERIAL_LINK_TIMERS } from "../serial-link";
import type { HdlcLink, HdlcLinkOptions, PppLink, PppLinkOptions } from "../serial-link";
import { EspruinoAlarm, EspruinoClock, randomSeed } from "./runtime";
import { EspruinoSerialPort, READING_TIMERS } from "./serial-port";
import type { EspruinoSerialOptions } from "./serial-port";

interface Serial {
  /** The UART: `io` is `Serial1` or another. */
  serial: EspruinoSerialOptions;
}

export type EspruinoHdlcOptions = HdlcLinkOptions & Serial;
export type EspruinoPppOptions = PppLinkOptions & Serial;

/**
 * Sets up a UART and runs Cisco HDLC with keepalives on it.
 * @throws RangeError when an option is out of range
 * @setup
 */
export function startHdlc(options: EspruinoHdlcOptions): HdlcLink {
  const loop = runLoop();
  return hdlcLink(options, new EspruinoSerialPort(options.serial, loop), loop, randomSeed(), Date.now());
}

/**
 * Sets up a UART and runs PPP with echo keepalive on it.
 * @throws RangeError when an option is out of range
 * @setup
 */
export function startPpp(options: EspruinoPppOptions): PppLink {
  const loop = runLoop();
  return pppLink(options, new EspruinoSerialPort(options.serial, loop), loop, randomSeed(), Date.now());
}

/** @setup */
function runLoop(): RunLoop {
  return new RunLoop(new Scheduler(SERIAL_LINK_TIMERS + READING_TIMERS), new EspruinoClock(), new EspruinoAlarm());
}
