/** The value that a share `p` (0 to 1) of the samples does not exceed; 0 of none. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
}

/** How far apart moments are, in order. */
export function gaps(moments: readonly number[]): number[] {
  return moments.slice(1).map((moment, i) => moment - moments[i]!);
}

/** A time for a report, ms: to the microsecond. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
