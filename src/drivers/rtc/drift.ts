import { CalendarTime } from "../../calendar";
import { checkedInteger } from "../../options";

/** The most seconds between two points, 6.3 years: ten times as much is an int32. */
const LONGEST = 200_000_000;
/** Seconds by which a clock may be off, 11 days; further off it is not slow or fast but wrong. */
const FURTHEST = 1_000_000;

export interface DriftOptions {
  /** What a step of the clock's calibration is, parts per trillion: `step` of its register. */
  step: number;
  /** How late a second of the clock may be noticed, ms: 1 to 1000. */
  uncertainty: number;
}

/** What came of a second point. */
export const enum DriftResult {
  Estimated,
  /** There is no first point. */
  NoFirst,
  /** Fewer than {@link DriftEstimate.needed} seconds have passed. */
  TooSoon,
  /** More than 200000000 seconds have passed, or time went backwards. */
  TooFar,
  /** The clock is off by more than 11 days, or by a thousandth of the time that has passed: this is no drift. */
  Wrong,
}

/**
 * How much too fast a clock is, from two comparisons with a better one. In between, neither clock may be set, nor the
 * calibration be changed: {@link forget} the first point then.
 *
 * It waits until the uncertainty of both points is worth a quarter of a step at the most. After one correction the clock is
 * thus less than one step off, as long as crystal and temperature stay as they are.
 *
 * Memory: a time and six numbers.
 */
export class DriftEstimate {
  /** How much too fast the clock is, parts per billion, calibration included. */
  drift = 0;
  /** Seconds that must pass between the two points. */
  readonly needed: number;
  private readonly _step: number;
  private readonly _first: CalendarTime;
  /** By how much the clock was ahead at the first point, ms. */
  private _ahead = 0;
  private _begun = false;

  /** @throws RangeError for an option out of range, or when the second point could never be late enough */
  constructor(options: DriftOptions) {
    const step = checkedInteger("Drift: step", options.step, 1000, 1_000_000_000, " parts per trillion");
    const uncertainty = checkedInteger("Drift: uncertainty", options.uncertainty, 1, 1000, " ms");
    // Of two points, four times, ms in seconds and parts per trillion.
    const needed = (8 * uncertainty * 1_000_000_000) / step;
    if (needed > LONGEST) {
      throw new RangeError(`Drift: ${uncertainty} ms are too uncertain for steps of ${step} parts per trillion`);
    }
    this.needed = (needed | 0) + 1;
    this._step = step;
    this._first = new CalendarTime();
  }

  /** Drops the first point. */
  forget(): void {
    this._begun = false;
  }

  /**
   * Takes the first point.
   * @param clock which second the clock began
   * @param reference what the better clock showed then, and `ms` of its second, 0 to 999
   * @returns false if the clock is off by more than 11 days
   */
  first(clock: CalendarTime, reference: CalendarTime, ms: number): boolean {
    const seconds = clock.secondsSince(reference);
    this._begun = seconds <= FURTHEST && seconds >= -FURTHEST;
    if (!this._begun) return false;
    this._first.set(reference.year, reference.month, reference.day, reference.hour, reference.minute, reference.second);
    this._ahead = seconds * 1000 - ms;
    return true;
  }

  /** Takes a second point, as {@link first} does; the first one stays. */
  second(clock: CalendarTime, reference: CalendarTime, ms: number): DriftResult {
    if (!this._begun) return DriftResult.NoFirst;
    const passed = reference.secondsSince(this._first);
    if (passed < 0 || passed > LONGEST) return DriftResult.TooFar;
    if (passed < this.needed) return DriftResult.TooSoon;
    const seconds = clock.secondsSince(reference);
    if (seconds > FURTHEST || seconds < -FURTHEST) return DriftResult.Wrong;
    const gained = seconds * 1000 - ms - this._ahead;
    const distance = gained < 0 ? -gained : gained;
    if (distance > passed) return DriftResult.Wrong;
    // Milliseconds by seconds are thousands of parts per million: six more digits, by long division.
    let billionths = (distance / passed) | 0;
    let rest = distance % passed;
    for (let i = 0; i < 6; i++) {
      rest *= 10;
      billionths = 10 * billionths + ((rest / passed) | 0);
      rest %= passed;
    }
    this.drift = gained < 0 ? 0 - billionths : billionths;
    return DriftResult.Estimated;
  }

  /**
   * The steps that make up for {@link drift}.
   * @param steps those that the clock was calibrated to meanwhile
   * @returns perhaps more than the register can hold: then the crystal is too far off for the chip
   */
  correctedSteps(steps: number): number {
    const step = this._step;
    const drift = this.drift * 1000;
    const correction = drift < 0 ? -((((step >> 1) - drift) / step) | 0) : (((step >> 1) + drift) / step) | 0;
    return steps - correction;
  }
}
