import type { Console } from "../../console/console";
import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { LateDatagramPort } from "../late-datagram-port";
import { NATT_END_TIMERS, NattEnd, nattPort } from "../natt-end";
import type { NattEndOptions } from "../natt-end";
import { NattLink, nattLinkTimers } from "../natt-link";
import type { NattLinkOptions } from "../natt-link";
import type { RouterPart } from "../router";
import { NodeDatagramPort } from "./datagram-port";
import { NodeAlarm, NodeClock } from "./runtime";

interface Socket {
  /** Our IPv4 address. Default `0.0.0.0`: all of this machine's. */
  address?: string;
  /** Told when the port can't be opened, or fails, perhaps before `startNatt` returns. Without it such an error is thrown. */
  onError?: (error: Error) => void;
}

export type NodeNattOptions = NattLinkOptions & Socket;
export type NodeNattPartOptions = NattEndOptions & Socket;

/**
 * Opens a UDP port and sends NAT keepalives from it.
 * @throws RangeError when an option is out of range; what a part throws
 */
export function startNatt(options: NodeNattOptions): NattLink {
  const loop = new RunLoop(new Scheduler(nattLinkTimers(options)), new NodeClock(), new NodeAlarm());
  return new NattLink(options, latePort(options, loop), null, undefined, loop, Date.now());
}

/** The NAT keepalive as a part of a router: opens a UDP port when that is made. */
export function nattPart(options: NodeNattPartOptions): RouterPart {
  const open = (loop: RunLoop, console: Console) =>
    new NattEnd(options, latePort(options, loop), null, undefined, loop, console);
  return { timers: NATT_END_TIMERS, need: 0, open };
}

function latePort(options: NodeNattPartOptions, loop: RunLoop): LateDatagramPort {
  const { address, onError } = options;
  const port = nattPort(options);
  return new LateDatagramPort(() => new NodeDatagramPort({ port, address, onError }, loop));
}
