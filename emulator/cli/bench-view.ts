import pc from "picocolors";
import type { BenchReport, LineResult, PeerResult } from "../bench/report";
import { span } from "../bench/intervals";

/** The report as lines for a person. */
export function reportLines(report: BenchReport): string[] {
  const { checks, notes, line, peer, verdict, summary } = report;
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  return [
    ...(line === null ? [] : lineLines(line)),
    ...(peer === null ? [] : peerLines(peer)),
    ...checks.map(({ name, met, text, source }) => {
      const head = met ? pc.green("met    ") : pc.red("NOT met");
      return `${head}  ${name.padEnd(width)}  ${text}${met || source === null ? "" : ` (${source})`}`;
    }),
    ...notes.map(({ text, source }) => `note     ${text}${source === null ? "" : ` (${source})`}`),
    `${VERDICTS[verdict]}: ${summary}`,
  ];
}

const VERDICTS: Record<BenchReport["verdict"], string> = {
  good: pc.green("good"),
  bad: pc.red("bad"),
  interrupted: pc.yellow("interrupted"),
};

function lineLines({ patterns, latency, lineRate, modemLines }: LineResult): string[] {
  const lines = patterns.map(({ pattern, received, errors, bits, ratio, octetsPerSecond }) => {
    const share = ((100 * octetsPerSecond) / lineRate).toFixed(1);
    const wrong = ratio === null ? "nothing recognised" : `${errors} of ${bits} bits wrong`;
    return `${pattern.padEnd(8)} ${received} octets back, ${wrong}, ${octetsPerSecond} octets/s (${share} %)`;
  });
  if (latency !== null) {
    const { p50, p90, p99, greatest, octetTime } = latency;
    lines.push(
      `latency  50 % ${span(p50)}, 90 % ${span(p90)}, 99 % ${span(p99)}, greatest ${span(greatest)}; an octet lasts ${span(octetTime)}`,
    );
  }
  if (modemLines !== null) {
    for (const driven of ["DTR", "RTS"] as const)
      lines.push(`${driven}      drives ${modemLines[driven].join(", ") || "nothing"}`);
  }
  return lines;
}

function peerLines({ protocol, interval, keepalives, retries, timeToDetect, timeToRecover, spans }: PeerResult) {
  const few = keepalives.length === 0 ? "none" : `${keepalives.length}, too few to tell an interval`;
  const kept =
    interval === null
      ? few
      : `every ${span(interval.median)}, jitter ${span(interval.jitter)}, ${interval.count} of them`;
  const lines = [`${protocol.toUpperCase()} keepalives of the other end: ${kept}`];
  const silence: string[] = [];
  if (timeToDetect !== null) silence.push(`down with ${retries} unanswered, detected in ${span(timeToDetect)}`);
  // HDLC says nothing of it.
  else if (protocol === "ppp" && spans.some(({ name }) => name === "silence")) silence.push("not seen to go down");
  if (timeToRecover !== null) silence.push(`back in ${span(timeToRecover)}`);
  if (silence.length > 0) lines.push(silence.join(", "));
  return lines;
}
