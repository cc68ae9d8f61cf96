import { onLine } from "./behaviour";
import type { Observation } from "./behaviour";
import type { BenchLine } from "./bench-line";
import type { BenchStatus } from "./bench-status";
import { hdlcBehaviour } from "./hdlc-behaviour";
import { identify } from "./identify";
import { lineChecks, lineNotes, loopChecks } from "./line-checks";
import { BITS_PER_OCTET, testLatency, testModemLines, testPatterns } from "./line-test";
import { testLoop } from "./loop-test";
import { ENOUGH, PeerTest } from "./peer-test";
import { pppBehaviour } from "./ppp-behaviour";
import type { BenchReport, Check, Found, LineResult, LoopResult, Note, PeerResult } from "./report";
import { rounded } from "./statistics";

export interface BenchOptions {
  /** The port's name in the report. */
  name: string;
  /** bit/s */
  baud: number;
  /** How long the line test sends, and keepalives are watched at least, ms. */
  duration: number;
  /** Our keepalive interval, and what is expected of the peer's, ms. */
  keepalive: number;
  /** At how many unanswered keepalives the peer should go down; undefined for the protocol's default. */
  retries: number | undefined;
  /** Whether nothing is sent. */
  passive: boolean;
  /** Whether DTR and RTS are driven, and CTS, DSR and DCD looked at. */
  modemLines: boolean;
  /** Whether the port tells framing errors. */
  tellsFramingErrors: boolean;
}

const RETRIES = { hdlc: 3, ppp: 5 };

/** Nothing is sent before the line was listened to for so many intervals. */
const LISTENING = 1.2;

const SUMMARIES: Record<Found, string> = {
  plug: "TX and RX are plugged together",
  hdlc: "Cisco HDLC is spoken at the other end",
  ppp: "PPP is spoken at the other end",
  noise:
    "something arrives, but no frame of HDLC or PPP: another baud rate at the other end, a line that damages every " +
    "frame, or no link there at all",
  nothing:
    "nothing comes back: no plug between TX and RX, nobody at the other end or only one whose interval is longer than " +
    "--keepalive, or another baud rate there",
};

/**
 * Finds out what is at the other end of a line, tests it, and judges.
 * @throws what the port fails with
 */
export async function runBench(line: BenchLine, options: BenchOptions, status: BenchStatus): Promise<BenchReport> {
  const began = new Date().toISOString();
  const start = line.time.now();
  status.doing = "listening";
  let found: Found = "nothing";
  let tested: Tested = UNTESTED;
  await line.untilInterrupted(async () => {
    found = await identify(line, LISTENING * options.keepalive, options.passive);
    status.doing = SUMMARIES[found];
    tested = await testOf(found, line, options, status);
  });
  return report(line, options, found, tested, { began, start });
}

function report(
  line: BenchLine,
  options: BenchOptions,
  found: Found,
  tested: Tested,
  { began, start }: { began: string; start: number },
): BenchReport {
  const { checks } = tested;
  const missed = checks.filter(({ met }) => !met).length;
  const { interrupted } = line;
  const who =
    found !== "nothing"
      ? SUMMARIES[found]
      : interrupted
        ? "before anything was found"
        : options.passive
          ? "nothing arrives: nobody at the other end, or nobody who speaks first"
          : SUMMARIES.nothing;
  const outcome =
    checks.length === 0
      ? ""
      : missed === 0
        ? `; all ${checks.length} checks ${interrupted ? "so far " : ""}are met`
        : `; ${missed} of ${checks.length} checks ${interrupted ? "so far " : ""}are NOT met`;
  return {
    format: "linkpulse-bench",
    version: 1,
    port: options.name,
    baud: options.baud,
    began,
    took: Math.round(line.time.now() - start),
    found,
    verdict: interrupted ? "interrupted" : checks.length > 0 && missed === 0 ? "good" : "bad",
    summary: `${who}${outcome}`,
    checks,
    notes: tested.notes,
    line: tested.line,
    loop: tested.loop,
    peer: fromStart(tested.peer, start),
  };
}

interface Tested {
  checks: Check[];
  notes: Note[];
  line: LineResult | null;
  loop: LoopResult | null;
  peer: PeerResult | null;
}

const UNTESTED: Tested = { checks: [], notes: [], line: null, loop: null, peer: null };

async function testOf(found: Found, line: BenchLine, options: BenchOptions, status: BenchStatus): Promise<Tested> {
  if (found === "plug") return testPlug(line, options, status);
  if (found === "hdlc" || found === "ppp") return testPeer(found, line, options, status);
  return UNTESTED;
}

async function testPlug(line: BenchLine, options: BenchOptions, status: BenchStatus): Promise<Tested> {
  const { baud, duration } = options;
  status.doing = "HDLC and PPP look for the loop";
  const loop = await testLoop(line);
  status.checks = loopChecks(loop);
  line.monitor.on = false;
  status.end = line.time.now() + duration;
  const patterns = await testPatterns(line, baud, duration, {
    begun: (pattern) => (status.doing = pattern),
    done: ({ pattern, errors, bits }) => status.results.push(`${pattern}: ${errors} of ${bits} bits are wrong`),
  });
  if (!options.tellsFramingErrors) for (const pattern of patterns) pattern.framingErrors = null;
  const result: LineResult = { patterns, latency: null, lineRate: baud / BITS_PER_OCTET, modemLines: null };
  await line.untilInterrupted(async () => {
    if (line.interrupted) return;
    status.doing = "latency";
    result.latency = await testLatency(line, baud);
    if (!options.modemLines) return;
    status.doing = "modem lines";
    result.modemLines = await testModemLines(line);
  });
  const checks = [...lineChecks(result), ...loopChecks(loop)];
  return { checks, notes: lineNotes(result), line: result, loop, peer: null };
}

async function testPeer(
  protocol: "hdlc" | "ppp",
  line: BenchLine,
  options: BenchOptions,
  status: BenchStatus,
): Promise<Tested> {
  const { passive, duration } = options;
  const expected = { interval: options.keepalive, retries: options.retries ?? RETRIES[protocol] };
  const retriesAsked = options.retries !== undefined;
  const judged = (seen: Observation) => onLine(protocol === "hdlc" ? hdlcBehaviour(seen) : pppBehaviour(seen), seen);
  const test = { protocol, passive, expected, retriesAsked, duration };
  status.protocol = protocol.toUpperCase();
  const seen = await new PeerTest(line, test, status, (soFar) => judged(soFar).checks).run();
  const behaviour = judged(seen);
  const { notes, result } = behaviour;
  // Too little was watched to say what a peer does not do.
  const checks = line.interrupted && (result.interval?.count ?? 0) < ENOUGH ? [] : behaviour.checks;
  return { checks, notes, line: null, loop: null, peer: { ...result, passive, expected, spans: [...seen.spans] } };
}

/** With all moments counted from the start of the bench. */
function fromStart(peer: PeerResult | null, start: number): PeerResult | null {
  if (peer === null) return null;
  const since = (at: number) => rounded(at - start);
  return {
    ...peer,
    keepalives: peer.keepalives.map(since),
    roundTrips: peer.roundTrips.map(({ at, ms }) => ({ at: since(at), ms })),
    spans: peer.spans.map(({ name, from, to }) => ({ name, from: since(from), to: since(to) })),
  };
}
