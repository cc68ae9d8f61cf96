import type { Check, IntervalResult } from "./report";
import { gaps, percentile, rounded } from "./statistics";

/** How far an interval may be off: so much of it, and at least so many ms, for the timers of both ends. */
const SHARE = 0.1;
const LEAST = 100;

/** What the gaps between keepalives say of their interval; null for fewer than two keepalives. */
export function intervalOf(keepalives: readonly number[]): IntervalResult | null {
  const between = gaps(keepalives);
  if (between.length === 0) return null;
  const median = percentile(between, 0.5);
  return {
    count: keepalives.length,
    median: rounded(median),
    least: rounded(Math.min(...between)),
    greatest: rounded(Math.max(...between)),
    jitter: rounded(between.reduce((sum, gap) => sum + Math.abs(gap - median), 0) / between.length),
  };
}

/**
 * What is expected of the peer's keepalives while nothing disturbs it.
 * @param name what they are called
 * @param silent what it means that there are none
 */
export function intervalChecks(
  interval: IntervalResult | null,
  heard: number,
  expected: number,
  name: string,
  silent: string,
  source: string | null,
): Check[] {
  const enough = interval !== null;
  const checks: Check[] = [
    {
      name: "sends-keepalives",
      met: enough,
      text: enough ? `it sends ${name}s of its own` : heard === 0 ? `no ${name}: ${silent}` : `a single ${name}`,
      source,
    },
  ];
  if (!enough) return checks;
  const tolerance = Math.max(LEAST, SHARE * expected);
  const asExpected = Math.abs(interval.median - expected) <= tolerance;
  checks.push({
    name: "interval",
    met: asExpected,
    text: `its interval is ${span(interval.median)}${asExpected ? "" : `, not ${span(expected)}`}`,
    source: null,
  });
  // Of a single gap there is nothing to say.
  if (interval.count < 3) return checks;
  checks.push({
    name: "jitter",
    met: interval.jitter <= Math.max(LEAST, SHARE * interval.median),
    text: `${span(interval.jitter)} of jitter, from ${span(interval.least)} to ${span(interval.greatest)}`,
    source: null,
  });
  return checks;
}

/** ms as a person reads it: `1.02 s`, `13 ms`. */
export function span(ms: number): string {
  return ms >= 999.5 ? `${Number((ms / 1000).toFixed(2))} s` : `${Number(ms.toFixed(ms < 10 ? 2 : 0))} ms`;
}
