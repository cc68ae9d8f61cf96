/**
 * How long ago something was, followed through a clock that wraps. It must be asked at least every 49.7 days.
 *
 * Memory: three numbers.
 */
export class Stopwatch {
  /** When it was last asked. */
  private _last = 0;
  /** Whole seconds up to then, and the rest of them in ms. */
  private _seconds = 0;
  private _rest = 0;

  /** It is now. */
  restart(now: number): void {
    this._last = now;
    this._seconds = 0;
    this._rest = 0;
  }

  /** Whole seconds since the last {@link restart}. */
  seconds(now: number): number {
    const passed = this._rest + ((now - this._last) >>> 0);
    this._last = now;
    this._rest = passed % 1000;
    this._seconds += (passed - this._rest) / 1000;
    return this._seconds;
  }
}
