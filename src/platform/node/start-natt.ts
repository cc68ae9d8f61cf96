import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { LateDatagramPort } from "../late-datagram-port";
import { NATT_LINK_TIMERS, NattLink, nattPort } from "../natt-link";
import type { NattLinkOptions } from "../natt-link";
import { NodeDatagramPort } from "./datagram-port";
import { NodeAlarm, NodeClock } from "./runtime";

export interface NodeNattOptions extends NattLinkOptions {
  /** Our IPv4 address. Default `0.0.0.0`: all of this machine's. */
  address?: string;
  /** Told when the port can't be opened, or fails, perhaps before `startNatt` returns. Without it such an error is thrown. */
  onError?: (error: Error) => void;
}

/**
 * Opens a UDP port and sends NAT keepalives from it.
 * @throws RangeError when an option is out of range
 */
export function startNatt(options: NodeNattOptions): NattLink {
  const { address, onError } = options;
  const port = nattPort(options);
  const loop = new RunLoop(new Scheduler(NATT_LINK_TIMERS), new NodeClock(), new NodeAlarm());
  const late = new LateDatagramPort(() => new NodeDatagramPort({ port, address, onError }, loop));
  return new NattLink(options, late, null, undefined, loop, Date.now());
}
