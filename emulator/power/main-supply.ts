import { SECOND } from "../simulation/simulation";
import type { Simulation } from "../simulation/simulation";

/** Where a supply is to be: volts, so many milliseconds from the beginning of a course. */
export type SupplyPoint = readonly [ms: number, volts: number];

const MILLISECOND = 1e6;

/** A piece of the course of a supply: a straight line, in ns from the beginning of the course. */
export interface Segment {
  start: number;
  /** Infinity for the last. */
  end: number;
  /** Volts at its start, and volts a ns. */
  volts: number;
  slope: number;
}

/** The main supply, as a script has it: straight lines between points, and after the last it stays. */
export class MainSupply {
  private readonly _simulation: Simulation;
  private _segments: Segment[];
  private _seconds: number;
  private _nanos: number;

  constructor(simulation: Simulation, volts: number) {
    this._simulation = simulation;
    this._seconds = simulation.seconds;
    this._nanos = simulation.nanos;
    this._segments = [{ start: 0, end: Infinity, volts, slope: 0 }];
  }

  /** ns since the course began. */
  get now(): number {
    const { seconds, nanos } = this._simulation;
    return (seconds - this._seconds) * SECOND + (nanos - this._nanos);
  }

  /** Begins another course, from the voltage that there is; its points must rise in time. */
  script(points: readonly SupplyPoint[]): void {
    let volts = this.voltage();
    let start = 0;
    const segments: Segment[] = [];
    for (const [ms, target] of points) {
      const end = ms * MILLISECOND;
      if (end > start) segments.push({ start, end, volts, slope: (target - volts) / (end - start) });
      volts = target;
      start = end;
    }
    segments.push({ start, end: Infinity, volts, slope: 0 });
    this._segments = segments;
    this._seconds = this._simulation.seconds;
    this._nanos = this._simulation.nanos;
  }

  /** Volts at `at`, ns since the course began. Default: now. */
  voltage(at = this.now): number {
    const segment = this._segments.find(({ end }) => at < end)!;
    return segment.volts + segment.slope * (at - segment.start);
  }

  /** When it has `volts` or more, ns from now; -1: never. */
  timeAbove(volts: number): number {
    const now = this.now;
    for (const { start, end, volts: from, slope } of this.segments(now)) {
      const at = from >= volts ? 0 : slope > 0 ? (volts - from) / slope : Infinity;
      if (at < end - start) return start + at - now;
    }
    return -1;
  }

  /** The pieces of the course from `from` on, the first cut there. */
  *segments(from: number): Iterable<Segment> {
    for (const { start, end, volts, slope } of this._segments) {
      if (end <= from) continue;
      const begin = Math.max(start, from);
      yield { start: begin, end, volts: volts + slope * (begin - start), slope };
    }
  }
}
