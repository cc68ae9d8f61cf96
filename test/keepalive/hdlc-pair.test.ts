import test from "ava";
import fc from "fast-check";
import { HdlcCounter } from "../../src/keepalive/hdlc";
import { Verdict } from "../../src/keepalive/machine";
import { Pair } from "../support/pair";
import type { PairOptions } from "../support/pair";

const DAY = 24 * 3_600_000;

/** A pair whose end `b` starts `head` ms before `a`. */
function staggered(head: number, options: PairOptions = {}): Pair {
  const pair = new Pair(options);
  pair.b.itf.start(pair.b.clock);
  pair.until(head);
  pair.a.itf.start(pair.a.clock);
  return pair;
}

const count = (log: string[], what: string) => log.filter((line) => line.includes(what)).length;

test("a day of two healthy ends: no event, no stale acknowledgement, one keepalive an interval", (t) => {
  const pair = staggered(3_000).until(DAY);
  for (const end of [pair.a, pair.b]) {
    t.deepEqual(end.log, []);
    t.is(end.machine.counters[HdlcCounter.StaleAcknowledgements], 0);
    t.is(end.machine.counters[HdlcCounter.MissedPeriods], 0);
  }
  t.is(pair.b.machine.counters[HdlcCounter.KeepalivesSent], 8640);
  t.is(pair.a.machine.counters[HdlcCounter.KeepalivesReceived], 8640 - 1, "the last is on its way");
});

test("a lost keepalive is no loop, though the peer's next has the same numbers", (t) => {
  const pair = staggered(4_756);
  for (let n = 1; n <= 20; n++) {
    pair.until(10_000 * n - 1);
    pair.b.port.faults.cut = n % 2 === 0;
  }
  for (const end of [pair.a, pair.b]) {
    t.is(end.machine.counters[HdlcCounter.LoopSuspicions], 0);
    t.is(end.machine.mySeq, 19);
    t.deepEqual(end.log, []);
  }
});

test("both sequence numbers of both ends wrap, and both clocks: nothing happens", (t) => {
  const pair = new Pair({ a: { clock: 0x7fffffff - 300_000 }, b: { clock: 0x7fffffff - 123_456 } }).start();
  pair.a.machine.restore(-10, 0x7fffffff - 8);
  pair.b.machine.restore(0x7fffffff - 8, -10);
  pair.until(600_000);
  for (const end of [pair.a, pair.b]) {
    t.deepEqual(end.log, []);
    t.is(end.machine.counters[HdlcCounter.StaleAcknowledgements], 0);
    t.is(end.lines.length, 60);
  }
  t.is(pair.a.machine.mySeq, 50);
  t.is(pair.a.machine.yourSeen, (0x7fffffff + 51) | 0);
});

// --- mismatched timers

const slowPeer = (interval: number, head: number): Pair => staggered(head, { b: { keepalive: { interval } } });

test("10 s against 25 s for a day: never down, one reset every 50 s", (t) => {
  const pair = slowPeer(25_000, 7_500).until(DAY);
  t.is(count(pair.a.log, "down"), 0);
  t.deepEqual(pair.b.log, []);
  t.is(count(pair.a.log, "reset 2"), pair.a.log.length);
  const times = pair.a.log.map((line) => parseInt(line, 10));
  t.true(times.slice(1).every((time, i) => time - times[i]! === 50_000));
  t.is(times.length, Math.floor(DAY / 50_000));
  t.is(pair.a.machine.counters[HdlcCounter.Resets], times.length);
});

test("10 s against 25 s is never down whatever the phase", (t) => {
  for (let head = 0; head < 25_000; head += 250) {
    const pair = slowPeer(25_000, head).until(1_000_000);
    t.is(count(pair.a.log, "down"), 0, `head start of ${head} ms`);
    t.is(count(pair.b.log, "down"), 0);
  }
});

test("10 s against 35 s goes down whatever the phase", (t) => {
  for (let head = 0; head < 35_000; head += 250) {
    const pair = slowPeer(35_000, head).until(200_000);
    t.true(count(pair.a.log, "line protocol down") > 0, `head start of ${head} ms`);
    t.is(count(pair.b.log, "down"), 0, "the slow end hears more than it needs");
  }
});

// --- long round trips

test("keepalive 10 6 over a round trip of 35 s: up, and no reset, whatever the phase", (t) => {
  const keepalive = { retries: 6 };
  for (let head = 0; head < 10_000; head += 500) {
    const pair = staggered(head, { latency: 17_500, a: { keepalive }, b: { keepalive } }).until(1_000_000);
    for (const end of [pair.a, pair.b]) {
      t.deepEqual(end.log, [], `head start of ${head} ms`);
      t.is(end.machine.verdict, Verdict.Up);
    }
  }
});

test("3 retries over a round trip of 35 s: reset at a difference of 2 and 3, then down, as the rule says", (t) => {
  const pair = staggered(2_000, { latency: 17_500 }).until(1_000_000);
  t.deepEqual(pair.a.log.slice(0, 3), ["32000 reset 2", "42000 reset 3", "42000 line protocol down"]);
  t.deepEqual(pair.b.log.slice(0, 3), ["30000 reset 2", "40000 reset 3", "40000 line protocol down"]);
  t.is(pair.a.machine.verdict, Verdict.Down);
});

// --- restarts

interface Restart {
  end: "a" | "b";
  at: number;
  how: "boot" | "shut" | "off";
}

const restart = fc.record({
  end: fc.constantFrom<"a" | "b">("a", "b"),
  at: fc.integer({ min: 0, max: 120_000 }),
  how: fc.constantFrom<"boot" | "shut" | "off">("boot", "shut", "off"),
});

/** Restarts an end: switched off and on, shut and brought up again, or away for 45 s. */
function perform(pair: Pair, { end, how }: Restart): void {
  const target = pair[end];
  if (how === "boot") {
    target.boot();
    return;
  }
  target.itf.shut(target.clock);
  if (how === "shut") target.itf.noShut(target.clock);
  else pair.after(45_000, () => target.itf.noShut(target.clock));
}

test("both ends restarting at any moments, with clocks of any value: up within four intervals, then quiet", (t) => {
  const options = fc.record({
    latency: fc.integer({ min: 0, max: 2_000 }),
    clockA: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    clockB: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    head: fc.integer({ min: 0, max: 10_000 }),
    age: fc.integer({ min: 0, max: 10 }),
  });
  const restarts = fc.array(restart, { maxLength: 6 });
  fc.assert(
    fc.property(options, restarts, ({ latency, clockA, clockB, head, age }, list) => {
      const pair = staggered(head, { latency, a: { clock: clockA }, b: { clock: clockB } });
      pair.a.machine.restore(age * 1000, 0);
      list.sort((first, second) => first.at - second.at);
      for (const step of list) perform(pair.until(head + 30_000 + step.at), step);
      pair.for(45_000 + 40_000 + 3 * latency);
      const quietFrom = [pair.a.log.length, pair.b.log.length];
      for (const end of [pair.a, pair.b]) {
        if (end.machine.verdict !== Verdict.Up || !end.itf.lineProtocolUp) return false;
      }
      pair.for(200_000);
      return pair.a.log.length === quietFrom[0] && pair.b.log.length === quietFrom[1];
    }),
    { numRuns: 300 },
  );
  t.pass();
});

test("one restart of one end: the other resets its interface at most, and never goes down", (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_999 }),
      fc.integer({ min: 0, max: 29_999 }),
      fc.constantFrom<"boot" | "shut">("boot", "shut"),
      (head, at, how) => {
        const pair = staggered(head);
        pair.until(40_000 + at);
        perform(pair, { end: "a", at, how });
        pair.for(300_000);
        return count(pair.b.log, "down") === 0;
      },
    ),
    { numRuns: 300 },
  );
  t.pass();
});

// --- a bad line

test("a cut line goes down at both ends within four intervals and comes up within one of its repair", (t) => {
  for (let head = 0; head < 10_000; head += 1_000) {
    const pair = staggered(head).until(95_000);
    pair.a.port.faults.cut = true;
    pair.b.port.faults.cut = true;
    pair.for(40_000);
    t.false(pair.a.itf.lineProtocolUp);
    t.false(pair.b.itf.lineProtocolUp);
    pair.for(500_000);
    pair.a.port.faults.cut = false;
    pair.b.port.faults.cut = false;
    pair.for(20_010);
    t.true(pair.a.itf.lineProtocolUp);
    t.true(pair.b.itf.lineProtocolUp);
    t.is(count(pair.a.log, "reset"), 2);
  }
});

test("one way cut: both ends go down, since nobody's numbers are acknowledged any more", (t) => {
  const pair = staggered(4_000).until(60_000);
  pair.a.port.faults.cut = true;
  pair.for(100_000);
  t.false(pair.b.itf.lineProtocolUp, "b hears nothing");
  t.false(pair.a.itf.lineProtocolUp, "what a hears acknowledges nothing new");
});

test("noise: one keepalive in five damaged takes a line with 6 retries down never", (t) => {
  const keepalive = { retries: 6 };
  const pair = staggered(4_000, { a: { keepalive }, b: { keepalive }, seed: 7 });
  for (const end of [pair.a, pair.b]) end.port.faults.flip = 0.008;
  pair.until(2 * 3_600_000);
  t.is(count([...pair.a.log, ...pair.b.log], "down"), 0);
  t.true(pair.a.machine.counters[HdlcCounter.KeepalivesReceived]! < 700);
});

test("a line that loses and damages anything is up again soon after it is whole", (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      (seed, loss, flip) => {
        const pair = staggered(seed % 10_000, { seed });
        for (const end of [pair.a, pair.b]) Object.assign(end.port.faults, { loss, flip });
        pair.for(600_000);
        for (const end of [pair.a, pair.b]) Object.assign(end.port.faults, { loss: 0, flip: 0 });
        pair.for(40_000);
        return pair.a.itf.lineProtocolUp && pair.b.itf.lineProtocolUp;
      },
    ),
    { numRuns: 100 },
  );
  t.pass();
});
