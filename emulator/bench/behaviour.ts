import type { BenchFrame } from "./frame-monitor";
import type { Check, Note, PeerResult, Span } from "./report";

/** What the bench saw of the other end: the frames both ways, and what was done to it meanwhile. */
export interface Observation {
  frames: readonly BenchFrame[];
  spans: readonly Span[];
  passive: boolean;
  expected: { interval: number; retries: number };
  /** When CTS, DSR or DCD changed while we were silent; null where none did, or nobody may look. */
  modemLinesChanged: number | null;
}

/** What that says of its behaviour. Pure: the same frames give the same verdict. */
export interface Behaviour {
  result: Omit<PeerResult, "spans" | "expected" | "passive">;
  checks: Check[];
  notes: Note[];
}

export function spanNamed(seen: Observation, name: Span["name"]): Span | undefined {
  return seen.spans.find((span) => span.name === name);
}

export function within(span: Span | undefined, frame: BenchFrame): boolean {
  return span !== undefined && frame.at >= span.from && frame.at <= span.to;
}

/** What must hold, and did: `met`; or what was seen instead. */
export function check(name: string, met: boolean, good: string, bad: string, source: string | null): Check {
  return { name, met, text: met ? good : bad, source };
}
