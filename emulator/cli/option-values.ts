import { formatSpan, instant, milliseconds, parseDuration } from "../scenario/times";
import { UsageError } from "./usage-error";

/** The fastest that a UART of a usual adapter gets, bit/s. */
export const FASTEST = 12_000_000;

/** An option's whole number from 1 on. @throws UsageError when it is none */
export function number(option: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) {
    throw new UsageError(`${option} ${text}: it must be a whole number from 1 to ${most}`);
  }
  return value;
}

/** An option's duration as ms. @throws UsageError when it is none */
export function span(option: string, text: string, most: number): number {
  const duration = parseDuration(text);
  if (duration === undefined || duration.nanos % 1e6 !== 0 || milliseconds(duration) > most) {
    const longest = formatSpan(instant(most * 1e6));
    throw new UsageError(`${option} ${text}: it must be whole milliseconds up to ${longest}, such as 10s or 500ms`);
  }
  return milliseconds(duration);
}

/** As {@link span}, but not 0. @throws UsageError when it is none */
export function positiveSpan(option: string, text: string, most: number): number {
  const ms = span(option, text, most);
  if (ms === 0) throw new UsageError(`${option} ${text}: it must be longer than 0`);
  return ms;
}
