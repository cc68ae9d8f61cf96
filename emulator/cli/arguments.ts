import { formatSpan, instant, milliseconds, parseDuration } from "../scenario/times";
import { UsageError } from "./usage-error";

/** A whole number from `least` to `most`. @throws UsageError when it is none */
export function number(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(`${option} ${text}: it must be a whole number from ${least} to ${most}`);
  }
  return value;
}

/** A duration as ms, from `least` to `most`. @throws UsageError when it is none */
export function span(option: string, text: string, least: number, most: number): number {
  const duration = parseDuration(text);
  const ms = duration === undefined || duration.nanos % 1e6 !== 0 ? NaN : milliseconds(duration);
  if (!(ms >= least && ms <= most)) {
    const range = `${least > 0 ? `from ${formatSpan(instant(least * 1e6))} ` : ""}up to ${formatSpan(instant(most * 1e6))}`;
    throw new UsageError(`${option} ${text}: it must be whole milliseconds ${range}, such as 10s or 500ms`);
  }
  return ms;
}
