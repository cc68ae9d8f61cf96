import { SECOND } from "../simulation/simulation";
import type { Instant } from "./scenario";

const DAY = 86_400;

/**
 * The longest time, s: 65 years. The simulation counts seconds as an int32, which leaves room for what is scheduled
 * before the end and would happen after it.
 */
const MOST_SECONDS = 24_000 * DAY;

/** The same for a person. */
export const LONGEST = "24000d";

const UNITS: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

export function instant(nanos: number): Instant {
  const whole = Math.round(nanos);
  return { seconds: Math.floor(whole / SECOND), nanos: whole % SECOND };
}

/**
 * A duration, `1.5h` or a number of seconds, rounded to the nanosecond; undefined if it is none, or longer than
 * {@link LONGEST}.
 */
export function parseDuration(text: string | number): Instant | undefined {
  const match = /^(\d+)(?:\.(\d+))?(ns|us|ms|s|m|h|d)?$/.exec(typeof text === "number" ? text.toFixed(9) : text);
  if (match === null) return undefined;
  const [, whole, fraction = "", unit = "s"] = match;
  const scale = 10n ** BigInt(fraction.length);
  const nanos = (BigInt(whole + fraction) * UNITS[unit]! + scale / 2n) / scale;
  const seconds = nanos / BigInt(SECOND);
  return seconds > MOST_SECONDS ? undefined : { seconds: Number(seconds), nanos: Number(nanos % BigInt(SECOND)) };
}

/** The nearest whole number of ms. */
export function milliseconds(time: Instant): number {
  return time.seconds * 1000 + Math.round(time.nanos / 1e6);
}

/** As one number, which is exact up to 104 days. */
export function nanoseconds(time: Instant): number {
  return time.seconds * SECOND + time.nanos;
}

/** Whether `a` is later than `b`. */
export function isAfter(a: Instant, b: Instant): boolean {
  return a.seconds > b.seconds || (a.seconds === b.seconds && a.nanos > b.nanos);
}

/** A time of day such as `17:21:04.929` as ms since midnight, with a fraction. */
export function parseClock(text: string): number {
  return clockNanos(text) / 1e6;
}

/** Whole ns since midnight: a fraction of a second as a floating-point number of ms can come out just below it. */
function clockNanos(text: string): number {
  const [hours, minutes, seconds] = text.split(":").map(Number);
  return (hours! * 3600 + minutes! * 60) * SECOND + Math.round(seconds! * SECOND);
}

/**
 * A time from the start: a duration, or what a clock that said `clock` ms since midnight at the start says then, for the
 * first time. Undefined if it is neither.
 */
export function parseTime(text: string | number, clock: number): Instant | undefined {
  if (typeof text === "number" || !text.includes(":")) return parseDuration(text);
  const nanos = clockNanos(text) - Math.round(clock * 1e6);
  return instant(nanos < 0 ? nanos + DAY * SECOND : nanos);
}

/** ms since midnight as `17:21:04.929`. */
export function formatClock(timeOfDay: number): string {
  return new Date(((timeOfDay % (DAY * 1000)) + DAY * 1000) % (DAY * 1000)).toISOString().slice(11, 23);
}

/** A span for a person, to the millisecond: `2 h 46 min 40 s`. */
export function formatSpan(time: Instant): string {
  const ms = milliseconds(time);
  const parts = [
    [Math.floor(ms / 86_400_000), "d"],
    [Math.floor(ms / 3_600_000) % 24, "h"],
    [Math.floor(ms / 60_000) % 60, "min"],
    [(ms % 60_000) / 1000, "s"],
  ]
    .filter(([amount]) => amount !== 0)
    .map(([amount, unit]) => `${amount} ${unit}`);
  return parts.length > 0 ? parts.join(" ") : "0 s";
}
