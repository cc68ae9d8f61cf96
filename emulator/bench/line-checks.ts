import { check } from "./behaviour";
import { span } from "./intervals";
import type { Check, LatencyResult, LineResult, LoopResult, Note } from "./report";

const O150 = "ITU-T O.150";

/** The least of its rate that a line must carry. */
const LEAST_SHARE = 0.9;

/** What must hold for a line whose TX and RX are plugged together. */
export function lineChecks({ patterns, latency, lineRate }: LineResult): Check[] {
  const sum = (of: (pattern: LineResult["patterns"][number]) => number) =>
    patterns.reduce((total, pattern) => total + of(pattern), 0);
  const errors = sum(({ errors }) => errors);
  const bits = sum(({ bits }) => bits);
  const lost = sum(({ lost }) => lost);
  const slips = sum(({ syncLosses }) => syncLosses);
  const framing = sum(({ framingErrors }) => framingErrors ?? 0);
  const told = patterns.every(({ framingErrors }) => framingErrors !== null);
  const slowest = Math.min(...patterns.map(({ octetsPerSecond }) => octetsPerSecond));
  const share = (100 * slowest) / lineRate;
  const rate = `${slowest} octets/s, ${share.toFixed(1)} % of the line rate`;
  const unchecked = patterns.filter((pattern) => pattern.bits === 0).map(({ pattern }) => pattern);
  return [
    check(
      "bit-errors",
      errors === 0 && unchecked.length === 0,
      `none in ${bits} bits`,
      unchecked.length > 0
        ? `${unchecked.join(", ")}: nothing that came back could be recognised`
        : `${errors} of ${bits} bits are wrong: a ratio of ${(errors / bits).toExponential(1)}`,
      O150,
    ),
    check(
      "complete",
      lost === 0 && slips === 0,
      "every octet came back",
      `${lost} octets are lost, and the checker was out of step ${slips} times`,
      O150,
    ),
    ...(told ? [check("framing", framing === 0, "no framing errors", `${framing} framing errors`, null)] : []),
    ...(latency === null ? [] : [latencyCheck(latency)]),
    check("throughput", share >= 100 * LEAST_SHARE, rate, `only ${rate}`, null),
  ];
}

function latencyCheck({ lost, p50, p99 }: LatencyResult): Check {
  const good = `${span(p50)} in the middle, ${span(p99)} for 99 %`;
  return check("latency", lost === 0, good, `${lost} octets did not come back`, null);
}

/** What nobody can tell about such a line. */
export function lineNotes({ patterns }: LineResult): Note[] {
  const told = patterns.every(({ framingErrors }) => framingErrors !== null);
  return told ? [] : [{ text: "the port does not tell framing errors: they are not checked", source: null }];
}

/** What must hold for the keepalives on such a line. */
export function loopChecks({ hdlc, ppp }: LoopResult): Check[] {
  const found = (ms: number | null) => `found after ${span(ms ?? 0)}`;
  const bad = "not found";
  return [
    check("hdlc-loop", hdlc !== null, found(hdlc), bad, "docs/hdlc.md, loops"),
    check("ppp-loop", ppp !== null, found(ppp), bad, "RFC 1661 section 6.4"),
  ];
}
