import test from "ava";
import { HdlcCounter } from "../../src/keepalive/hdlc";
import { LoopDetector } from "../../src/keepalive/hdlc-loop";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import { XorShift32 } from "../../src/random";
import { HdlcTimeline } from "../support/hdlc-timeline";
import { Pair } from "../support/pair";
import { ScriptedRandom } from "../support/scripted-random";
import { keepalive } from "../support/slarp";

const PROBE = 0x5eed5eed;

test("a plain loop: suspected with the first keepalive, looped with the random number that comes back", (t) => {
  const line = new HdlcTimeline(t, { random: new ScriptedRandom(PROBE) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line
    .at(10_005)
    .receives(keepalive(1, 0, 10_000))
    .tells("up: answered");
  t.false(line.machine.looped);
  line.at(20_000).sends(`keepalive ${PROBE}/1`).numbers(PROBE, PROBE, 1);
  t.is(line.machine.counters[HdlcCounter.LoopSuspicions], 1);
  line
    .at(20_005)
    .receives(keepalive(PROBE, 1, 20_000))
    .tells("up: looped back");
  t.true(line.machine.looped);
  line
    .at(30_000)
    .sends(`keepalive ${PROBE + 1}/${PROBE}`)
    .tells();
  line
    .at(30_005)
    .receives(keepalive(PROBE + 1, PROBE, 30_000))
    .tells();
  line
    .at(40_000)
    .sends(`keepalive ${PROBE + 2}/${PROBE + 1}`)
    .prints(`myseq ${PROBE + 1}, mineseen ${PROBE}*, yourseen ${PROBE + 1}, line up`);
  t.true(line.machine.looped);
  line.ends();
});

test("down-when-looped: such a line goes down, stays down, and comes back with the first keepalive of a peer", (t) => {
  const line = new HdlcTimeline(t, { downWhenLooped: true, random: new ScriptedRandom(PROBE) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line
    .at(10_005)
    .receives(keepalive(1, 0, 10_000))
    .tells();
  t.is(line.machine.verdict, Verdict.Unknown, "our own keepalive is no sign of life");
  line.at(20_000).sends(`keepalive ${PROBE}/1`);
  line
    .at(20_005)
    .receives(keepalive(PROBE, 1, 20_000))
    .tells("down: looped back");
  line.at(30_000).sends(`keepalive ${PROBE + 1}/${PROBE}`);
  line
    .at(30_005)
    .receives(keepalive(PROBE + 1, PROBE, 30_000))
    .tells();
  line
    .at(35_000)
    .receives(keepalive(70, PROBE + 1))
    .tells("up: answered");
  t.false(line.machine.looped);
  line.ends();
});

test("down-when-looped: nothing at all comes back any more, so the diagnostic changes once", (t) => {
  const line = new HdlcTimeline(t, { downWhenLooped: true, random: new ScriptedRandom(0) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line.at(10_005).receives(keepalive(1, 0, 10_000));
  line.at(20_000).sends("keepalive 0/1");
  line
    .at(20_005)
    .receives(keepalive(0, 1, 20_000))
    .tells("down: looped back");
  line.at(30_000).sends("keepalive 1/0").tells();
  line.at(40_000).sends("keepalive 2/0").tells();
  line.at(50_000).sends("keepalive 3/0").tells();
  line.at(60_000).sends("keepalive 4/0").tells("down: missed");
  t.false(line.machine.looped);
  line.at(70_000).sends("keepalive 5/0").tells();
  line.ends();
});

test("the up-count is asked for after a loop, too", (t) => {
  const line = new HdlcTimeline(t, { downWhenLooped: true, upCount: 2, random: new ScriptedRandom(PROBE) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line.at(10_005).receives(keepalive(1, 0, 10_000));
  line.at(20_000).sends(`keepalive ${PROBE}/1`);
  line
    .at(20_005)
    .receives(keepalive(PROBE, 1, 20_000))
    .tells("down: looped back");
  line.at(21_000).receives(keepalive(70, PROBE)).tells();
  line.at(22_000).receives(keepalive(71, PROBE)).tells("up: answered");
  line.ends();
});

test("the up-count begins anew with a loop, however often the line was up before", (t) => {
  const line = new HdlcTimeline(t, { downWhenLooped: true, upCount: 2, retries: 1, random: new ScriptedRandom(PROBE) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line.at(20_000).sends("keepalive 2/0").tells("reset: 1 missing", "down: missed");
  line.at(21_000).receives(keepalive(70, 2)).receives(keepalive(71, 2)).tells("up: answered");
  line
    .at(22_000)
    .receives(keepalive(2, 0, 20_000))
    .tells();
  line.at(30_000).sends(`keepalive ${PROBE}/2`).tells();
  line
    .at(31_000)
    .receives(keepalive(PROBE, 2, 30_000))
    .tells("down: looped back");
  line.at(32_000).receives(keepalive(72, PROBE)).tells();
  line.at(33_000).receives(keepalive(73, PROBE)).tells("up: answered");
  line.ends();
});

test("the probe itself is lost: one counted on from it proves the loop as well", (t) => {
  const line = new HdlcTimeline(t, { random: new ScriptedRandom(PROBE) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line
    .at(10_005)
    .receives(keepalive(1, 0, 10_000))
    .tells("up: answered");
  line.at(20_000).sends(`keepalive ${PROBE}/1`);
  line.at(30_000).sends(`keepalive ${PROBE + 1}/1`);
  line
    .at(30_005)
    .receives(keepalive(PROBE + 1, 1, 30_000))
    .tells("up: looped back");
  line.ends();
});

test("a loop three intervals long: the keepalives from before the probe prove nothing", (t) => {
  const line = new HdlcTimeline(t, { retries: 6, random: new ScriptedRandom(-5) });
  line.at(0).starts();
  for (let n = 1; n <= 3; n++) line.at(n * 10_000).sends(`keepalive ${n}/0`);
  line
    .at(39_000)
    .receives(keepalive(1, 0, 10_000))
    .tells("up: answered");
  line.at(40_000).sends("keepalive 4294967291/1").tells();
  line
    .at(49_000)
    .receives(keepalive(2, 0, 20_000))
    .tells();
  line.at(50_000).sends("keepalive 4294967292/2").tells();
  line
    .at(59_000)
    .receives(keepalive(3, 0, 30_000))
    .tells();
  t.false(line.machine.looped);
  line.at(60_000).sends("keepalive 4294967293/3").tells();
  line
    .at(69_000)
    .receives(keepalive(-5, 1, 40_000))
    .tells("up: looped back");
  line.ends();
});

test("a keepalive older than the last `retries` is not known again", (t) => {
  const line = new HdlcTimeline(t, { retries: 2 });
  line.at(0).starts();
  for (let n = 1; n <= 2; n++) line.at(n * 10_000).sends(`keepalive ${n}/0`);
  line.tells("reset: 1 missing");
  line.at(25_000).receives(keepalive(2, 2)).tells("up: answered");
  line.at(30_000).sends("keepalive 3/2");
  line.at(31_000).receives(keepalive(1, 0, 10_000));
  line.at(40_000).sends("keepalive 4/1").tells("reset: 1 missing");
  line.ends();
});

test("exactly the last keepalives are known again, as many as are kept", (t) => {
  for (const kept of [1, 2, 3, 7]) {
    const detector = new LoopDetector(kept, new XorShift32(1));
    for (let last = 1; last <= 30; last++) {
      detector.sent(last, last + 100, last + 200);
      for (let n = 0; n <= last; n++) {
        const ours = detector.received(keepalive(n, n + 100, n + 200), 0, 22, last);
        t.is(ours, n > 0 && n > last - kept, `${n} of ${last}, ${kept} kept`);
      }
    }
  }
});

test("equal numbers alone, or another length, are no suspicion", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line
    .at(10_001)
    .receives(keepalive(1, 0, 10_001))
    .tells("up: answered");
  line.at(10_002).receives(keepalive(1, 0, 10_000).slice(0, 18));
  line.at(10_003).receives(keepalive(1, 0, 10_000, 2));
  line.at(20_000).sends("keepalive 2/1");
  t.is(line.machine.counters[HdlcCounter.LoopSuspicions], 0);
  line.ends();
});

test("a suspicion that is not confirmed ends with the peer's next keepalive, and costs no reset", (t) => {
  const line = new HdlcTimeline(t, { random: new ScriptedRandom(PROBE, PROBE + 99) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line
    .at(10_001)
    .receives(keepalive(1, 0, 10_000))
    .tells("up: answered");
  line.at(20_000).sends(`keepalive ${PROBE}/1`);
  line.at(20_001).receives(keepalive(999, 1)).numbers(PROBE, PROBE, 999).tells();
  line
    .at(30_000)
    .sends(`keepalive ${PROBE + 1}/999`)
    .tells();
  line
    .at(30_001)
    .receives(keepalive(1000, PROBE + 1))
    .numbers(PROBE + 1, PROBE + 1, 1000);
  line
    .at(40_000)
    .sends(`keepalive ${PROBE + 2}/1000`)
    .tells();
  // And a new suspicion begins a new probe.
  line.at(40_001).receives(keepalive(PROBE + 2, 1000, 40_000));
  line.at(50_000).sends(`keepalive ${PROBE + 99}/${PROBE + 2}`);
  t.is(line.machine.counters[HdlcCounter.LoopSuspicions], 2);
  line.ends();
});

test("a probe that the transmitter does not take is drawn anew and leaves the numbers alone", (t) => {
  const line = new HdlcTimeline(t, { random: new ScriptedRandom(111, 222) });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line
    .at(10_001)
    .receives(keepalive(1, 0, 10_000))
    .tells("up: answered");
  line.busy = true;
  line.at(20_000).sends().numbers(1, 0, 1);
  line.busy = false;
  line.at(20_100).sends("keepalive 222/1").numbers(222, 222, 1);
  line.ends();
});

test("a down line that is looped comes up as looped, unless down-when-looped", (t) => {
  for (const downWhenLooped of [false, true]) {
    const line = new HdlcTimeline(t, { downWhenLooped, random: new ScriptedRandom(PROBE) });
    line.at(0).starts();
    line.at(1_000).receives(keepalive(900, 0)).tells("up: answered");
    for (let n = 1; n <= 6; n++)
      line
        .at(n * 10_000)
        .sends(`keepalive ${n}/900`)
        .forgets();
    t.is(line.machine.verdict, Verdict.Down);
    line
      .at(60_005)
      .receives(keepalive(6, 900, 60_000))
      .tells();
    line.at(70_000).sends(`keepalive ${PROBE}/6`).tells();
    line
      .at(70_005)
      .receives(keepalive(PROBE, 6, 70_000))
      .tells(...(downWhenLooped ? ["down: looped back"] : []));
    line
      .at(80_000)
      .sends(`keepalive ${PROBE + 1}/${PROBE}`)
      .tells();
    line
      .at(80_005)
      .receives(keepalive(PROBE + 1, PROBE, 80_000))
      .tells(...(downWhenLooped ? [] : ["up: looped back"]));
    line.ends();
  }
});

test("twins: two ends that start in the same millisecond send equal frames and are never looped", (t) => {
  const pair = new Pair({ latency: 0 }).start();
  for (let hour = 1; hour <= 24; hour++) {
    pair.until(hour * 3_600_000);
    for (const end of [pair.a, pair.b]) {
      t.false(end.machine.looped);
      t.is(end.machine.diagnostic, Diagnostic.Answered);
    }
  }
  t.is(pair.a.machine.counters[HdlcCounter.LoopSuspicions], 1);
  t.is(pair.b.machine.counters[HdlcCounter.LoopSuspicions], 1);
  t.deepEqual([...pair.a.log, ...pair.b.log], []);
});

test("twins with down-when-looped come up all the same", (t) => {
  const keepalive = { downWhenLooped: true };
  const pair = new Pair({ latency: 0, a: { keepalive }, b: { keepalive } }).start().until(3_600_000);
  t.is(pair.a.machine.verdict, Verdict.Up);
  t.is(pair.b.machine.verdict, Verdict.Up);
  t.deepEqual([...pair.a.log, ...pair.b.log], []);
});

test("a loop plug in the middle of a line's life: both ends go down, each by its own rule, and come back", (t) => {
  const pair = new Pair({ a: { keepalive: { downWhenLooped: true } } }).start();
  pair.until(65_000);
  pair.a.port.faults.loop = true;
  pair.b.port.faults.cut = true;
  pair.until(200_000);
  t.deepEqual(pair.a.log, ["80000 reset 2", "80005 line protocol down"]);
  t.true(pair.a.machine.looped);
  t.is(pair.a.machine.diagnostic, Diagnostic.LoopedBack);
  t.is(pair.b.machine.diagnostic, Diagnostic.Missed);
  pair.a.port.faults.loop = false;
  pair.b.port.faults.cut = false;
  pair.until(1_000_000);
  t.is(pair.a.log.length, 3);
  t.true(pair.a.itf.lineProtocolUp);
  t.true(pair.b.itf.lineProtocolUp);
  t.false(pair.a.machine.looped);
});

test("half a loop: what we send comes back to us alone, and we still hear the peer", (t) => {
  const pair = new Pair({ a: { keepalive: { downWhenLooped: true } } });
  pair.a.itf.start(0);
  pair.until(4_000);
  pair.b.itf.start(pair.b.clock);
  pair.until(64_000);
  pair.a.port.faults.loop = true;
  pair.until(3_600_000);
  t.false(pair.a.itf.lineProtocolUp);
  t.false(pair.b.itf.lineProtocolUp);
  t.is(pair.a.log.filter((line) => line.includes("line protocol")).length, 1, "and do not flap");
});

test("random loops on a random number source of any seed are found within three intervals", (t) => {
  for (let seed = 1; seed <= 200; seed++) {
    const line = new HdlcTimeline(t, { random: new XorShift32(seed) });
    line.at(0).starts();
    for (let n = 1; n <= 2; n++) {
      line.at(n * 10_000);
      line.machine.poll(line.now);
      const { mySeq, yourSeen } = line.machine;
      line.receives(keepalive(mySeq, yourSeen, line.now)).forgets();
      line.sent(`keepalive ${mySeq >>> 0}/${yourSeen >>> 0}`);
    }
    t.true(line.machine.looped, `seed ${seed}`);
    line.ends();
  }
});
