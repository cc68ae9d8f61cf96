import { RunLoop } from "../../src/scheduler/run-loop";
import { Scheduler } from "../../src/scheduler/scheduler";
import type { Simulation } from "../simulation/simulation";
import type { Datagram } from "./datagram";
import { HostClock } from "./host-clock";
import type { Network, NetworkPort, NetworkStation } from "./network";
import type { PathOptions } from "./path";
import { UdpSocket } from "./udp-socket";

export interface HostOptions {
  /** The path between the host and its network. Default: one that is perfect. */
  path?: Partial<PathOptions>;
  /** How many timers its scheduler has. Default 8. */
  timers?: number;
  /** What its clock says when the simulation begins, ms. Default 0. */
  clock?: number;
}

/** What a {@link Host} counts; an index into {@link Host.counters}. */
export const enum HostCounter {
  Received,
  /** Datagrams to a port that nobody has open. */
  PortUnreachable,
  /** Datagrams that came while the host slept. */
  Slept,
  Size,
}

/** The first of the ports that are given to sockets that ask for none (RFC 6335 section 6). */
const FIRST_DYNAMIC_PORT = 49152;

/** A host with one IPv4 address, UDP sockets, and a run loop for what works on it. */
export class Host implements NetworkStation {
  readonly address: number;
  readonly clock: HostClock;
  readonly loop: RunLoop;
  readonly port: NetworkPort;
  /** Indexed by {@link HostCounter}. */
  readonly counters = new Float64Array(HostCounter.Size);
  private readonly _sockets = new Map<number, UdpSocket>();
  private _nextPort = FIRST_DYNAMIC_PORT;

  constructor(simulation: Simulation, network: Network, address: number, options: HostOptions = {}) {
    this.address = address;
    this.clock = new HostClock(simulation, options.clock ?? 0);
    this.loop = new RunLoop(new Scheduler(options.timers ?? 8), this.clock, this.clock);
    this.port = network.plug(this, [address], options.path);
  }

  get scheduler(): Scheduler {
    return this.loop.scheduler;
  }

  /**
   * Opens a socket.
   * @param port 1 to 65535, or 0 for one that is free
   */
  open(port = 0): UdpSocket {
    if (port === 0) {
      while (this._sockets.has(this._nextPort)) this._nextPort++;
      port = this._nextPort++;
    }
    if (this._sockets.has(port)) throw new Error(`the host's port ${port} is open already`);
    const socket = new UdpSocket(this, port);
    this._sockets.set(port, socket);
    return socket;
  }

  /** What a closing socket says. */
  closed(port: number): void {
    this._sockets.delete(port);
  }

  /** Sleeps deeply for `time` ms: no timer rings, and what arrives is lost. */
  sleep(time: number): void {
    this.clock.sleep(time);
  }

  datagramArrives(datagram: Datagram): void {
    const socket = this._sockets.get(datagram.destinationPort);
    if (this.clock.isAsleep) this.counters[HostCounter.Slept]!++;
    else if (socket === undefined || datagram.destination !== this.address) {
      this.counters[HostCounter.PortUnreachable]!++;
    } else {
      this.counters[HostCounter.Received]!++;
      socket.receive(datagram);
    }
  }
}
