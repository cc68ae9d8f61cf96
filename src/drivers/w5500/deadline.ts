/**
 * A time by which something must have happened, counted from the first look at it: what begins it (a `send`) is not told
 * the time, and who looks at it is.
 */
export class Deadline {
  private _set = false;
  private _at = 0;

  begin(): void {
    this._set = false;
  }

  /** Whether `span` ms have passed since the first call after {@link begin}. */
  passed(span: number, now: number): boolean {
    if (!this._set) {
      this._set = true;
      this._at = (now + span) | 0;
      return false;
    }
    return ((now - this._at) | 0) >= 0;
  }
}
