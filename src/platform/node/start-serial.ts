import { randomInt } from "node:crypto";
import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { RouterLink, routerLinkTimers } from "../router-link";
import type { RouterLinkOptions } from "../router-link";
import { hdlcLink, pppLink, SERIAL_LINK_TIMERS } from "../serial-link";
import type { HdlcLink, HdlcLinkOptions, PlatformPort, PppLink, PppLinkOptions } from "../serial-link";
import { NodeAlarm, NodeClock } from "./runtime";
import { NodeSerialPort } from "./serial-port";
import type { NodeSerialOptions } from "./serial-port";

interface Serial {
  /** The port: `io` is the class `SerialPort` of the npm package serialport. */
  serial: NodeSerialOptions;
}

export type NodeHdlcOptions = HdlcLinkOptions & Serial;
export type NodePppOptions = PppLinkOptions & Serial;
export type NodeRouterOptions = RouterLinkOptions & Serial;

/**
 * Opens a serial port and runs Cisco HDLC with keepalives on it.
 * @throws RangeError when an option is out of range
 */
export function startHdlc(options: NodeHdlcOptions): HdlcLink {
  return start(options, SERIAL_LINK_TIMERS, hdlcLink);
}

/**
 * Opens a serial port and runs PPP with echo keepalive on it.
 * @throws RangeError when an option is out of range
 */
export function startPpp(options: NodePppOptions): PppLink {
  return start(options, SERIAL_LINK_TIMERS, pppLink);
}

/**
 * Opens a serial port and runs HDLC or PPP on it, with a console at which a person can look at it and change it.
 * @throws RangeError when an option is out of range
 */
export function startRouter(options: NodeRouterOptions): RouterLink {
  return start(options, routerLinkTimers(options), (...given) => new RouterLink(...given));
}

function start<Options extends Serial, Link>(
  options: Options,
  timers: number,
  link: (options: Options, port: PlatformPort, loop: RunLoop, seed: number, clockTime: number) => Link,
): Link {
  const loop = new RunLoop(new Scheduler(timers), new NodeClock(), new NodeAlarm());
  const port = new NodeSerialPort(options.serial, loop);
  try {
    return link(options, port, loop, randomInt(2 ** 32) | 0, Date.now());
  } catch (error) {
    port.close();
    throw error;
  }
}
