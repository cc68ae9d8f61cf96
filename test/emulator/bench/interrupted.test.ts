/** A bench that a person ends before its time tells what it knows by then, and judges nothing else. */
import test from "ava";
import { reportLines } from "../../../emulator/cli/bench-view";
import { benchOn, missed, pluggedPort, portWithPeer } from "../../support/bench";
import { VirtualPort, VirtualTime } from "../../support/virtual-time";

const INTERRUPTED = { verdict: "interrupted" } as const;

test("while it listens: nothing was found, and nothing is said to be missing", async (t) => {
  const time = new VirtualTime();
  const report = await benchOn(time, new VirtualPort(time.loop), {}, 500);
  t.like(report, { ...INTERRUPTED, checks: [], line: null, peer: null });
  t.deepEqual(reportLines(report).length, 1);
  t.regex(reportLines(report)[0]!, /interrupted.*: before anything was found$/);
  t.true(time.now() < 510);
});

test("in the second pattern: the first is whole, the second as far as it went, all that was sent came back", async (t) => {
  const time = new VirtualTime();
  const report = await benchOn(time, pluggedPort(time), { duration: 60_000 }, 35_000);
  t.like(report, { ...INTERRUPTED, found: "plug" });
  t.deepEqual(missed(report), []);
  t.regex(report.summary, /; all 6 checks so far are met$/);
  const { patterns, latency } = report.line!;
  t.is(patterns.length, 2);
  t.true(patterns[0]!.sent > 230_000 - 200, `${patterns[0]!.sent}`);
  t.true(patterns[1]!.sent > 100_000 && patterns[1]!.sent < 180_000, `${patterns[1]!.sent}`);
  for (const { sent, received, errors, lost } of patterns) t.deepEqual([received, errors, lost], [sent, 0, 0]);
  t.is(latency, null);
  t.true(time.now() < 36_000);
});

test("while the other end is watched: its interval is told as soon as it is known", async (t) => {
  const time = new VirtualTime();
  const early = await benchOn(time, portWithPeer(time, "ppp", { interval: 1000 }).port, { duration: 60_000 }, 3_000);
  t.like(early, { ...INTERRUPTED, found: "ppp", checks: [] });
  const later = new VirtualTime();
  const { port } = portWithPeer(later, "ppp", { interval: 1000 });
  const report = await benchOn(later, port, { duration: 60_000 }, 20_000);
  t.like(report, { ...INTERRUPTED, peer: { interval: { median: 1000, jitter: 0 } } });
  t.deepEqual(missed(report), []);
  t.deepEqual(
    report.checks.map(({ name }) => name),
    ["intact", "open", "answers-echo", "echo-magic", "sends-keepalives", "interval", "jitter"],
  );
  t.is(report.peer!.spans.length, 1);
  t.true(later.now() < 20_200);
});

test("while we are silent: it is not said that the other end notices nothing, and it hears our farewell", async (t) => {
  const time = new VirtualTime();
  const { port, peer } = portWithPeer(time, "ppp", { interval: 1000, retries: 5 });
  // Watched until 6 s, disturbed until 15 s, silent for 7 s.
  const report = await benchOn(time, port, {}, 17_000);
  t.deepEqual(
    report.peer!.spans.map(({ name }) => name),
    ["watch", "drop", "corrupt", "delay"],
  );
  t.false(report.checks.some(({ name }) => name === "detects"));
  t.deepEqual(missed(report), []);
  t.false(peer.lineProtocolUp);
});
