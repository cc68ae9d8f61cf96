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
 * Memory: 8 octets.
 */
export class TimeOfDay {
  private readonly _state: Int32Array;

  /**
   * @param now ms
   * @param timeOfDay what the time of day is at `now`, 0 to 86399999 ms
   */
  constructor(now: number, timeOfDay: number) {
    this._state = new Int32Array(2);
    this._state[0] = now;
    this._state[1] = checkedInteger("console: time of day", timeOfDay, 0, DAY - 1, " ms");
  }

  /** @param timeOfDay what it is at `now`, 0 to 86399999 ms */
  set(now: number, timeOfDay: number): void {
    this._state[0] = now;
    this._state[1] = timeOfDay;
  }

  /** The time of day at `now`, ms. */
  timeAt(now: number): number {
    const elapsed = (now - this._state[0]!) >>> 0;
    this._state[0] = now;
    this._state[1] = (this._state[1]! + (elapsed % DAY)) % DAY;
    return this._state[1]!;
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
