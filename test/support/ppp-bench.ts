import type { ExecutionContext } from "ava";
import type { PathProbeOptions } from "../../src/keepalive/path-probe";
import { PathCounter } from "../../src/keepalive/path-probe";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { InterfaceCounter } from "../../src/link/counters";
import { PppEnd } from "./ppp-end";
import { eventually } from "./processes";
import { openPort } from "./socat";
import { Wire } from "./wire";

/** Our PPP at the first end of a wire, and a real peer at the second. */
export class PppBench<Peer> {
  readonly end: PppEnd;
  readonly wire: Wire;
  readonly peer: Peer;
  /** Where another peer can be started, once the first has ended. */
  readonly peerPort: string;

  private constructor(end: PppEnd, wire: Wire, peer: Peer, peerPort: string) {
    this.end = end;
    this.wire = wire;
    this.peer = peer;
    this.peerPort = peerPort;
  }

  /**
   * @param startPeer starts the peer on a port, and waits until it listens
   * @param seed of the wire's noise
   */
  static async create<Peer>(
    t: ExecutionContext,
    startPeer: (port: string) => Promise<Peer>,
    seed: number,
    options: Partial<PppOptions>,
    path: Partial<PathProbeOptions>,
  ): Promise<PppBench<Peer>> {
    const port = await openPort(t);
    const peer = await startPeer(port.path);
    const end = new PppEnd(t, options, path);
    return new PppBench(end, new Wire(end, port, seed), peer, port.path);
  }

  /**
   * Damages octets both ways, one bit in ten thousand, for some rounds: each takes until the link is open and as many
   * frames as told were discarded, and then has it negotiated anew.
   */
  async disturb(rounds: number, discarded: number): Promise<void> {
    const counters = this.end.link.serial.counters;
    this.wire.noise(1e-4);
    for (let round = 0; round < rounds; round++) {
      await this.end.opened();
      const before = counters[InterfaceCounter.InputErrors]!;
      const done = await eventually(() => counters[InterfaceCounter.InputErrors]! >= before + discarded, 60_000);
      if (!done) throw new Error(`too few frames were discarded in round ${round}; ${this.end.states}`);
      this.end.link.shut();
      this.end.link.noShut();
    }
    this.wire.noise(0);
  }

  /** Waits until the path probe was answered so many more times. */
  async pathAnswers(t: ExecutionContext, times: number): Promise<void> {
    const counters = this.end.host.probe.counters;
    const before = counters[PathCounter.RepliesReceived]!;
    t.true(await eventually(() => counters[PathCounter.RepliesReceived]! >= before + times));
  }
}
