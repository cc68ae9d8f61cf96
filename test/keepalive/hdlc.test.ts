import test from "ava";
import { HdlcCounter, HdlcKeepalive } from "../../src/keepalive/hdlc";
import type { HdlcKeepaliveOptions } from "../../src/keepalive/hdlc";
import { Diagnostic, Disposition, Verdict } from "../../src/keepalive/machine";
import { HdlcTimeline } from "../support/hdlc-timeline";
import { ScriptedRandom } from "../support/scripted-random";
import { ip, keepalive, packet } from "../support/slarp";

// --- acknowledgements

test("an acknowledgement above myseq is stale: the peer holds numbers from before our restart", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(500).receives(keepalive(77, 1234)).numbers(0, 0, 77).tells();
  t.is(line.machine.counters[HdlcCounter.StaleAcknowledgements], 1);
  t.is(line.machine.verdict, Verdict.Unknown);
  line.at(10_000).sends("keepalive 1/77").prints("myseq 0, mineseen 0*, yourseen 77, line up");
  line.at(10_500).receives(keepalive(78, 1)).numbers(1, 1, 78).tells("up: answered");
  line.ends();
});

test("an acknowledgement below mineseen is stale: the peer restarted and knows none of our numbers yet", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.machine.restore(500, 500);
  line.at(9_000).receives(keepalive(501, 500)).tells("up: answered");
  line.at(10_000).sends("keepalive 501/501");
  line.at(12_000).receives(keepalive(1, 0)).numbers(501, 500, 1).tells();
  line.at(20_000).sends("keepalive 502/1").tells();
  line.at(22_000).receives(keepalive(2, 502)).numbers(502, 502, 2);
  line.at(30_000).sends("keepalive 503/2").tells();
  line.ends();
});

test("an acknowledgement of an older number in flight is taken", (t) => {
  const line = new HdlcTimeline(t, { retries: 6 });
  line.at(0).starts();
  for (let n = 1; n <= 4; n++) line.at(n * 10_000).sends(`keepalive ${n}/0`);
  line.at(45_000).receives(keepalive(1, 2)).numbers(4, 2, 1).tells("up: answered");
  t.is(line.machine.counters[HdlcCounter.StaleAcknowledgements], 0);
  line.ends();
});

// --- 32-bit wrap

test("myseq and mineseen wrap", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.machine.restore(-2, 9);
  line.at(10_000).sends("keepalive 4294967295/9").prints("myseq 4294967294, mineseen 4294967294, yourseen 9, line up");
  line.at(14_000).receives(keepalive(10, -1)).numbers(-1, -1, 10).tells("up: answered");
  line.at(20_000).sends("keepalive 0/10");
  line.at(30_000).sends("keepalive 1/10");
  line.at(34_000).receives(keepalive(11, 0)).numbers(1, 0, 11);
  line.at(40_000).sends("keepalive 2/11").tells();
  line.at(50_000).sends("keepalive 3/11").tells("reset: 2 missing");
  line.at(54_000).receives(keepalive(12, -1)).numbers(3, 0, 12);
  t.is(line.machine.counters[HdlcCounter.StaleAcknowledgements], 1);
  line.at(55_000).receives(keepalive(13, 3)).numbers(3, 3, 13);
  line.at(60_000).sends("keepalive 4/13").tells();
  line.ends();
});

test("int32's sign changes in the middle of the range, and nothing else does", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.machine.restore(0x7fffffff, 0x7fffffff);
  line.at(10_000).sends("keepalive 2147483648/2147483647").tells();
  line.at(14_000).receives(keepalive(0x80000000, 0x80000000)).numbers(0x80000000, 0x80000000, 0x80000000);
  line.tells("up: answered");
  line.at(20_000).sends("keepalive 2147483649/2147483648").tells();
  line.ends();
});

test("yourseen wraps, and a peer's 0 is a number like any other", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.machine.restore(5, -2);
  line.at(4_000).receives(keepalive(-1, 5)).tells("up: answered");
  line.at(10_000).sends("keepalive 6/4294967295");
  line.at(14_000).receives(keepalive(0, 6));
  line.at(20_000).sends("keepalive 7/0").prints("myseq 6, mineseen 6*, yourseen 0, line up");
  line.ends();
});

test("the device's clock wraps within an interval", (t) => {
  const line = new HdlcTimeline(t);
  const start = 0x7fffffff - 14_999;
  line
    .at(start)
    .starts()
    .due(start + 10_000);
  line
    .at(start + 10_000)
    .sends("keepalive 1/0")
    .due(start + 20_000);
  t.true(line.machine.due < 0);
  line
    .at(start + 14_000)
    .receives(keepalive(1, 1))
    .tells("up: answered");
  line.nothing((start + 19_999) | 0);
  // The uptime goes on across the wrap: the timeline checks it for every keepalive.
  line.at((start + 20_000) | 0).sends("keepalive 2/1");
  line.at((start + 30_000) | 0).sends("keepalive 3/1");
  line.ends();
});

// --- frames

test("a body of 14 octets is enough, 13 are counted as bad, octets behind the 18th mean nothing", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(1_000).receives(keepalive(3, 0).slice(0, 18)).numbers(0, 0, 3).tells("up: answered");
  line.at(2_000).receives(keepalive(4, 0).slice(0, 17), Disposition.Discarded).numbers(0, 0, 3);
  line
    .at(3_000)
    .receives(keepalive(5, 0, 0xabcdef, 2))
    .numbers(0, 0, 5);
  line
    .at(4_000)
    .receives(keepalive(6, 0, 0xabcdef, 1500))
    .numbers(0, 0, 6);
  t.is(line.machine.counters[HdlcCounter.KeepalivesReceived], 3);
  t.is(line.machine.counters[HdlcCounter.BadFrames], 1);
  line.ends();
});

test("data, CDP and unknown protocols are counted and handed on, and are no sign of life", (t) => {
  const line = new HdlcTimeline(t);
  const machine = line.machine;
  const payload = Uint8Array.of(1, 2, 3);
  line.at(0).starts();
  for (const [protocol, known] of [
    [0x0800, true],
    [0x86dd, true],
    [0x2000, true],
    [0x1234, false],
  ] as const) {
    line.at(1_000).receives(packet(protocol, payload), Disposition.Payload);
    t.is(machine.payloadProtocol, protocol);
    t.is(machine.payloadStart, 5 + 4);
    t.is(machine.payloadKnown, known);
  }
  t.is(machine.counters[HdlcCounter.CdpReceived], 1);
  t.is(machine.counters[HdlcCounter.UnknownProtocols], 1);
  t.false(machine.heardSinceLine);
  t.is(machine.verdict, Verdict.Unknown);
  line.ends();
});

test("a frame that is none of cHDLC's is counted and changes nothing", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  const wrongAddress = keepalive(9, 0);
  wrongAddress[0] = 0xff;
  const wrongControl = keepalive(9, 0);
  wrongControl[1] = 3;
  const wrongType = keepalive(9, 0);
  wrongType[7] = 3;
  const bad = [wrongAddress, wrongControl, wrongType, keepalive(9, 0).slice(0, 3), new Uint8Array(0)];
  for (const frame of bad) line.at(1_000).receives(frame, Disposition.Discarded);
  t.is(line.machine.counters[HdlcCounter.BadFrames], bad.length);
  line.numbers(0, 0, 0).due(10_000).ends();
});

// --- retries and up-count

for (const retries of [1, 2, 3, 6, 255]) {
  const resets = retries === 1 ? [1] : [retries - 1, retries];
  test(`retries ${retries}: reset at a difference of ${resets.join(" and of ")}, down at ${retries}`, (t) => {
    const line = new HdlcTimeline(t, { retries, interval: 1_000 });
    line.at(0).starts();
    for (let sent = 0; sent <= retries + 3; sent++) {
      line.at((sent + 1) * 1_000).sends(`keepalive ${sent + 1}/0`);
      if (sent === retries) line.tells(`reset: ${retries} missing`, "down: missed");
      else if (sent > 0 && sent === retries - 1) line.tells(`reset: ${retries - 1} missing`);
      else line.tells();
    }
    t.is(line.machine.counters[HdlcCounter.Resets], resets.length);
    line.ends();
  });
}

test("a down line comes up with the first keepalive that acknowledges within the allowed difference", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(5_000).receives(keepalive(1, 0)).tells("up: answered");
  for (let n = 1; n <= 3; n++) line.at(n * 10_000).sends(`keepalive ${n}/1`);
  line.tells("reset: 2 missing");
  line.at(40_000).sends("keepalive 4/1").tells("reset: 3 missing", "down: missed");
  line.at(41_000).receives(keepalive(2, 1)).numbers(4, 1, 2).tells();
  line.at(42_000).receives(keepalive(3, 2)).numbers(4, 2, 3).tells("up: answered");
  line.at(50_000).sends("keepalive 5/3").tells("reset: 2 missing");
  line.at(52_000).receives(keepalive(4, 5)).tells();
  line.at(60_000).sends("keepalive 6/4").tells();
  line.ends();
});

test("an up-count of 3 asks for three good keepalives in a row, and again after each fall", (t) => {
  const line = new HdlcTimeline(t, { retries: 1, upCount: 3 });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0").tells();
  line.at(20_000).sends("keepalive 2/0").tells("reset: 1 missing", "down: missed");
  line.at(21_000).receives(keepalive(1, 2)).receives(keepalive(2, 2)).tells();
  line.at(22_000).receives(keepalive(3, 1)).tells();
  line.at(23_000).receives(keepalive(4, 2)).receives(keepalive(5, 2)).tells();
  line.at(24_000).receives(keepalive(6, 2)).tells("up: answered");
  line.at(30_000).sends("keepalive 3/6").tells();
  line.at(40_000).sends("keepalive 4/6").tells("reset: 1 missing", "down: missed");
  line.at(41_000).receives(keepalive(7, 4)).receives(keepalive(8, 4)).tells();
  line.at(42_000).receives(keepalive(9, 4)).tells("up: answered");
  line.ends();
});

test("an up-count does not hold back a line that is not down", (t) => {
  const line = new HdlcTimeline(t, { upCount: 200 });
  line.at(0).starts();
  line.at(1_000).receives(keepalive(1, 0)).tells("up: answered");
  line.ends();
});

// --- not sent

test("a keepalive that was not taken is retried every 100 ms and is no miss", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(5_000).receives(keepalive(1, 0)).tells("up: answered");
  line.busy = true;
  line.at(10_000).sends().numbers(0, 0, 1).due(10_100);
  line.at(10_100).sends().numbers(0, 0, 1).due(10_200);
  line.at(10_170).receives(keepalive(2, 0)).due(10_200);
  line.busy = false;
  line.at(10_200).sends("keepalive 1/2").numbers(1, 0, 2).due(20_000);
  t.is(line.lines.length, 1, "a retry prints no line");
  t.is(line.machine.counters[HdlcCounter.NotSent], 2);
  t.is(line.machine.counters[HdlcCounter.KeepalivesSent], 1);
  t.true(line.machine.heardSinceLine, "and takes no asterisk");
  line.ends();
});

test("a transmitter that is busy for many intervals: one line an interval, nothing judged against us", (t) => {
  const line = new HdlcTimeline(t, { interval: 250 });
  line.at(0).starts();
  line.busy = true;
  for (let end = 250; end <= 250 * 20; end += 250) {
    line
      .at(end)
      .sends()
      .due(end + 100);
    line
      .at(end + 100)
      .sends()
      .due(end + 200);
    line
      .at(end + 200)
      .sends()
      .due(end + 250);
  }
  t.is(line.lines.length, 20);
  t.is(line.machine.verdict, Verdict.Unknown);
  line.numbers(0, 0, 0).ends();
});

test("a retry never lies behind the end of the interval, however short that is", (t) => {
  const line = new HdlcTimeline(t, { interval: 1 });
  line.at(0).starts().due(1);
  line.busy = true;
  line.at(1).sends().due(2);
  line.busy = false;
  line.at(2).sends("keepalive 1/0").due(3);
  line.ends();
});

test("a retry that is served only after the interval's end is the next poll", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.busy = true;
  line.at(10_000).sends().due(10_100);
  line.busy = false;
  line.lateAt(20_500).sends("keepalive 1/0").due(30_000);
  t.is(line.lines.length, 2);
  line.ends();
});

// --- late wake, excuse

test("a wake less than an interval late is judged, and does not shift the next", (t) => {
  const line = new HdlcTimeline(t, { retries: 2 });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line.lateAt(29_999).sends("keepalive 2/0").tells("reset: 1 missing").due(30_000);
  t.is(line.machine.counters[HdlcCounter.MissedPeriods], 0);
  line.ends();
});

test("a wake a whole interval late sends once and judges nothing", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  for (let n = 1; n <= 3; n++) line.at(n * 10_000).sends(`keepalive ${n}/0`);
  line.tells("reset: 2 missing");
  line
    .lateAt(3_600_000 + 40_000)
    .sends("keepalive 4/0")
    .tells()
    .due(3_650_000);
  t.is(line.machine.counters[HdlcCounter.MissedPeriods], 360);
  t.is(line.machine.counters[HdlcCounter.Excused], 1);
  line.at(3_641_000).receives(keepalive(9, 4)).tells("up: answered");
  line.at(3_650_000).sends("keepalive 5/9").tells();
  line.ends();
});

test("after a late wake without an answer the judgement follows at the next poll", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  for (let n = 1; n <= 3; n++) line.at(n * 10_000).sends(`keepalive ${n}/0`);
  line.tells("reset: 2 missing");
  line.lateAt(60_000).sends("keepalive 4/0").tells().due(70_000);
  line.at(70_000).sends("keepalive 5/0").tells("reset: 3 missing", "down: missed");
  line.ends();
});

test("the longest sleep that the clock can tell keeps the next poll on its beat", (t) => {
  const line = new HdlcTimeline(t, { interval: 10_000 });
  line.at(0).starts();
  line.lateAt(0x7fffffff).sends("keepalive 1/0").due(2_147_490_000);
  line.ends();
});

test("octets lost on our side excuse one poll", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  for (let n = 1; n <= 2; n++) line.at(n * 10_000).sends(`keepalive ${n}/0`);
  line.machine.excuse();
  line.at(30_000).sends("keepalive 3/0").tells().prints("myseq 2, mineseen 0, yourseen 0, line up");
  t.is(line.machine.counters[HdlcCounter.Excused], 1);
  // What was unanswered before stays so; the excused interval is never a miss.
  line.at(40_000).sends("keepalive 4/0").tells("reset: 2 missing");
  line.at(50_000).sends("keepalive 5/0").tells("reset: 3 missing", "down: missed");
  line.ends();
});

test("a stale acknowledgement does not turn excused intervals into misses", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  for (let n = 2; n <= 3; n++) {
    line.machine.excuse();
    line
      .at(n * 10_000)
      .sends(`keepalive ${n}/0`)
      .tells();
  }
  line.at(35_000).receives(keepalive(1, 999));
  line.at(40_000).sends("keepalive 4/1").tells();
  line.at(45_000).receives(keepalive(2, 4)).tells("up: answered");
  line.at(50_000).sends("keepalive 5/2").tells();
  line.ends();
});

test("excuses end: a dead line does not stay up because its noise is lost on our side", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(5_000).receives(keepalive(1, 0)).tells("up: answered");
  for (let n = 1; n <= 3; n++) {
    line.machine.excuse();
    line
      .at(n * 10_000)
      .sends(`keepalive ${n}/1`)
      .tells();
  }
  for (let n = 4; n <= 5; n++) {
    line.machine.excuse();
    line
      .at(n * 10_000)
      .sends(`keepalive ${n}/1`)
      .tells();
  }
  line.machine.excuse();
  line.at(60_000).sends("keepalive 6/1").tells("reset: 2 missing");
  line.machine.excuse();
  line.at(70_000).sends("keepalive 7/1").tells("reset: 3 missing", "down: missed");
  t.is(line.machine.counters[HdlcCounter.Excused], 3);
  line.ends();
});

test("a device that sleeps through two intervals at a time stays up as long as it hears its peer", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  for (let n = 1; n <= 50; n++) {
    line.lateAt(n * 25_000).receives(keepalive(n, n - 1));
    line.tells(...(n === 1 ? ["up: answered"] : [])).sends(`keepalive ${n}/${n}`);
  }
  // The peer is gone: the third excuse since its last acknowledgement is the last.
  for (let n = 51; n <= 54; n++)
    line
      .lateAt(n * 25_000)
      .sends(`keepalive ${n}/50`)
      .tells();
  line
    .lateAt(55 * 25_000)
    .sends("keepalive 55/50")
    .tells("reset: 2 missing")
    .lateAt(56 * 25_000)
    .sends("keepalive 56/50")
    .tells("reset: 3 missing", "down: missed");
  line.ends();
});

// --- start, stop, interval 0

test("a stopped machine has no due, sends nothing and only counts", (t) => {
  const line = new HdlcTimeline(t);
  line.idle();
  line.lateAt(0).sends();
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0").stops().idle();
  line.lateAt(90_000).sends().receives(keepalive(1, 1)).numbers(1, 0, 0);
  t.is(line.machine.counters[HdlcCounter.KeepalivesReceived], 1);
  line.ends();
});

test("a start begins anew: numbers 0, verdict unknown, nothing heard, excused or remembered", (t) => {
  const line = new HdlcTimeline(t, { retries: 1 });
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line.at(20_000).sends("keepalive 2/0").tells("reset: 1 missing", "down: missed");
  line.at(21_000).receives(keepalive(9, 0));
  line.machine.excuse();
  line.at(23_000).starts().numbers(0, 0, 0).tells().due(33_000);
  t.is(line.machine.verdict, Verdict.Unknown);
  t.is(line.machine.diagnostic, Diagnostic.None);
  // One of before the start that comes back: no suspicion.
  line
    .at(24_000)
    .receives(keepalive(2, 0, 20_000))
    .tells("up: answered");
  line.at(33_000).sends("keepalive 1/2").prints("myseq 0, mineseen 0*, yourseen 2, line up");
  t.is(line.machine.counters[HdlcCounter.Excused], 0);
  line.at(43_000).sends("keepalive 2/2").tells("reset: 1 missing", "down: missed");
  line.at(44_000).starts();
  line.at(54_000).sends("keepalive 1/0").prints("myseq 0, mineseen 0, yourseen 0, line up");
  line.ends();
});

test("a start forgets a suspected loop", (t) => {
  const line = new HdlcTimeline(t);
  line.at(0).starts();
  line.at(10_000).sends("keepalive 1/0");
  line
    .at(11_000)
    .receives(keepalive(1, 0, 10_000))
    .tells("up: answered");
  line.at(12_000).starts();
  line.at(22_000).sends("keepalive 1/0");
  line.ends();
});

test("interval 0 turns keepalives off: nothing is sent or judged, and requests are still answered", (t) => {
  const line = new HdlcTimeline(t, { interval: 0, address: ip("10.0.0.1"), mask: ip("255.0.0.0") });
  line.at(0).starts().idle();
  line.lateAt(1_000_000).sends().receives(keepalive(4, 7)).numbers(0, 0, 0);
  t.is(line.machine.verdict, Verdict.Unknown);
  t.is(line.lines.length, 0);
  line.ends();
});

// --- listeners that call back

const CALLS = ["interval", "reset: 2 missing", "reset: 3 missing", "down: missed", "up: answered"];

for (const call of CALLS) {
  test(`a listener stops the machine from inside "${call}": it falls silent at once`, (t) => {
    const line = new HdlcTimeline(t);
    let told = 0;
    line.onCall = (what) => {
      told++;
      t.true(line.machine.active, `"${what}" was told although the machine is stopped`);
      if (what === call) line.machine.stop();
    };
    line.at(0).starts();
    for (let n = 1; n <= 5 && line.machine.active; n++) {
      const wake = n * 10_000;
      const before = line.machine.mySeq;
      line.lateAt(wake);
      line.machine.poll(wake);
      if (line.machine.active) line.sent(`keepalive ${before + 1}/0`);
      else line.sent().numbers(before, 0, 0);
      line.forgets();
    }
    if (call.startsWith("up")) line.lateAt(50_001).receives(keepalive(9, 5));
    t.false(line.machine.active);
    line.forgets();
    const toldBefore = told;
    line.lateAt(500_000).sends().tells();
    t.is(told, toldBefore);
    line.ends();
  });

  test(`a listener restarts the machine from inside "${call}": its next poll is one interval away`, (t) => {
    const line = new HdlcTimeline(t);
    let restarted = -1;
    line.onCall = (what) => {
      if (what !== call || restarted >= 0) return;
      restarted = line.now;
      line.machine.start(line.now);
    };
    line.at(0).starts();
    for (let n = 1; n <= 5 && restarted < 0; n++) {
      const wake = n * 10_000;
      line.at(wake);
      line.machine.poll(wake);
      if (restarted < 0) line.sent(`keepalive ${n}/0`);
      line.forgets();
    }
    if (call.startsWith("up")) line.at(50_001).receives(keepalive(9, 5));
    t.true(restarted > 0);
    line.forgets();
    line
      .sent()
      .due(restarted + 10_000)
      .numbers(0, 0, 0);
    t.is(line.machine.verdict, Verdict.Unknown);
    line.nothing(restarted + 9_999);
    line
      .at(restarted + 10_000)
      .sends("keepalive 1/0")
      .tells();
    line.ends();
  });
}

// --- options

test("an option out of its range is refused with its name, value and range", (t) => {
  const make = (options: Partial<HdlcKeepaliveOptions>) => () =>
    new HdlcKeepalive({ random: new ScriptedRandom(), ...options });
  const refused = (options: Partial<HdlcKeepaliveOptions>, message: string) =>
    t.throws(make(options), { instanceOf: RangeError, message });
  refused({ interval: -1 }, "HDLC keepalive: interval is -1: it must be a whole number from 0 to 1073741823 ms");
  refused({ interval: 0.5 }, "HDLC keepalive: interval is 0.5: it must be a whole number from 0 to 1073741823 ms");
  refused(
    { interval: 2 ** 30 },
    "HDLC keepalive: interval is 1073741824: it must be a whole number from 0 to 1073741823 ms",
  );
  refused({ retries: 0 }, "HDLC keepalive: retries is 0: it must be a whole number from 1 to 255");
  refused({ retries: 256 }, "HDLC keepalive: retries is 256: it must be a whole number from 1 to 255");
  refused({ upCount: 0 }, "HDLC keepalive: up-count is 0: it must be a whole number from 1 to 255");
  refused({ upCount: NaN }, "HDLC keepalive: up-count is NaN: it must be a whole number from 1 to 255");
  t.notThrows(make({ interval: 2 ** 30 - 1, retries: 255, upCount: 255 }));
});

test("the longest interval is kept to the millisecond", (t) => {
  const line = new HdlcTimeline(t, { interval: 2 ** 30 - 1 });
  line
    .at(-5)
    .starts()
    .due(2 ** 30 - 6);
  line.nothing(2 ** 30 - 7);
  line
    .at(2 ** 30 - 6)
    .sends("keepalive 1/0")
    .due(2 ** 31 - 7);
  line.ends();
});
