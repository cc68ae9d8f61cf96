import { checkedInteger } from "../options";
import type { LineWriter } from "./line-writer";

const DAY = 86400000;
const HOUR = 3600000;
const MINUTE = 60000;
const SECOND = 1000;
const COLON = 58;
const POINT = 46;

/**
 * The time of day that console lines carry, followed through a clock that wraps. It must be asked at least every 49.7
 * days.
 *
 * Memory: two numbers.
 */
export class TimeOfDay {
  /** When it was last asked, and what it was then. */
  private _last: number;
  private _time: number;

  /**
   * @param now ms
   * @param timeOfDay what the time of day is at `now`, 0 to 86399999 ms
   */
  constructor(now: number, timeOfDay: number) {
    this._last = now;
    this._time = checkedInteger("console: time of day", timeOfDay, 0, DAY - 1, " ms");
  }

  /** @param timeOfDay what it is at `now`, 0 to 86399999 ms */
  set(now: number, timeOfDay: number): void {
    this._last = now;
    this._time = timeOfDay;
  }

  /** The time of day at `now`, ms. */
  timeAt(now: number): number {
    const elapsed = (now - this._last) >>> 0;
    this._last = now;
    this._time = (this._time + (elapsed % DAY)) % DAY;
    return this._time;
  }

  /** Writes it as `17:21:04.929`. */
  write(line: LineWriter, now: number): void {
    const time = this.timeAt(now);
    line.decimal((time / HOUR) | 0, 2);
    line.octet(COLON);
    line.decimal(((time % HOUR) / MINUTE) | 0, 2);
    line.octet(COLON);
    line.decimal(((time % MINUTE) / SECOND) | 0, 2);
    line.octet(POINT);
    line.decimal(time % SECOND, 3);
  }
}
