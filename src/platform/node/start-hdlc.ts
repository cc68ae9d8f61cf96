import { randomInt } from "node:crypto";
import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { HDLC_LINK_TIMERS, HdlcLink } from "../hdlc-link";
import type { HdlcLinkOptions } from "../hdlc-link";
import { NodeAlarm, NodeClock } from "./runtime";
import { NodeSerialPort } from "./serial-port";
import type { NodeSerialOptions } from "./serial-port";

export interface NodeHdlcOptions extends HdlcLinkOptions {
  /** The port: `io` is the class `SerialPort` of the npm package serialport. */
  serial: NodeSerialOptions;
}

/**
 * Opens a serial port and runs Cisco HDLC with keepalives on it.
 * @throws RangeError when an option is out of range
 */
export function startHdlc(options: NodeHdlcOptions): HdlcLink {
  const loop = new RunLoop(new Scheduler(HDLC_LINK_TIMERS), new NodeClock(), new NodeAlarm());
  const port = new NodeSerialPort(options.serial, loop);
  try {
    return new HdlcLink(options, port, loop, randomInt(2 ** 32) | 0, Date.now());
  } catch (error) {
    port.close();
    throw error;
  }
}
