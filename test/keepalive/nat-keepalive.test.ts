import test from "ava";
import fc from "fast-check";
import { IntervalWarning, NatKeepalive, NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import { NatTimeline } from "../support/nat-timeline";

const { Sent, NotSent, Spared, Early, ProbesWanted, Received } = {
  Sent: NatKeepaliveCounter.Sent,
  NotSent: NatKeepaliveCounter.NotSent,
  Spared: NatKeepaliveCounter.Spared,
  Early: NatKeepaliveCounter.Early,
  ProbesWanted: NatKeepaliveCounter.ProbesWanted,
  Received: NatKeepaliveCounter.Received,
};

// --- the interval

test("the first keepalive leaves at once, then one an interval of 20 s", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().due(0).sends().due(20_000);
  nat.at(20_000).sends().due(40_000);
  nat.at(40_000).sends().due(60_000).counts(Sent, 3);
  nat.ends();
});

test("traffic spares the keepalive: at its time only the rest of the interval is waited for", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.at(5_000).traffic().due(20_000).at(12_000).traffic().due(20_000);
  nat.at(20_000).keepsStill().due(32_000).counts(Spared, 1);
  nat.at(32_000).sends().due(52_000);
  nat.ends();
});

test("under steady traffic no keepalive is sent, and the machine is woken once an interval", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  let wakes = 0;
  for (let now = 50; now <= 1_000_000; now += 50) {
    if (now >= nat.machine.due) {
      nat.at(nat.machine.due).keepsStill();
      wakes++;
    }
    nat.lateAt(now).traffic();
  }
  t.true(wakes <= 51, `${wakes}`);
  nat.counts(Sent, 1).ends();
});

test("a late poll sends, and the next keepalive is due an interval after it", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends().lateAt(23_000).sends().tells().due(43_000).ends();
});

test("another interval counts from the last datagram", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.at(4_000).sets(5_000).due(5_000).at(5_000).sends().due(10_000);
  nat.at(8_000).sets(2_000).due(8_000).sends().due(10_000);
  nat.at(8_500).sets(3_600_000).due(3_608_000);
  nat.ends();
});

test("the clock may wrap while the machine waits", (t) => {
  const nat = new NatTimeline(t);
  const start = 0x7fffffff - 10_000;
  nat
    .at(start)
    .starts()
    .sends()
    .due(start + 20_000);
  nat
    .at(start + 15_000)
    .traffic()
    .at(start + 20_000)
    .keepsStill()
    .due(start + 35_000);
  nat.at(start + 35_000).sends();
  nat.ends();
});

// --- where it runs

test("it runs only where we are behind a NAT, and begins when that is found", (t) => {
  const nat = new NatTimeline(t, {});
  nat.at(0).starts().idle().traffic().at(3_000).finds(true).due(20_000);
  nat.at(20_000).sends().at(25_000).finds(false).idle();
  nat.at(90_000).keepsStill().finds(true).due(90_000).sends();
  nat.ends();
});

test("with nothing sent before, or long ago, the first keepalive leaves as soon as the NAT is found", (t) => {
  const nat = new NatTimeline(t, {});
  nat.at(0).starts().at(3_000).finds(true).due(3_000).sends().finds(false);
  nat.at(9_000_000).finds(true).due(9_000_000).sends().tells();
  nat.ends();
});

test("a machine that is not started does nothing, and forgets at the stop that a NAT was found", (t) => {
  const nat = new NatTimeline(t, {});
  nat.at(0).finds(true).idle().starts().due(0).sends();
  nat.at(1_000).stops().idle().keepsStill().starts().idle();
  nat.ends();
});

test("forced, NAT detection changes nothing", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends().at(1_000).finds(true).due(20_000).finds(false).due(20_000).starts().due(20_000);
  nat.ends();
});

test("with another peer it counts anew", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends().at(7_000);
  nat.machine.restart(nat.now);
  nat.due(7_000).sends().due(27_000).ends();
});

test("keepalives that arrive are counted and change nothing", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends().at(15_000);
  for (let i = 0; i < 5; i++) nat.machine.received();
  nat.counts(Received, 5).due(20_000).at(20_000).sends().ends();
});

// --- sending

test("a keepalive that the port refuses is tried again soon, then ever less often, and is no gap by itself", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.mood = "refuses";
  nat.at(20_000).sends().due(20_100).at(20_100).sends().due(20_200).at(20_200).sends().due(20_300);
  nat.at(20_300).sends().due(20_450).at(20_450).sends().due(20_675);
  nat.mood = "sends";
  nat.at(20_675).sends().due(40_675).counts(NotSent, 5).counts(Sent, 2);
  nat.ends();
});

test("a port that takes nothing for hours is tried once an interval, and the gap is told once", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.mood = "refuses";
  let tries = 0;
  let told = 0;
  while (nat.now < 3_600_000) {
    nat.at(nat.machine.due).sends();
    if (nat.machine.counters[ProbesWanted]! > told) {
      told = nat.machine.counters[ProbesWanted]!;
      nat.tells(nat.now);
      t.true(nat.now > 30_000);
    }
    tries++;
  }
  t.is(told, 1);
  t.true(tries < 220, `${tries}`);
  nat.ends();
});

test("a keepalive that was taken and did not leave is tried again soon", (t) => {
  const nat = new NatTimeline(t);
  nat.mood = "waits";
  nat.at(0).starts().sends().due(20_000).at(1_900).left(false).due(2_850).counts(NotSent, 1).counts(Sent, 0);
  nat.at(2_850).sends().at(3_000).left(true).counts(Sent, 1).due(22_850);
  nat.ends();
});

test("it counts from when the port took it: it left no earlier", (t) => {
  const nat = new NatTimeline(t);
  nat.mood = "waits";
  nat.at(0).starts().sends().at(1_500).left(true).due(20_000).at(20_000).sends().ends();
});

test("a port that never says what became of a keepalive is given another an interval later", (t) => {
  const nat = new NatTimeline(t);
  nat.mood = "waits";
  nat.at(0).starts().sends().at(20_000).sends().at(40_000).sends().ends();
});

test("traffic that leaves while a keepalive can't spares it", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.mood = "refuses";
  nat.at(20_000).sends().at(20_050).traffic().at(20_100).keepsStill().due(40_050).ends();
});

// --- gaps

test("after a gap longer than interval and margin a probe of the peer is asked for, once", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.lateAt(30_000).sends().tells();
  nat.lateAt(60_001).sends().tells(30_001).due(80_001).counts(ProbesWanted, 1);
  nat.at(80_001).sends().tells();
  nat.ends();
});

test("a probe that is on its way spares the keepalive; one that fails to leave does not", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.probes = true;
  nat.lateAt(100_000).keepsStill().tells(100_000).due(101_000);
  nat.at(100_020).traffic().at(101_000).keepsStill().due(120_020);
  nat.lateAt(200_000).keepsStill().tells(99_980).at(201_000).sends().tells().due(221_000);
  nat.ends();
});

test("a sleep of weeks, longer than the clock can tell, is a gap", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.lateAt(0x80000010).sends().tells(0x7fffffff).ends();
});

test("the listener may stop, or stop and start, the machine that asks it", (t) => {
  const nat = new NatTimeline(t);
  nat.at(0).starts().sends();
  nat.onCall = () => nat.stops();
  nat.lateAt(50_000).keepsStill().tells(50_000).idle();
  nat.onCall = () => nat.stops().starts();
  nat.starts().sends();
  nat.lateAt(99_000).keepsStill().tells(49_000).due(99_000).sends();
  nat.ends();
});

test("margin 0 doubts the mapping as soon as the interval is exceeded", (t) => {
  const nat = new NatTimeline(t, { forced: true, margin: 0 });
  nat.at(0).starts().sends().at(20_000).sends().tells().lateAt(40_001).sends().tells(20_001).ends();
});

// --- slack

test("within the slack a keepalive goes early when the machine is polled, never before that, never late", (t) => {
  const nat = new NatTimeline(t, { forced: true, slack: 4_000 });
  nat.at(0).starts().sends();
  nat.at(15_999).keepsStill().due(20_000).at(16_000).sends().due(36_000).counts(Early, 1);
  nat.at(36_000).sends().counts(Early, 1).due(56_000);
  nat.at(50_000).traffic().at(53_000).keepsStill().due(70_000);
  nat.ends();
});

test("a retry does not go early, and a slack longer than a new interval is cut to that", (t) => {
  const nat = new NatTimeline(t, { forced: true, slack: 4_000 });
  nat.at(0).starts().sends();
  nat.mood = "refuses";
  nat.at(20_000).sends().due(20_100).at(20_050).keepsStill();
  nat.mood = "sends";
  nat.at(20_100).sends().sets(1_000).due(21_100).at(20_100).sends().due(21_100);
  nat.ends();
});

// --- options

test("an interval is warned of when it is not below the NAT's timeout, or above 20 s where that is not known", (t) => {
  const warning = (interval: number, natTimeout: number) => new NatKeepalive({ interval, natTimeout }).warning;
  t.is(new NatKeepalive({}).warning, IntervalWarning.None);
  t.is(warning(20_001, 0), IntervalWarning.AboveDefault);
  t.is(warning(20_001, 30_000), IntervalWarning.None);
  t.is(warning(30_000, 30_000), IntervalWarning.NotBelowTimeout);
  t.is(warning(5_000, 2_000), IntervalWarning.NotBelowTimeout);
  const machine = new NatKeepalive({ interval: 100_000 });
  machine.setNatTimeout(120_000);
  t.is(machine.warning, IntervalWarning.None);
});

test("an option out of its range is refused", (t) => {
  for (const [options, message] of [
    [{ interval: 999 }, "NAT keepalive: interval is 999: it must be a whole number from 1000 to 3600000 ms"],
    [{ interval: 3_600_001 }, "NAT keepalive: interval is 3600001: it must be a whole number from 1000 to 3600000 ms"],
    [{ margin: -1 }, "NAT keepalive: margin is -1: it must be a whole number from 0 to 3600000 ms"],
    [{ interval: 5000, slack: 5001 }, "NAT keepalive: slack is 5001: it must be a whole number from 0 to 5000 ms"],
    [{ natTimeout: -1 }, "NAT keepalive: NAT timeout is -1: it must be a whole number from 0 to 1073741823 ms"],
  ] as const) {
    t.throws(() => new NatKeepalive(options), { instanceOf: RangeError, message });
  }
});

test("whatever the traffic, the slack and the lateness: nothing is sent while it is needless, and never later than polled", (t) => {
  const step = fc.record({
    wait: fc.integer({ min: 1, max: 9_000 }),
    traffic: fc.boolean(),
    late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 400 })),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1_000, max: 8_000 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.integer({ min: -0x80000000, max: 0x7fffffff }),
      fc.array(step, { maxLength: 60 }),
      (interval, slack, start, steps) => {
        const machine = new NatKeepalive({ interval, slack, forced: true });
        let now = start;
        let last = start;
        let sent = 0;
        machine.attach({ sendKeepalive: () => (sent++, machine.keepaliveSent(true, now), true) }, null);
        machine.start(now);
        machine.poll(now);
        t.is(sent, 1);
        for (const { wait, traffic, late } of steps) {
          const until = (now + wait) | 0;
          while (((machine.due - until) | 0) <= 0) {
            const due = (machine.due + late) | 0;
            now = ((due - now) | 0) > 0 ? due : now;
            const before = sent;
            machine.poll(now);
            if (sent === before) continue;
            t.true(((now - last) | 0) >= interval - slack, "needless");
            t.true(((now - last) | 0) <= interval + late, "late");
            last = now;
          }
          now = ((until - now) | 0) > 0 ? until : now;
          if (!traffic) continue;
          machine.sent(now);
          last = now;
        }
      },
    ),
  );
});

test("an interval of 0 ends them, and one that is set later begins anew", (t) => {
  const nat = new NatTimeline(t).at(0).starts().sends().due(20_000);
  nat.at(5_000).sets(0).idle().keepsStill();
  nat.at(90_000).traffic().finds(true).idle();
  nat.at(100_000).sets(20_000).due(110_000).at(110_000).sends().due(130_000).ends();
});
