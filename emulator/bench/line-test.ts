import { ModemLine } from "../../src/ports";
import type { BenchLine } from "./bench-line";
import { PRBS_PATTERNS, PrbsChecker, PrbsGenerator } from "./prbs";
import type { PrbsPattern } from "./prbs";
import type { LatencyResult, ModemLineResult, PatternResult, ThroughputSample } from "./report";
import { percentile, rounded } from "./statistics";

/** A start bit, eight data bits, a stop bit. */
export const BITS_PER_OCTET = 10;

/** How long what is under way may take to arrive, ms: buffers of adapters and drivers included. */
const UNDER_WAY = 300;

/** ms between two portions of a pattern. */
const PORTION = 10;

/** One sample of the throughput lasts so long, ms. */
const SAMPLE = 250;

/** How many octets are sent one by one for their latency, and for how long at most, ms. */
const PROBES = 200;
const PROBING = 2000;

/** Sends a pattern at the line rate for so many ms, and checks what comes back. */
export async function testPattern(
  line: BenchLine,
  pattern: PrbsPattern,
  baud: number,
  ms: number,
): Promise<PatternResult & { throughput: ThroughputSample[] }> {
  const generator = new PrbsGenerator(pattern);
  const checker = new PrbsChecker(pattern);
  const { time } = line;
  const framingErrors = line.framingErrors;
  const began = time.now();
  const arrivals: [at: number, octets: number][] = [];
  line.listen({
    receive: (bytes, start, end) => {
      checker.push(bytes, start, end);
      arrivals.push([time.now() - began, end - start]);
    },
  });
  const octetsPerMs = baud / BITS_PER_OCTET / 1000;
  let made = new Uint8Array(0);
  let sent = 0;
  await line.untilInterrupted(async () => {
    for (let elapsed = 0; elapsed < ms; elapsed = time.now() - began) {
      const budget = Math.floor(octetsPerMs * elapsed) - sent;
      if (made.length === 0 && budget > 0) {
        made = new Uint8Array(budget);
        generator.fill(made, 0, budget);
      }
      const taken = line.port.write(made, 0, made.length);
      sent += taken;
      made = made.subarray(taken);
      await line.wait(Math.min(PORTION, Math.max(1, ms - elapsed)));
    }
  });
  const received = () => arrivals.reduce((sum, [, octets]) => sum + octets, 0);
  await line.until(() => received() >= sent, UNDER_WAY);
  line.listen(null);
  const came = received();
  return {
    pattern: pattern.name,
    sent,
    received: came,
    lost: Math.max(0, sent - came),
    bits: checker.bits,
    errors: checker.errors,
    ratio: checker.bits === 0 ? null : checker.errors / checker.bits,
    syncLosses: checker.syncLosses,
    framingErrors: line.framingErrors - framingErrors,
    octetsPerSecond: rate(arrivals),
    throughput: sampled(arrivals),
  };
}

/** From the first arrival to the last: what came in between. */
function rate(arrivals: readonly [number, number][]): number {
  const first = arrivals[0];
  const last = arrivals.at(-1);
  if (first === undefined || last === undefined || last[0] <= first[0]) return 0;
  const octets = arrivals.slice(1).reduce((sum, [, count]) => sum + count, 0);
  return Math.round((1000 * octets) / (last[0] - first[0]));
}

function sampled(arrivals: readonly [number, number][]): ThroughputSample[] {
  const samples: number[] = [];
  for (const [at, octets] of arrivals) {
    const index = Math.floor(at / SAMPLE);
    while (samples.length <= index) samples.push(0);
    samples[index]! += octets;
  }
  // The last is not a whole one.
  return samples.slice(0, -1).map((octets, i) => ({ at: i * SAMPLE, octetsPerSecond: (1000 * octets) / SAMPLE }));
}

/** How long an octet takes to come back while nothing else is on the line. */
export async function testLatency(line: BenchLine, baud: number): Promise<LatencyResult> {
  const { time } = line;
  const samples: number[] = [];
  const end = time.now() + PROBING;
  let lost = 0;
  for (let i = 0; i < PROBES && time.now() < end; i++) {
    const octet = Uint8Array.of(i & 0xff);
    let back = -1;
    const left = time.now();
    line.listen({
      receive: (bytes, start) => {
        if (bytes[start] === octet[0]) back = time.now();
      },
    });
    line.port.write(octet, 0, 1);
    if (await line.until(() => back >= 0, UNDER_WAY)) samples.push(back - left);
    else lost++;
  }
  line.listen(null);
  return {
    probes: samples.length,
    lost,
    octetTime: rounded((1000 * BITS_PER_OCTET) / baud),
    p50: rounded(percentile(samples, 0.5)),
    p90: rounded(percentile(samples, 0.9)),
    p99: rounded(percentile(samples, 0.99)),
    greatest: rounded(percentile(samples, 1)),
    samples: samples.map(rounded),
  };
}

/** All three patterns, for so many ms together; once it is interrupted, those that there was time for. */
export async function testPatterns(
  line: BenchLine,
  baud: number,
  ms: number,
  progress: { begun: (pattern: string) => void; done: (result: PatternResult) => void },
) {
  const results = [];
  for (const pattern of PRBS_PATTERNS) {
    progress.begun(pattern.name);
    const result = await testPattern(line, pattern, baud, ms / PRBS_PATTERNS.length);
    progress.done(result);
    results.push(result);
    if (line.interrupted) break;
  }
  return results;
}

/** How long a modem line may take to be seen, ms: the port looks at them ten times a second. */
const SETTLING = 350;

/** Drives DTR and RTS, one at a time, and tells which of CTS, DSR and DCD follow each. */
export async function testModemLines(line: BenchLine): Promise<ModemLineResult> {
  const seen = async (driven: number) => {
    line.port.setModemLines(driven);
    await line.wait(SETTLING);
    return line.modemLines < 0 ? 0 : line.modemLines;
  };
  const none = await seen(0);
  const names = (lines: number) =>
    [["CTS", ModemLine.CTS] as const, ["DSR", ModemLine.DSR] as const, ["DCD", ModemLine.DCD] as const]
      .filter(([, bit]) => lines & ~none & bit)
      .map(([name]) => name);
  return { DTR: names(await seen(ModemLine.DTR)), RTS: names(await seen(ModemLine.RTS)) };
}
