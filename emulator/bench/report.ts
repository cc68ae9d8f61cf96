/** The report of a bench as `--json` prints it, fields documented in docs/bench.md. Times are ms unless they say else. */
export interface BenchReport {
  format: "linkpulse-bench";
  version: 1;
  port: string;
  baud: number;
  /** When the bench began, ISO 8601. */
  began: string;
  /** How long it took. */
  took: number;
  /** What is at the other end. */
  found: Found;
  verdict: "good" | "bad" | "interrupted";
  /** In one line, for a person. */
  summary: string;
  checks: Check[];
  /** What is worth knowing and no fault. */
  notes: Note[];
  line: LineResult | null;
  loop: LoopResult | null;
  peer: PeerResult | null;
}

/** A plug, a peer of a protocol, octets that are no frames, or nothing at all. */
export type Found = "plug" | "hdlc" | "ppp" | "noise" | "nothing";

/** Something that must hold. */
export interface Check {
  name: string;
  met: boolean;
  /** What was seen, for a person. */
  text: string;
  /** The section or document that asks for it; null where it is what the command line asks for. */
  source: string | null;
}

export interface Note {
  text: string;
  source: string | null;
}

export interface PatternResult {
  pattern: string;
  /** Octets. */
  sent: number;
  received: number;
  lost: number;
  /** Bits that were compared, and how many of them were wrong. */
  bits: number;
  errors: number;
  /** Null where nothing was compared. */
  ratio: number | null;
  syncLosses: number;
  /** Characters with a wrong stop bit; null where the port does not tell. */
  framingErrors: number | null;
  octetsPerSecond: number;
}

export interface ThroughputSample {
  at: number;
  octetsPerSecond: number;
}

export interface LatencyResult {
  probes: number;
  lost: number;
  /** How long an octet is on the line. */
  octetTime: number;
  p50: number;
  p90: number;
  p99: number;
  greatest: number;
  samples: number[];
}

/** Which of CTS, DSR and DCD follow DTR and RTS. */
export interface ModemLineResult {
  DTR: string[];
  RTS: string[];
}

export interface LineResult {
  patterns: (PatternResult & { throughput: ThroughputSample[] })[];
  /** Null where the bench was interrupted before it was known. */
  latency: LatencyResult | null;
  /** What the line carries at most, octets a second. */
  lineRate: number;
  /** Null where nobody asked for them to be driven. */
  modemLines: ModemLineResult | null;
}

/** How long it took to find the loop; null where it was not found. */
export interface LoopResult {
  hdlc: number | null;
  ppp: number | null;
}

/** What was done to the other end, and when. */
export interface Span {
  name: "watch" | "drop" | "corrupt" | "delay" | "silence" | "recovery";
  from: number;
  to: number;
}

/** What the gaps between keepalives are like; null where there were not two of them. */
export interface IntervalResult {
  count: number;
  median: number;
  least: number;
  greatest: number;
  /** The mean distance of a gap from the median. */
  jitter: number;
}

export interface PeerResult {
  protocol: "hdlc" | "ppp";
  /** Whether we only listened. */
  passive: boolean;
  /** What was expected of it: the interval, and the retries at which it goes down. */
  expected: { interval: number; retries: number };
  interval: IntervalResult | null;
  /** When its keepalives arrived, since the bench began. */
  keepalives: number[];
  /** Of our keepalives to the answer: Echo-Reply, or the keepalive that acknowledges. */
  roundTrips: { at: number; ms: number }[];
  /** While we were silent: its keepalives until it gave the link up; null where it did not, or can't be seen to. */
  retries: number | null;
  timeToDetect: number | null;
  /** From when we spoke again; null where it did not come back, or did not have to. */
  timeToRecover: number | null;
  spans: Span[];
}
