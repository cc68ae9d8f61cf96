/**
 * Time on the device: a signed 32-bit count of milliseconds that wraps after 49.7 days, as `Time.ticks` gives it on
 * Moddable. Two times are compared only by their wrapped difference, `(a - b) | 0`, which is right as long as they lie
 * less than 2^31 ms apart. The core never reads a clock: `now` is always a parameter.
 */

/**
 * The longest span that a deadline may lie ahead, in ms (12.4 days): half of what the wrapped difference can tell, so
 * that all armed deadlines stay comparable with each other even when one of them is late. A longer wait is cut into
 * pieces by whoever needs it.
 */
export const MAX_SPAN = 0x3fffffff;

/** Whole periods, 0 or more, by which a poll at `now` is late for a deadline `due`; both in ms, `period` above 0. */
export function missedPeriods(due: number, period: number, now: number): number {
  const late = (now - due) | 0;
  return late < period ? 0 : (late / period) | 0;
}
