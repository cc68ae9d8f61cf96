import type { BenchFrame } from "./frame-monitor";
import type { Check, Note, PeerResult, Span } from "./report";

/** What the bench saw of the other end: the frames both ways, and what was done to it meanwhile. */
export interface Observation {
  frames: readonly BenchFrame[];
  spans: readonly Span[];
  passive: boolean;
  expected: { interval: number; retries: number };
  /** Whether somebody said how many retries it must have: else they are its own affair. */
  retriesAsked: boolean;
  /** Whether our end of the link opened. */
  opened: boolean;
  /** When CTS, DSR or DCD changed while we were silent; null where none did, or nobody may look. */
  modemLinesChanged: number | null;
}

/** How long an answer may take, ms: what was asked so late in a span is not missing yet. */
export const ANSWER = 500;

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

/** Checks that no frame which was lost on the way can fail. */
const CERTAIN = ["frame", "echo-magic", "damaged-ignored"];

/**
 * Adds whether its frames arrive whole. Where some don't, what they may have brought about is not held against the other
 * end.
 */
export function onLine(behaviour: Behaviour, seen: Observation): Behaviour {
  const from = spanNamed(seen, "watch")?.from ?? 0;
  // What an end prints that has given up is no frame.
  const to = spanNamed(seen, "silence")?.from ?? Infinity;
  const arrived = seen.frames.filter(({ sent, at }) => !sent && at >= from && at < to);
  const damaged = arrived.filter(({ good }) => !good).length;
  if (arrived.length === 0) return behaviour;
  const intact = check(
    "intact",
    damaged === 0,
    `all of its ${arrived.length} frames arrive whole`,
    `${damaged} of its ${arrived.length} frames arrive damaged: the line loses or changes octets, or its baud rate is off`,
    null,
  );
  if (intact.met) return { ...behaviour, checks: [intact, ...behaviour.checks] };
  const unknown = behaviour.checks.filter(({ name, met }) => !met && !CERTAIN.includes(name));
  return {
    ...behaviour,
    checks: [intact, ...behaviour.checks.filter((one) => !unknown.includes(one))],
    notes: [
      ...behaviour.notes,
      ...unknown.map(({ name, text }) => ({
        text: `${name} is not judged, since frames get lost on this line: ${text}`,
        source: null,
      })),
    ],
  };
}
