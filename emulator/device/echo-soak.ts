import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { XorShift32 } from "../../src/random";
import type { RouterOutputs } from "./contract";
import { Router } from "./router";
import { soakLink } from "./soak-config";
import { SoakWire } from "./soak-wire";

/** ms on the way. */
const LATENCY = 5;

/** One end of {@link EchoSoak}'s line: what its router sends goes into the wire, all else is nobody's. */
class EchoEnd implements RouterOutputs {
  readonly wire: SoakWire;

  constructor(wire: SoakWire) {
    this.wire = wire;
  }

  transfer(): void {}

  datagram(): void {}

  transmit(_port: number, bytes: Uint8Array, start: number, end: number): void {
    this.wire.put(bytes, start, end);
  }

  modemLines(): void {}

  print(): void {}

  event(): void {}

  counters(): void {}

  trace(): void {}
}

/**
 * Two routers with PPP and nothing to do but echo keepalive, each of its own, for an engine to count their allocations:
 * {@link Soak} is the eventful one.
 */
export class EchoSoak {
  /** Echo-Requests that were answered: those of the first router, and of the second. */
  readonly answered: Int32Array;
  private readonly _routers: Router[];
  private readonly _ends: EchoEnd[];
  private readonly _delays: Int32Array;
  private _now = 0;

  constructor() {
    const random = new XorShift32(1);
    this.answered = new Int32Array(2);
    this._delays = new Int32Array(2);
    this._ends = [new EchoEnd(new SoakWire(random)), new EchoEnd(new SoakWire(random))];
    this._routers = [];
    for (let i = 0; i < 2; i++) {
      this._routers.push(new Router(soakLink(i), this._ends[i]!, 0));
      this._delays[i] = this._routers[i]!.start(0);
    }
  }

  /** Goes on until so many requests of each router have been answered. */
  run(echoes: number): void {
    while (this.answered[0]! < echoes || this.answered[1]! < echoes) this._step();
  }

  private _step(): void {
    const delays = this._delays;
    let wait = -1;
    for (let i = 0; i < 2; i++) {
      if (delays[i]! >= 0 && (wait < 0 || delays[i]! < wait)) wait = delays[i]!;
      if (this._ends[i]!.wire.length > 0) wait = Math.min(wait < 0 ? LATENCY : wait, LATENCY);
    }
    this._now = (this._now + wait) | 0;
    for (let i = 0; i < 2; i++) {
      const wire = this._ends[1 - i]!.wire;
      const router = this._routers[i]!;
      const length = wire.length > 0 ? wire.take() : 0;
      delays[i] = length > 0 ? router.receive(0, wire.taken, 0, length, this._now) : router.run(this._now);
      this.answered[i] = router.interfaceAt(0).ppp!.echo.counters[EchoCounter.RepliesReceived]!;
    }
  }
}
