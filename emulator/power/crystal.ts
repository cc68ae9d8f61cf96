import type { Oscillator } from "../chips/rtc/oscillator";

export interface CrystalKind {
  /** By how much it may be off at its turning point, ppm. */
  tolerance: number;
  /** ppm per square of a degree Celsius away from {@link turnover}. */
  parabola: number;
  turnover: number;
  /** By how much it ages in its first year at most, ppm; it ages with the logarithm of the time. */
  aging: number;
}

/** A tuning fork for 32768 Hz: CTS TF20 series, document 008-0353-0, rev. C. */
export const TUNING_FORK: CrystalKind = { tolerance: 20, parabola: -0.03, turnover: 25, aging: 3 };

/** The compensated crystal of a DS3231: 2 ppm from 0 to 40 degrees, 1 ppm in the first year (data sheet, rev. 10, page 3). */
export const COMPENSATED: CrystalKind = { tolerance: 2, parabola: 0, turnover: 25, aging: 1 };

/** Days of which the logarithm is taken that aging follows, as is usual: ours. */
const FIRST_DAYS = 1;
const YEAR_DAYS = 365;

/**
 * How fast the crystal of a clock chip runs, by temperature and age. Somebody tells the temperature, and calls `age` as
 * often as it matters.
 */
export class Crystal {
  /** Degrees Celsius. */
  temperature = 25;
  /** Days since it was made. */
  days = 0;
  private readonly _kind: CrystalKind;
  private readonly _offset: number;
  private readonly _aging: number;

  /**
   * @param offset where in its tolerance it is, -1 to 1
   * @param aging how much of its aging it shows, -1 to 1
   */
  constructor(kind: CrystalKind, offset = 0, aging = 1) {
    this._kind = kind;
    this._offset = offset;
    this._aging = aging;
  }

  /** By how much it is too fast, ppm. */
  get drift(): number {
    const { tolerance, parabola, turnover, aging } = this._kind;
    const away = this.temperature - turnover;
    const aged = Math.log1p(this.days / FIRST_DAYS) / Math.log1p(YEAR_DAYS / FIRST_DAYS);
    return this._offset * tolerance + parabola * away * away + this._aging * aging * aged;
  }

  /** Lets `days` pass at the temperature that there is, and has the oscillator run accordingly from now on. */
  age(days: number, oscillator: Oscillator): void {
    this.days += days;
    oscillator.drift = this.drift;
  }
}
