/** `linkpulse bench` against pppd, also when it misbehaves. */
import test from "ava";
import type { ExecutionContext } from "ava";
import { benched } from "../support/benched";
import { Pppd, PPPD_TOOLS } from "../support/pppd";
import { cable } from "../support/socat";
import { testWithAll } from "../support/tool";

/** One after the other: what is judged is timing. */
const declare = test.serial;

const FAST = ["--keepalive", "500ms"];

async function pppd(t: ExecutionContext, options: string): Promise<{ port: string; peer: Pppd }> {
  const { ports } = await cable(t);
  // Twice `debug`: echoes are logged too.
  const peer = new Pppd(t, ports[1], `debug lcp-restart 1 ipcp-restart 1 lcp-max-terminate 1 ${options}`);
  await peer.log.line(/^sent \[LCP ConfReq/, 0, 60_000);
  return { port: ports[0], peer };
}

testWithAll(
  PPPD_TOOLS,
  "pppd: good, and back after it hung up",
  async (t) => {
    const { port } = await pppd(t, "lcp-echo-interval 1 lcp-echo-failure 3");
    const { report, missed } = await benched(port, "--keepalive", "1s");
    t.deepEqual(missed, []);
    t.is(report.found, "ppp");
    const { interval, retries, timeToDetect } = report.peer!;
    t.is(Math.round(interval!.median / 100), 10);
    t.is(retries, 3);
    t.true(timeToDetect! > 2500 && timeToDetect! < 5000, `${timeToDetect}`);
  },
  declare,
);

testWithAll(
  PPPD_TOOLS,
  "pppd with echo off: it answers, and would not notice that we are gone",
  async (t) => {
    const { report, missed } = await benched((await pppd(t, "lcp-echo-interval 0")).port, ...FAST);
    t.deepEqual(missed, ["sends-keepalives", "detects"]);
    t.like(report, { found: "ppp", peer: { interval: null, retries: null, timeToDetect: null } });
  },
  declare,
);

testWithAll(
  PPPD_TOOLS,
  "pppd that falls silent, kernel and all: its answers are missing, and nobody gives the link up",
  async (t) => {
    const { port, peer } = await pppd(t, "lcp-echo-interval 1 lcp-echo-failure 3");
    const bench = benched(port, ...FAST);
    await peer.log.line(/^rcvd \[LCP EchoReq/);
    peer.freeze();
    const { report, missed } = await bench;
    t.is(report.found, "ppp");
    for (const name of ["answers-echo", "detects"]) t.true(missed.includes(name), missed.join());
  },
  declare,
);

testWithAll(
  PPPD_TOOLS,
  "pppd that asks us for a password: the link does not open, and why",
  async (t) => {
    const { port } = await pppd(t, "require-pap lcp-echo-interval 1");
    const { report, missed } = await benched(port, ...FAST);
    t.is(report.found, "ppp");
    t.deepEqual(missed, ["open"]);
    t.deepEqual(
      report.notes.map(({ text }) => text),
      ["it asks us to authenticate ourselves, which we refuse"],
    );
  },
  declare,
);
