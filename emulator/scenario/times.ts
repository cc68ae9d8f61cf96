import { SECOND } from "../simulation/simulation";
import type { Instant } from "./scenario";

const DAY = 86_400;

const UNITS: Record<string, number> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: DAY * SECOND,
};

export function instant(nanos: number): Instant {
  return { seconds: Math.floor(nanos / SECOND), nanos: Math.round(nanos % SECOND) };
}

/** A duration as the schema has it, `10s` or a number of seconds; undefined if it is none. */
export function parseDuration(text: string | number): Instant | undefined {
  if (typeof text === "number") return Number.isFinite(text) && text >= 0 ? scaled(text, SECOND) : undefined;
  const match = /^(\d+(?:\.\d+)?)(ns|us|ms|s|m|h|d)$/.exec(text);
  return match ? scaled(Number(match[1]), UNITS[match[2]!]!) : undefined;
}

/** Whole seconds apart from the rest, so that a year is as exact as a millisecond. */
function scaled(amount: number, unit: number): Instant {
  if (unit < SECOND) return instant(amount * unit);
  const perUnit = unit / SECOND;
  const seconds = Math.floor(amount * perUnit);
  const nanos = Math.round((amount * perUnit - seconds) * SECOND);
  return nanos === SECOND ? { seconds: seconds + 1, nanos: 0 } : { seconds, nanos };
}

export function milliseconds(time: Instant): number {
  return time.seconds * 1000 + Math.round(time.nanos / 1e6);
}

export function nanoseconds(time: Instant): number {
  return time.seconds * SECOND + time.nanos;
}

/** A clock time such as `17:21:04.929` as ms since midnight, with a fraction. */
export function parseClock(text: string): number {
  const [hours, minutes, seconds] = text.split(":").map(Number);
  return (hours! * 3600 + minutes! * 60) * 1000 + seconds! * 1000;
}

/** A time from the start as the schema has it: a duration, or what a clock that said `clock` at the start says then. */
export function parseTime(text: string | number, clock: number): Instant {
  if (typeof text === "number" || !text.includes(":")) return parseDuration(text)!;
  const ahead = parseClock(text) - clock;
  return instant(Math.round((ahead < 0 ? ahead + DAY * 1000 : ahead) * 1e6));
}

/** ms since midnight as `17:21:04.929`. */
export function formatClock(timeOfDay: number): string {
  return new Date(((timeOfDay % (DAY * 1000)) + DAY * 1000) % (DAY * 1000)).toISOString().slice(11, 23);
}

/** A span for a person: `2 h 46 min 40 s`. */
export function formatSpan(time: Instant): string {
  const days = Math.floor(time.seconds / DAY);
  const hours = Math.floor((time.seconds % DAY) / 3600);
  const minutes = Math.floor((time.seconds % 3600) / 60);
  const seconds = (time.seconds % 60) + time.nanos / SECOND;
  const parts = [
    days > 0 ? `${days} d` : "",
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    seconds > 0 ? `${Number(seconds.toFixed(3))} s` : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(" ") : "0 s";
}
