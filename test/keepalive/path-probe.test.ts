import test from "ava";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import { PathCounter, PathProbe } from "../../src/keepalive/path-probe";
import type { PathProbeOptions } from "../../src/keepalive/path-probe";
import { IcmpKind } from "../../src/wire/icmp";
import { XorShift32 } from "../../src/random";
import { echoReply, echoRequest, packet } from "../support/icmp";
import { IDENTIFIER, PathTimeline, TARGET } from "../support/path-timeline";
import { ScriptedRandom } from "../support/scripted-random";
import { ip } from "../support/slarp";

const ELSEWHERE = "203.0.113.9";

/** A path that has been up since its first request. */
function upPath(t: ConstructorParameters<typeof PathTimeline>[0], options: Partial<PathProbeOptions> = {}) {
  const path = new PathTimeline(t, options);
  path.at(0).starts().due(0).sends("1").due(10_000).at(40).receives(1).tells("up: answered");
  return path;
}

// --- the verdict

test("the first request leaves at once, then one an interval; a reply brings the path up, and is told once", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").tells().due(20_000);
  path.at(10_050).receives(2).tells().due(20_000);
  path.at(20_000).sends("3").tells().due(30_000);
  t.is(path.machine.counters[PathCounter.RequestsSent], 3);
  t.is(path.machine.counters[PathCounter.RepliesReceived], 2);
  path.ends();
});

test("down when the third request in a row is unanswered one interval after it was sent; one reply brings it up", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(20_000).sends("3").at(30_000).sends("4").tells();
  path.at(40_000).sends("5").tells("down: missed");
  path.at(50_000).sends("6").tells();
  path.at(60_000).sends("7").tells();
  path.at(60_030).receives(7).tells("up: answered");
  path.at(70_000).sends("8").tells();
  path.ends();
});

test("a path that never answers goes down from unknown", (t) => {
  const path = new PathTimeline(t);
  path.at(0).starts().tells().sends("1").at(10_000).sends("2").at(20_000).sends("3").tells();
  t.is(path.machine.verdict, Verdict.Unknown);
  path.at(30_000).sends("4").tells("down: missed");
  path.ends();
});

test("one retry: down after the first unanswered request", (t) => {
  const path = upPath(t, { retries: 1 });
  path.at(10_000).sends("2").tells();
  path.at(20_000).sends("3").tells("down: missed");
  path.at(20_010).receives(3).tells("up: answered");
  path.at(30_000).sends("4").tells();
  path.ends();
});

test("a reply to any outstanding request ends the row of unanswered ones before it, and no others", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(20_000).sends("3").at(25_000).receives(2).tells();
  path.at(30_000).sends("4").at(40_000).sends("5").tells();
  // 3, 4 and 5.
  path.at(50_000).sends("6").tells("down: missed");
  path.ends();
});

test("a round trip of several intervals needs more retries, and then stays up", (t) => {
  const path = new PathTimeline(t, { retries: 6 });
  path.at(0).starts().sends("1").at(10_000).sends("2").at(20_000).sends("3").at(30_000).sends("4");
  path.at(35_000).receives(1).tells("up: answered");
  for (let n = 5; n < 40; n++) {
    path
      .at((n - 1) * 10_000)
      .sends(`${n}`)
      .tells();
    path
      .at((n - 1) * 10_000 + 5_000)
      .receives(n - 3)
      .tells();
  }
  t.is(path.machine.trips.last, 35_000);
  t.is(path.machine.trips.losses, 0);
  path.ends();
});

test("with 255 retries the path goes down at the 255th, though 32 requests at most are outstanding", (t) => {
  const path = new PathTimeline(t, { retries: 255 });
  path.at(0).starts();
  for (let n = 1; n <= 255; n++) {
    path
      .at((n - 1) * 10_000)
      .sends(`${n}`)
      .tells();
  }
  path.at(2_550_000).sends("256").tells("down: missed");
  t.is(path.machine.trips.losses, 256 - 32);
  path
    .at(2_551_000)
    .receives(256 - 32)
    .tells();
  t.is(path.machine.counters[PathCounter.Late], 1);
  path
    .at(2_551_000)
    .receives(256 - 31)
    .tells("up: answered");
  path.ends();
});

// --- what counts as a sign of life

test("a reply that comes again is a duplicate, and takes nothing back", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(10_040).receives(2).receives(2).receives(1).tells();
  t.is(path.machine.counters[PathCounter.Duplicates], 2);
  t.is(path.machine.counters[PathCounter.RepliesReceived], 2);
  path.at(20_000).sends("3").at(30_000).sends("4").at(35_000).receives(2).tells();
  path.at(40_000).sends("5").tells();
  path.at(50_000).sends("6").tells("down: missed");
  path.ends();
});

test("a reply to a request that is lost is late: the path stays down", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(20_000).sends("3").at(30_000).sends("4").tells();
  path.at(40_000).sends("5").tells("down: missed");
  path.at(41_000).receives(2).tells();
  t.is(path.machine.counters[PathCounter.Late], 1);
  path.at(42_000).receives(3).tells("up: answered");
  path.ends();
});

test("a reply to a number that was never sent is late", (t) => {
  const path = new PathTimeline(t);
  path.at(0).starts().sends("1").receives(2).receives(0).receives(0x8001).receives(0xffff).tells();
  t.is(path.machine.counters[PathCounter.Late], 4);
  path.ends();
});

test("a reply before anything was sent is late", (t) => {
  const path = new PathTimeline(t);
  path.at(0).receives(0).receives(1).tells();
  path.starts().receives(0).receives(1).tells();
  t.is(path.machine.counters[PathCounter.Late], 4);
  path.ends();
});

test("a reply from elsewhere is a stranger's", (t) => {
  const path = new PathTimeline(t);
  path.at(0).starts().sends("1").receives(1, ELSEWHERE).tells();
  t.is(path.machine.counters[PathCounter.Strangers], 1);
  path.at(10).receives(1).tells("up: answered");
  path.ends();
});

test("a reply must hold the data that was sent, to the octet", (t) => {
  const path = new PathTimeline(t, { dataLength: 300 });
  const data = Uint8Array.from({ length: 300 }, (_, i) => i & 255);
  path.at(0).starts().sends("1 + 300");
  path
    .at(5)
    .receives(1, TARGET, data.slice(0, 299))
    .receives(1, TARGET, Uint8Array.of(...data, 44))
    .tells();
  for (const place of [0, 255, 256, 299]) {
    const damaged = data.slice();
    damaged[place]! ^= 0x80;
    path.receives(1, TARGET, damaged).tells();
  }
  path.receives(1).tells();
  t.is(path.machine.counters[PathCounter.Strangers], 7);
  path.receives(1, TARGET, data).tells("up: answered");
  path.ends();
});

test("a reply with another identifier is somebody else's, and not counted", (t) => {
  const path = new PathTimeline(t);
  path.at(0).starts().sends("1").tells();
  const before = path.machine.counters.join();
  t.false(path.reply(echoReply(IDENTIFIER ^ 1, 1), TARGET));
  t.is(path.machine.counters.join(), before);
  path.ends();
});

test("the sequence number wraps in the middle of a row of unanswered requests", (t) => {
  const path = new PathTimeline(t, { random: new ScriptedRandom((0xfffd << 16) | IDENTIFIER) });
  path.at(0).starts().sends("65534").at(10_000).sends("65535").at(20_000).sends("0").tells();
  path.at(21_000).receives(65534).tells("up: answered").at(22_000).receives(0).tells();
  path.at(30_000).sends("1").at(31_000).receives(65535).receives(1).tells();
  t.is(path.machine.counters[PathCounter.RepliesReceived], 4);
  t.is(path.machine.counters[PathCounter.Late], 0);
  path.ends();
});

// --- ICMP errors

test("an error gives a diagnostic and changes no verdict; the next reply takes it away", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(10_020).fails(IcmpKind.DestinationUnreachable, 2).tells("up: unreachable");
  path.at(20_000).sends("3").tells().at(20_020).receives(3).tells("up: answered");
  t.is(path.machine.counters[PathCounter.Unreachable], 1);
  path.ends();
});

test("errors until the path is down: the verdict keeps their reason for as long as they come", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(10_020).fails(IcmpKind.TimeExceeded, 2).tells("up: time exceeded");
  path.at(20_000).sends("3").at(20_020).fails(IcmpKind.TimeExceeded, 3).tells();
  path.at(30_000).sends("4").tells().at(40_000).sends("5").tells("down: time exceeded");
  path.at(40_020).fails(IcmpKind.DestinationUnreachable, 5).tells("down: unreachable");
  path.at(50_000).sends("6").at(60_000).sends("7").tells();
  path.at(70_000).sends("8").tells();
  // The error's request is lost, as the three after it.
  path.at(80_000).sends("9").tells("down: missed");
  t.is(path.machine.counters[PathCounter.TimeExceeded], 2);
  path.ends();
});

test("an error from before the last reply says nothing of a later silence", (t) => {
  const path = upPath(t, { retries: 4 });
  path.at(10_000).sends("2").at(10_010).fails(IcmpKind.DestinationUnreachable, 2).tells("up: unreachable");
  path.at(20_000).sends("3").at(20_010).receives(1).tells();
  path.at(20_020).receives(3).tells("up: answered");
  path.at(30_000).sends("4").at(40_000).sends("5").at(50_000).sends("6").at(60_000).sends("7").tells();
  path.at(70_000).sends("8").tells("down: missed");
  path.ends();
});

test("an error before the first reply leaves the verdict unknown", (t) => {
  const path = new PathTimeline(t);
  path.at(0).starts().sends("1").at(5).fails(IcmpKind.DestinationUnreachable, 1).tells("unknown: unreachable");
  path.at(6).fails(IcmpKind.DestinationUnreachable, 1).tells();
  t.is(path.machine.counters[PathCounter.Unreachable], 2);
  path.ends();
});

test("errors for answered, lost, strange and other people's requests", (t) => {
  const path = upPath(t);
  path.at(50).fails(IcmpKind.DestinationUnreachable, 1).fails(IcmpKind.TimeExceeded, 2).tells();
  t.is(path.machine.counters[PathCounter.Late], 2);
  path.at(10_000).sends("2").fails(IcmpKind.TimeExceeded, 2, ELSEWHERE).tells();
  t.is(path.machine.counters[PathCounter.Strangers], 1);
  const others = { source: "192.0.2.1", destination: TARGET };
  const before = path.machine.counters.join();
  t.false(path.error(IcmpKind.TimeExceeded, packet({ ...others, payload: echoRequest(IDENTIFIER ^ 1, 2) })));
  t.false(path.error(IcmpKind.TimeExceeded, packet({ ...others, payload: echoReply(IDENTIFIER, 2) })));
  t.is(path.machine.counters.join(), before);
  path.tells().ends();
});

// --- not sent is no miss

test("a request that could not be sent is tried again after 100 ms, and its interval ends when it would have", (t) => {
  const path = upPath(t);
  path.busy = true;
  path.at(10_000).sends().due(10_100).at(10_100).sends().due(10_200);
  path.busy = false;
  path.at(10_200).sends("2").due(20_000);
  path.at(20_000).sends("3").tells().due(30_000);
  t.is(path.machine.counters[PathCounter.NotSent], 2);
  path.ends();
});

test("a transmitter that is busy for many intervals takes no path down", (t) => {
  const path = upPath(t, { interval: 10_000 });
  path.busy = true;
  for (let now = 10_000; now < 200_000; now = path.machine.due) path.at(now).sends().tells();
  path.busy = false;
  path.at(200_000).sends("2").tells().due(210_000);
  path.ends();
});

// --- late wake

test("a wake that is a whole interval late sends and judges nothing, and its interval is no miss later on", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(20_000).sends("3").at(30_000).sends("4").tells();
  path.lateAt(95_000).sends("5").tells().due(100_000);
  t.is(path.machine.counters[PathCounter.MissedPeriods], 5);
  t.is(path.machine.counters[PathCounter.Excused], 1);
  path.at(100_000).sends("6").tells("down: missed");
  path.ends();
});

test("a wake less than an interval late is judged, and does not shift the next", (t) => {
  const path = upPath(t, { retries: 1 });
  path.at(10_000).sends("2");
  path.lateAt(29_999).sends("3").tells("down: missed").due(30_000);
  path.ends();
});

test("a device that always wakes late is excused as often as there are retries, and then judged", (t) => {
  const path = upPath(t);
  path.lateAt(30_000).sends("2").tells();
  path.lateAt(60_000).sends("3").tells();
  path.lateAt(90_000).sends("4").tells();
  path.lateAt(120_000).sends("5").tells();
  path.lateAt(150_000).sends("6").tells();
  path.lateAt(180_000).sends("7").tells();
  // 2 to 7 are unanswered, and three of them excused.
  path.lateAt(210_000).sends("8").tells("down: missed");
  t.is(path.machine.counters[PathCounter.Excused], 3);
  path.lateAt(210_020).receives(8).tells("up: answered");
  path.lateAt(240_000).sends("9").tells();
  t.is(path.machine.counters[PathCounter.Excused], 4, "a reply earns new excuses");
  path.ends();
});

test("the clock wraps between a request and its reply", (t) => {
  const start = 2 ** 31 - 25;
  const path = new PathTimeline(t);
  path
    .at(start)
    .starts()
    .sends("1")
    .due(start + 10_000);
  path
    .at(start + 50)
    .receives(1)
    .tells("up: answered");
  t.is(path.machine.trips.last, 50);
  path
    .at(start + 10_000)
    .sends("2")
    .due(start + 20_000);
  path.ends();
});

// --- round trips

test("round trips are measured to the request that was answered, and lost ones counted", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(20_000).sends("3");
  path.at(20_030).receives(3).tells();
  path.at(21_000).receives(2).tells();
  for (let n = 4; n <= 6; n++) path.at((n - 1) * 10_000).sends(`${n}`);
  const { trips } = path.machine;
  t.deepEqual([trips.sampled, trips.last, trips.least, trips.greatest, trips.losses], [3, 11_000, 30, 11_000, 0]);
  path.at(60_000).sends("7").tells("down: missed");
  path.at(70_000).sends("8");
  t.is(trips.losses, 2);
  path
    .at(71_000)
    .receives(8)
    .tells("up: answered")
    .at(80_000)
    .sends("9")
    .at(90_000)
    .sends("10")
    .at(100_000)
    .sends("11");
  t.is(trips.losses, 4, "6 and 7; 8 was answered");
  path.tells().ends();
});

// --- stop, start, settings

test("stopped, nothing is known of the path; what arrives then is late", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(12_000).stops().idle().tells("unknown: none");
  path.at(12_010).receives(2).fails(IcmpKind.TimeExceeded, 2).tells();
  path.at(60_000).stops().tells();
  path.at(70_000).starts().tells().due(70_000).receives(2).sends("3").tells();
  t.is(path.machine.counters[PathCounter.Late], 3);
  path.at(70_040).receives(3).tells("up: answered");
  path.at(80_000).starts().tells("unknown: none").due(80_000);
  path.ends();
});

test("without a target, or with interval 0, nothing is sent", (t) => {
  for (const options of [{ target: 0 }, { interval: 0 }]) {
    const path = new PathTimeline(t, options);
    path.at(0).starts().idle().sends().tells();
    path.at(100_000).sends().tells().stops().idle();
    path.ends();
  }
});

test("settings before the start are those it starts with", (t) => {
  const path = new PathTimeline(t, { target: 0 });
  path.at(0).sets(TARGET, 2_000, 2).idle().at(500).starts().sends("1").due(2_500);
  path.at(2_500).sends("2").at(4_500).sends("3").tells("down: missed");
  path.ends();
});

test("another target: all of the old one is forgotten, and its late replies are a stranger's", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(12_000).sets(ELSEWHERE, 10_000, 3).tells("unknown: none").due(12_000);
  t.is(path.machine.trips.sampled, 0);
  path.sends("3").due(22_000);
  path.at(12_010).receives(2, TARGET).tells();
  t.is(path.machine.counters[PathCounter.Strangers], 1);
  path.at(12_020).receives(2, ELSEWHERE).tells();
  t.is(path.machine.counters[PathCounter.Late], 1);
  path.at(12_030).receives(3, ELSEWHERE).tells("up: answered");
  path.ends();
});

test("another interval or number of retries: begins anew, and the verdict stays", (t) => {
  const path = upPath(t);
  path.at(10_000).sends("2").at(20_000).sends("3").at(30_000).sends("4").at(35_000).sets(TARGET, 1_000, 2).tells();
  path.due(35_000).sends("5").at(36_000).sends("6").tells().at(37_000).sends("7").tells("down: missed");
  path.at(37_500).sets(TARGET, 5_000, 3).tells().sends("8").due(42_500);
  t.is(path.machine.verdict, Verdict.Down);
  path.at(37_600).receives(8).tells("up: answered");
  t.deepEqual([path.machine.interval, path.machine.retries, path.machine.target], [5_000, 3, ip(TARGET)]);
  path.ends();
});

test("turned off by interval or target, the verdict is unknown", (t) => {
  const path = upPath(t);
  path.at(1_000).sets(TARGET, 0, 3).idle().tells("unknown: none");
  path.at(2_000).sets(TARGET, 10_000, 3).tells().sends("2").at(2_010).receives(2).tells("up: answered");
  path.at(3_000).sets("0.0.0.0", 10_000, 3).idle().tells("unknown: none");
  path.ends();
});

// --- listeners that call back

test("a listener that stops the probe from inside: nothing more is sent", (t) => {
  const path = new PathTimeline(t, { retries: 1 });
  path.at(0).starts().sends("1");
  path.onCall = () => {
    path.onCall = () => {};
    path.machine.stop(path.now);
  };
  path.at(10_000).sends().tells("down: missed", "unknown: none").idle();
  path.ends();
});

test("a listener that changes the target from inside: the new one is probed at the next poll", (t) => {
  const path = new PathTimeline(t, { retries: 1 });
  path.at(0).starts().sends("1");
  path.onCall = () => {
    path.onCall = () => {};
    path.machine.setProbe(ip(ELSEWHERE), 5_000, 2, path.now);
  };
  path.at(10_000).sends().tells("down: missed", "unknown: none").due(10_000);
  path.sends("2").due(15_000);
  path.ends();
});

test("a probe without a listener", (t) => {
  const probe = new PathProbe({ target: ip(TARGET), retries: 1, random: new ScriptedRandom(IDENTIFIER) });
  const transmitter = { buffer: new Uint8Array(28), offset: 20, capacity: 8, commit: () => true };
  probe.attach(transmitter, null);
  probe.start(0);
  probe.poll(0);
  probe.poll(10_000);
  t.is(probe.verdict, Verdict.Down);
  t.is(probe.diagnostic, Diagnostic.Missed);
});

// --- options

test("defaults: every ten seconds, three retries, no data, no target; identifiers differ", (t) => {
  const probes = [1, 2, 3, 4].map((seed) => new PathProbe({ random: new XorShift32(seed) }));
  const [first] = probes;
  t.deepEqual([first!.interval, first!.retries, first!.dataLength, first!.target], [10_000, 3, 0, 0]);
  t.is(new Set(probes.map((probe) => probe.identifier)).size, 4);
});

test("options out of range are refused by name", (t) => {
  const refused: [Partial<PathProbeOptions>, string][] = [
    [{ interval: -1 }, "path probe: interval is -1: it must be a whole number from 0 to 1073741823 ms"],
    [{ interval: 2 ** 30 }, "path probe: interval is 1073741824: it must be a whole number from 0 to 1073741823 ms"],
    [{ retries: 0 }, "path probe: retries is 0: it must be a whole number from 1 to 255"],
    [{ retries: 256 }, "path probe: retries is 256: it must be a whole number from 1 to 255"],
    [{ dataLength: 1473 }, "path probe: data length is 1473: it must be a whole number from 0 to 1472 octets"],
    [{ target: ip("224.0.0.5") }, "path probe: target is 224.0.0.5: it must be the address of one host, or 0 for none"],
    [{ target: -1 }, "path probe: target is 255.255.255.255: it must be the address of one host, or 0 for none"],
  ];
  for (const [options, message] of refused) {
    t.throws(() => new PathProbe({ random: new ScriptedRandom(0), ...options }), { instanceOf: RangeError, message });
  }
});
