import { intervalOf } from "./intervals";
import type { Check, IntervalResult } from "./report";

/** So many keepalives and round trips are looked at. */
const LATEST = 100;

/** What a bench knows while it runs, for whoever watches it. */
export class BenchStatus {
  /** What it is at. */
  doing = "";
  /** About when all will be over, as the bench's time tells it; null where that depends on what is found. */
  end: number | null = null;
  /** What is spoken, as a person calls it; null while nobody knows. */
  protocol: string | null = null;
  /** Whether our line protocol is up; null while there is no link of ours. */
  isUp: (() => boolean) | null = null;
  /** What was done to the other end so far. */
  readonly faults: string[] = [];
  /** What was measured so far, a line for each. */
  readonly results: string[] = [];
  /** What can be said by now. */
  checks: readonly Check[] = [];
  /** How many keepalives of the other end came. */
  heard = 0;
  /** When the last of them came. */
  lastHeard = 0;
  private readonly _keepalives: number[] = [];
  private readonly _roundTrips: number[] = [];

  keepaliveHeard(at: number): void {
    this.heard++;
    this.lastHeard = at;
    keep(this._keepalives, at);
  }

  /** One of ours was answered after so many ms. */
  answered(ms: number): void {
    keep(this._roundTrips, ms);
  }

  /** Of the latest keepalives. */
  get interval(): IntervalResult | null {
    return intervalOf(this._keepalives);
  }

  /** Of the latest answers, ms; null before the first. */
  get roundTrip(): { last: number; least: number; greatest: number } | null {
    const all = this._roundTrips;
    const last = all.at(-1);
    return last === undefined ? null : { last, least: Math.min(...all), greatest: Math.max(...all) };
  }
}

function keep(all: number[], value: number): void {
  all.push(value);
  if (all.length > LATEST) all.shift();
}
