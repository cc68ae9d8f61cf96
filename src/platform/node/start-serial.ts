import { randomInt } from "node:crypto";
import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
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

/**
 * Opens a serial port and runs Cisco HDLC with keepalives on it.
 * @throws RangeError when an option is out of range
 */
export function startHdlc(options: NodeHdlcOptions): HdlcLink {
  return start(options, hdlcLink);
}

/**
 * Opens a serial port and runs PPP with echo keepalive on it.
 * @throws RangeError when an option is out of range
 */
export function startPpp(options: NodePppOptions): PppLink {
  return start(options, pppLink);
}

function start<Options extends Serial, Link>(
  options: Options,
  link: (options: Options, port: PlatformPort, loop: RunLoop, seed: number, clockTime: number) => Link,
): Link {
  const loop = new RunLoop(new Scheduler(SERIAL_LINK_TIMERS), new NodeClock(), new NodeAlarm());
  const port = new NodeSerialPort(options.serial, loop);
  try {
    return link(options, port, loop, randomInt(2 ** 32) | 0, Date.now());
  } catch (error) {
    port.close();
    throw error;
  }
}
