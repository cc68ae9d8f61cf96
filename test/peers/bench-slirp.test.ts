/** `linkpulse bench` against slirp, also when it misbehaves. */
import test from "ava";
import type { BenchReport } from "../../emulator/bench/report";
import { benched } from "../support/benched";
import { SLIRP_TOOLS, startSlirp } from "../support/slirp";
import { cable } from "../support/socat";
import { testWithAll } from "../support/tool";

/** One after the other: what is judged is timing. */
const declare = test.serial;

const SECOND = ["--keepalive", "1s"];
const SLIRP = ["lcp-restart 1", "lcp-max-terminate 1"];

/**
 * What slirp fails at, on the line that it thinks it has. When a request and an answer of its own leave at once it tears one
 * now and then, or sends it twice: then the bench blames the line, and only notes the rest.
 */
function missedBySlirp({ checks, notes }: BenchReport): string[] {
  const noted = notes.flatMap(({ text }) => /^(\S+) is not judged, since frames get lost/.exec(text)?.[1] ?? []);
  const missed = checks.filter(({ met }) => !met).map(({ name }) => name);
  return [...missed, ...noted].filter((name) => name !== "intact" && name !== "jitter");
}

testWithAll(
  SLIRP_TOOLS,
  "slirp: notices after three of its requests, and is closed for good",
  async (t) => {
    const { ports } = await cable(t);
    startSlirp(t, ports[1], ["lcp-echo-interval 1", "lcp-echo-failure 3", ...SLIRP]);
    const { report } = await benched(ports[0], ...SECOND);
    t.is(report.found, "ppp");
    t.deepEqual(missedBySlirp(report), ["recovers"]);
    const { interval, retries, timeToDetect, timeToRecover } = report.peer!;
    t.is(Math.round(interval!.median / 100), 10);
    t.is(retries, 3);
    t.true(timeToDetect! > 2000 && timeToDetect! < 5000, `${timeToDetect}`);
    t.is(timeToRecover, null);
  },
  declare,
);

testWithAll(
  SLIRP_TOOLS,
  "slirp with a long interval: it is told",
  async (t) => {
    const { ports } = await cable(t);
    startSlirp(t, ports[1], ["lcp-echo-interval 3", "lcp-echo-failure 60", ...SLIRP]);
    const { report } = await benched(ports[0], ...SECOND);
    t.deepEqual(missedBySlirp(report), ["interval", "detects"]);
    t.is(Math.round(report.peer!.interval!.median / 1000), 3);
  },
  declare,
);
