import type { Chance } from "../serial/chance";
import type { Simulation } from "../simulation/simulation";
import type { Datagram } from "./datagram";
import { DelayLine } from "./delay-line";
import { virtualTime } from "./virtual-time";

export interface PathOptions {
  /** How long a datagram takes at least, ms. */
  latency: number;
  /** By how much longer it may take, ms: evenly spread. Datagrams stay in order all the same. */
  jitter: number;
  /** How often one gets lost: 0 to 1. */
  loss: number;
  /** How often one arrives twice: 0 to 1. */
  duplication: number;
  /** How often one is held back so that later ones overtake it: 0 to 1. */
  reordering: number;
  /** For how long, ms. */
  heldBack: number;
}

export const PERFECT_PATH: PathOptions = {
  latency: 0,
  jitter: 0,
  loss: 0,
  duplication: 0,
  reordering: 0,
  heldBack: 100,
};

/** What a {@link Path} counts; an index into {@link Path.counters}. */
export const enum PathCounter {
  Carried,
  Lost,
  Duplicated,
  Reordered,
  Size,
}

/** One way through the network, with its faults. */
export class Path {
  readonly options: PathOptions;
  /** Indexed by {@link PathCounter}. */
  readonly counters = new Float64Array(PathCounter.Size);
  private readonly _simulation: Simulation;
  private readonly _chance: Chance;
  private readonly _line: DelayLine<Datagram>;
  /** When the last of those that keep their order arrives, ms. */
  private _last = 0;

  constructor(
    simulation: Simulation,
    chance: Chance,
    options: Partial<PathOptions>,
    deliver: (datagram: Datagram) => void | Promise<void>,
  ) {
    this.options = { ...PERFECT_PATH, ...options };
    this._simulation = simulation;
    this._chance = chance;
    this._line = new DelayLine(simulation, deliver);
  }

  carry(datagram: Datagram): void {
    const { loss, duplication } = this.options;
    if (this._chance.happens(loss)) {
      this.counters[PathCounter.Lost]!++;
      return;
    }
    this._add(datagram);
    if (!this._chance.happens(duplication)) return;
    this.counters[PathCounter.Duplicated]!++;
    this._add(datagram);
  }

  private _add(datagram: Datagram): void {
    const { latency, jitter, reordering, heldBack } = this.options;
    const now = virtualTime(this._simulation);
    this.counters[PathCounter.Carried]!++;
    const delay = latency + (jitter > 0 ? jitter * this._chance.fraction() : 0);
    if (this._chance.happens(reordering)) {
      this.counters[PathCounter.Reordered]!++;
      this._line.add(datagram, delay + heldBack);
      return;
    }
    this._last = Math.max(this._last, now + delay);
    this._line.add(datagram, this._last - now);
  }
}
