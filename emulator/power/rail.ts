import type { MainSupply } from "./main-supply";

export interface RailOptions {
  /** Hold-up capacitor, farads. */
  capacitance: number;
  /** Its resistance, ohms. Default 0. */
  resistance?: number;
  /** What the diode in front of it drops, volts. Default 0.3, a Schottky diode. */
  drop?: number;
  /** What leaks besides the load, amperes. Default 0. */
  leakage?: number;
}

/**
 * What a device is fed from: a main supply, a diode, and behind it the hold-up capacitor with a load that draws a constant
 * current. The capacitor is charged at once, and discharged by the load while the supply is lower; what it then drops
 * in its resistance is missing at the load.
 *
 * On a straight piece of the supply's course the capacitor has the higher of two straight lines, its own discharge and the
 * supply, which is solved exactly.
 */
export class Rail {
  private readonly _supply: MainSupply;
  private readonly _capacitance: number;
  private readonly _resistance: number;
  private readonly _drop: number;
  private readonly _leakage: number;
  private _current = 0;
  private _charge = 0;
  /** ns of the supply's course. */
  private _at = 0;

  constructor(supply: MainSupply, options: RailOptions) {
    this._supply = supply;
    this._capacitance = options.capacitance;
    this._resistance = options.resistance ?? 0;
    this._drop = options.drop ?? 0.3;
    this._leakage = options.leakage ?? 0;
    this.settle();
  }

  /** What is drawn from now on, amperes. */
  get current(): number {
    return this._current;
  }

  set current(current: number) {
    this._catchUp();
    this._current = current;
  }

  /** The capacitor takes the voltage of the supply, after a long time. */
  settle(): void {
    this._charge = Math.max(0, this._supply.voltage() - this._drop);
    this._at = this._supply.now;
  }

  /** The supply begins another course. */
  script(points: Parameters<MainSupply["script"]>[0]): void {
    this._catchUp();
    this._supply.script(points);
    this._at = 0;
  }

  /** Volts at the load. */
  voltage(): number {
    this._catchUp();
    const supplied = this._supply.voltage() - this._drop;
    return Math.max(0, supplied, this._charge - this._current * this._resistance);
  }

  /** When the load has less than `volts`, ns from now, if nothing changes but by the supply's course; -1: never. */
  timeBelow(volts: number): number {
    this._catchUp();
    const own = this._slope;
    let charge = this._charge;
    for (const { start, end, volts: from, slope } of this._supply.segments(this._at)) {
      const supply = from - this._drop;
      const limit = volts + this._current * this._resistance;
      const mine = crossing(charge, own, limit);
      const theirs = crossing(supply, slope, volts);
      const at = Math.max(mine, theirs);
      const length = end - start;
      if (at <= length && supply + slope * at <= volts + 1e-9) return start + at - this._at;
      charge = Math.max(charge + own * length, supply + slope * length);
    }
    return -1;
  }

  /** Volts a ns by which the capacitor falls. */
  private get _slope(): number {
    return -(this._current + this._leakage) / this._capacitance / 1e9;
  }

  private _catchUp(): void {
    const now = this._supply.now;
    const own = this._slope;
    for (const { start, end, volts, slope } of this._supply.segments(this._at)) {
      if (start >= now) break;
      const length = Math.min(end, now) - start;
      this._charge = Math.max(0, this._charge + own * length, volts - this._drop + slope * length);
    }
    this._at = now;
  }
}

/** When a falling line is at `limit`, ns; Infinity if never. */
function crossing(volts: number, slope: number, limit: number): number {
  if (volts <= limit) return 0;
  return slope < 0 ? (volts - limit) / -slope : Infinity;
}
