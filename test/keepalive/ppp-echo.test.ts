import test from "ava";
import type { ExecutionContext } from "ava";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { PppCounter } from "../../src/keepalive/ppp-counters";
import { Disposition } from "../../src/keepalive/machine";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { PppTimeline } from "../support/ppp-timeline";

const request = (identifier: number) => `LCP EchoReq ${identifier} magic 11111111 00000000`;
const reply = (identifier: number, magic = "aaaaaaaa") => `LCP EchoRep ${identifier} magic ${magic} 00000000`;

/** What a link that is given up sends: the farewell, and the first request of what begins anew. */
const anew = (identifier: number, magic = "22222222") => [
  `LCP TermReq ${identifier}`,
  `LCP ConfReq ${identifier + 1} accm 00000000 magic ${magic} pfc acfc`,
];

/** A link that opened at 0. */
function opened(t: ExecutionContext, options: Partial<PppOptions> = {}): PppTimeline {
  return new PppTimeline(t, { address: 0x0a000001, ...options }).at(0).opens();
}

// --- the rule

test("the first request goes out one interval after the link opened, and then one each interval", (t) => {
  const line = opened(t).due(10_000).nothing(9_999);
  for (let n = 1; n <= 20; n++) {
    line
      .at(n * 10_000)
      .sends(request(n))
      .due((n + 1) * 10_000);
    line
      .at(n * 10_000 + 35)
      .receives(reply(n))
      .due((n + 1) * 10_000);
  }
  t.deepEqual(
    line.intervals,
    Array.from({ length: 20 }, (_, i) => (i + 1) * 10_000),
  );
  t.is(line.machine.roundTrips.mean, 35);
  t.is(line.machine.roundTrips.losses, 0);
  line.ends();
});

for (const answered of [1, 4_999, 9_999]) {
  const last = 10_000 + answered;
  test(`down when the fifth unanswered request is an interval old, ${70_000 - last} ms after the last reply`, (t) => {
    const line = opened(t);
    line.at(10_000).sends(request(1));
    line.at(last).receives(reply(1));
    for (let n = 2; n <= 6; n++) {
      line
        .at(n * 10_000)
        .sends(request(n))
        .tells();
    }
    line.nothing(69_999).verdict("up: answered");
    line
      .at(70_000)
      .sends(...anew(2))
      .tells("down: missed")
      .lcp("Req-Sent")
      .due(73_000);
    t.is(line.machine.roundTrips.losses, 5);
    t.is(line.machine.counters[PppCounter.NotOpen], 0);
    // Configure-Requests go on, with a pause after each ten.
    let requests = 1;
    for (let now = 73_000; now <= 200_000; now = line.machine.due) {
      line.at(now);
      line.machine.poll(now);
      requests++;
      line.forgets();
    }
    t.true(requests > 30);
    line.verdict("down: missed").ends();
  });
}

test("a link that was given up opens again when its peer is back, and is judged from there", (t) => {
  const line = opened(t, { retries: 1, interval: 1_000 });
  line.at(1_000).sends(request(1));
  line
    .at(2_000)
    .sends(...anew(2))
    .tells("down: missed");
  line.at(2_500).receives("LCP TermAck 2").lcp("Req-Sent");
  line.at(5_000).sends("LCP ConfReq 3 accm 00000000 magic 22222222 pfc acfc");
  line.at(5_100).receives("LCP ConfReq 1 magic bbbbbbbb").sent("LCP ConfAck 1 magic bbbbbbbb");
  line.receives("LCP ConfAck 3 accm 00000000 magic 22222222 pfc acfc").tells("up: answered");
  line.sent("IPCP ConfReq 2 addr 10.0.0.1").due(6_100);
  line.at(6_100).sends("LCP EchoReq 2 magic 22222222 00000000");
  line.at(6_200).receives(reply(2, "bbbbbbbb"));
  line.at(7_100).sends("LCP EchoReq 3 magic 22222222 00000000").tells();
  line.ends();
});

for (const retries of [1, 2, 6, 40, 255]) {
  test(`retries ${retries}: down one interval after the request that makes it ${retries}`, (t) => {
    const line = opened(t, { retries, interval: 1_000 });
    line.machine.ipcp.control.reset();
    for (let n = 1; n <= retries; n++) {
      line
        .at(n * 1_000)
        .sends(request(n & 255))
        .tells();
    }
    line
      .at((retries + 1) * 1_000)
      .sends(...anew(2))
      .tells("down: missed")
      .ends();
  });
}

// --- replies

test("a reply answers its request and those before it, which are lost", (t) => {
  const line = opened(t);
  for (let n = 1; n <= 4; n++) line.at(n * 10_000).sends(request(n));
  t.is(line.machine.echo.unanswered, 4);
  line.at(41_000).receives(reply(3));
  t.is(line.machine.echo.unanswered, 1);
  t.is(line.machine.roundTrips.losses, 2);
  t.is(line.machine.roundTrips.last, 11_000);
  // One that was overtaken on its way is lost no more, and no further sign of life.
  line.at(42_000).receives(reply(2));
  t.is(line.machine.echo.unanswered, 1);
  t.is(line.machine.roundTrips.losses, 1);
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 2);
  line.ends();
});

test("duplicates and strangers are counted, and are no sign of life", (t) => {
  const line = opened(t, { retries: 2 });
  line.at(10_000).sends(request(1));
  line.at(10_050).receives(reply(1)).receives(reply(1)).receives(reply(1));
  line.at(20_000).sends(request(2));
  line.at(20_050).receives(reply(1)).receives(reply(0)).receives(reply(3)).receives(reply(77));
  line.at(30_000).sends(request(3));
  line.at(30_050).receives(reply(1)).receives(reply(255));
  const { counters } = line.machine.echo;
  t.is(counters[EchoCounter.RepliesReceived], 1);
  t.is(counters[EchoCounter.DuplicateReplies], 4);
  t.is(counters[EchoCounter.StrangeReplies], 4);
  t.is(line.machine.echo.unanswered, 2);
  line
    .at(40_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("a reply to a request of before the link went down and up is a stranger", (t) => {
  const line = opened(t, { retries: 1 });
  line.at(10_000).sends(request(1));
  line.at(20_000);
  line.machine.poll(20_000);
  line.agrees("LCP", "magic aaaaaaaa").forgets();
  line.at(20_200).receives(reply(1));
  t.is(line.machine.echo.counters[EchoCounter.StrangeReplies], 1);
  line.machine.ipcp.control.reset();
  line.at(30_000).sends("LCP EchoReq 2 magic 22222222 00000000").receives(reply(1)).receives(reply(2));
  t.is(line.machine.echo.counters[EchoCounter.StrangeReplies], 2);
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 1);
  line.ends();
});

test("a round trip of four and a half intervals: up for hours with 6 retries, each round trip told", (t) => {
  const line = opened(t, { retries: 6 });
  for (let n = 1; n <= 300; n++) {
    line
      .at(n * 10_000)
      .sends(request(n & 255))
      .tells();
    if (n > 4) line.at(n * 10_000 + 5_000).receives(reply((n - 4) & 255));
  }
  t.is(line.machine.roundTrips.least, 45_000);
  t.is(line.machine.roundTrips.greatest, 45_000);
  t.is(line.machine.roundTrips.losses, 0);
  t.is(line.machine.echo.counters[EchoCounter.StrangeReplies], 0);
  line.ends();
});

test("replies that come late and all at once, as of a peer that was frozen, count once each", (t) => {
  const line = opened(t);
  for (let n = 1; n <= 4; n++) line.at(n * 10_000).sends(request(n));
  line.at(49_000);
  for (let n = 1; n <= 4; n++) line.receives(reply(n));
  t.is(line.machine.echo.unanswered, 0);
  t.is(line.machine.roundTrips.losses, 0);
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 4);
  line.at(50_000).sends(request(5)).tells().ends();
});

test("identifiers go on past 255, and are matched across it", (t) => {
  const line = opened(t, { interval: 100, retries: 255 });
  line.machine.ipcp.control.reset();
  for (let n = 1; n <= 1_000; n++) {
    line
      .at(n * 100)
      .sends(request(n & 255))
      .tells();
    // Two intervals on the way, and each twice.
    if (n > 2) {
      line
        .at(n * 100 + 50)
        .receives(reply((n - 2) & 255))
        .receives(reply((n - 2) & 255));
    }
  }
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 998);
  t.is(line.machine.echo.counters[EchoCounter.DuplicateReplies], 998);
  t.is(line.machine.echo.counters[EchoCounter.StrangeReplies], 0);
  t.is(line.machine.echo.unanswered, 2);
  line.ends();
});

test("the window is 32 requests: the oldest of them is matched, the one before it is a stranger", (t) => {
  const line = opened(t, { interval: 100, retries: 255 });
  line.machine.ipcp.control.reset();
  for (let n = 1; n <= 40; n++) line.at(n * 100).sends(request(n));
  line.at(4_001).receives(reply(8));
  t.is(line.machine.echo.counters[EchoCounter.StrangeReplies], 1);
  line.at(4_002).receives(reply(9));
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 1);
  t.is(line.machine.roundTrips.last, 4_002 - 900);
  t.is(line.machine.echo.unanswered, 31);
  line.ends();
});

// --- the peer's requests

test("a request of the peer's is answered with its identifier, our magic number and its data unchanged", (t) => {
  const line = opened(t);
  line.at(1_000).receives("LCP EchoReq 0 magic aaaaaaaa").sent("LCP EchoRep 0 magic 11111111");
  line.receives("LCP EchoReq 255 magic aaaaaaaa 00000000").sent("LCP EchoRep 255 magic 11111111 00000000");
  line.receives("LCP EchoReq 7 magic aaaaaaaa 7e7d5e00ff").sent("LCP EchoRep 7 magic 11111111 7e7d5e00ff");
  t.is(line.machine.counters[PppCounter.EchoRequestsReceived], 3);
  t.is(line.machine.counters[PppCounter.EchoRepliesSent], 3);
  line.ends();
});

test("the longest request that the MRU allows comes back whole", (t) => {
  const line = opened(t);
  const data = Array.from({ length: 1500 - 8 }, (_, i) => (i & 255).toString(16).padStart(2, "0")).join("");
  line.at(1_000).receives(`LCP EchoReq 9 magic aaaaaaaa ${data}`).sent(`LCP EchoRep 9 magic 11111111 ${data}`);
  line.ends();
});

test("an answer is never longer than the peer's MRU", (t) => {
  const line = new PppTimeline(t).at(0).opens("mru 200 magic aaaaaaaa", "");
  const data = "ab".repeat(400);
  line
    .at(1_000)
    .receives(`LCP EchoReq 9 magic aaaaaaaa ${data}`)
    .sent(`LCP EchoRep 9 magic 11111111 ${data.slice(0, 2 * (200 - 8))}`);
  line.ends();
});

test("octets behind the length that the packet says are padding, and are not sent back", (t) => {
  const line = opened(t);
  const padded = Uint8Array.of(0xff, 3, 0xc0, 0x21, 9, 4, 0, 10, 0xaa, 0xaa, 0xaa, 0xaa, 1, 2, 0xde, 0xad);
  line.at(1_000).receives(padded).sent("LCP EchoRep 4 magic 11111111 0102").ends();
});

test("an echo too short for a magic number is counted and not answered", (t) => {
  const line = opened(t);
  line.at(1_000).receives("LCP EchoReq 4 magic aaaaaa").receives("LCP EchoRep 4").sent();
  line.receives(Uint8Array.of(0xff, 3, 0xc0, 0x21, 9, 4, 0, 12, 0xaa, 0xaa, 0xaa, 0xaa)).sent();
  t.is(line.machine.counters[PppCounter.EchoRequestsReceived], 0);
  line.ends();
});

test("outside Opened echo packets are discarded", (t) => {
  const line = new PppTimeline(t).at(0).starts().forgets();
  line.at(10).receives("LCP EchoReq 1 magic aaaaaaaa").receives("LCP EchoRep 1 magic aaaaaaaa").sent();
  line.receives("LCP Discard 1 magic aaaaaaaa").sent();
  t.is(line.machine.counters[PppCounter.NotOpen], 3);
  line.ends();
});

test("a Discard-Request is discarded; Identification and Time-Remaining are taken", (t) => {
  const line = opened(t);
  line.at(1_000).receives("LCP Discard 1 magic aaaaaaaa 0102").sent();
  line.receives("LCP Ident 2 aaaaaaaa414243").receives("LCP TimeRem 3 aaaaaaaa0000003c").sent();
  t.is(line.machine.counters[PppCounter.DiscardsReceived], 1);
  line.lcp("Opened").ends();
});

test("a reply that the transmitter does not take is counted", (t) => {
  const line = opened(t);
  line.busy = true;
  line.at(1_000).receives("LCP EchoReq 4 magic aaaaaaaa").sent();
  t.is(line.machine.counters[PppCounter.EchoRepliesNotSent], 1);
  t.is(line.machine.counters[PppCounter.EchoRepliesSent], 0);
  line.ends();
});

// --- keepalives off

test("with keepalives off the peer's requests are answered, and none is ever sent", (t) => {
  const line = opened(t, { interval: 0 }).idle();
  for (let n = 0; n < 1_000; n++) {
    line
      .lateAt(n * 7_000)
      .sends()
      .receives(`LCP EchoReq ${n & 255} magic aaaaaaaa`)
      .sent(`LCP EchoRep ${n & 255} magic 11111111`)
      .idle();
  }
  line.receives(reply(1));
  t.is(line.machine.echo.counters[EchoCounter.RequestsSent], 0);
  t.is(line.machine.echo.counters[EchoCounter.StrangeReplies], 1);
  line.verdict("up: answered").ends();
});

test("keepalives that are turned on while the link is open begin one interval later, off again they end", (t) => {
  const line = opened(t, { interval: 0 });
  line.lateAt(50_000);
  line.machine.setKeepalive(2_000, 3, line.now);
  line.due(52_000);
  line.at(52_000).sends(request(1));
  line.at(54_000).sends(request(2));
  line.at(55_000);
  line.machine.setKeepalive(0, 3, line.now);
  line.idle().lateAt(500_000).sends().tells();
  // What was unanswered before is no miss.
  line.machine.setKeepalive(1_000, 3, line.now);
  for (let n = 1; n <= 3; n++) {
    line
      .at(500_000 + n * 1_000)
      .sends(request(2 + n))
      .tells();
  }
  line
    .at(504_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("another interval begins anew at once, other retries count at the next judgement", (t) => {
  const line = opened(t);
  line.at(10_000).sends(request(1));
  line.at(14_000);
  line.machine.setKeepalive(3_000, 2, line.now);
  t.is(line.machine.interval, 3_000);
  t.is(line.machine.retries, 2);
  line.due(17_000);
  line.at(17_000).sends(request(2)).tells();
  line
    .at(20_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("a keepalive that is set before the link is open begins with the link", (t) => {
  const line = new PppTimeline(t).at(0).starts().forgets();
  line.machine.setKeepalive(4_000, 7, 0);
  t.is(line.machine.retries, 7);
  line.due(3_000).stops();
  line.at(100).opens("magic aaaaaaaa", "").due(4_100).ends();
});

// --- adaptive

test("adaptive: data in the interval stands for a reply, nothing is sent, the peer's echoes are data too", (t) => {
  const line = opened(t, { adaptive: true });
  line.at(3_000).receives("IPv4 45000000", Disposition.Payload);
  line.at(10_000).sends().due(20_000);
  line.at(13_000).receives("LCP EchoReq 1 magic aaaaaaaa").sent("LCP EchoRep 1 magic 11111111");
  line.at(20_000).sends();
  line.at(30_000).sends(request(1));
  t.is(line.machine.echo.counters[EchoCounter.Suppressed], 2);
  t.deepEqual(line.intervals, [10_000, 20_000, 30_000]);
  line.at(30_050).receives(reply(1));
  line.at(40_000).sends(request(2)).ends();
});

test("adaptive: a line without data is judged as ever", (t) => {
  // What IPCP said was data of the first interval.
  const line = opened(t, { adaptive: true }).at(10_000).sends();
  for (let n = 1; n <= 5; n++) line.at((n + 1) * 10_000).sends(request(n));
  line
    .at(70_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("adaptive off: data stands for nothing", (t) => {
  const line = opened(t);
  for (let n = 1; n <= 5; n++) {
    line.at(n * 10_000).sends(request(n));
    line.at(n * 10_000 + 1).receives("IPv4 45000000", Disposition.Payload);
  }
  line
    .at(60_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("adaptive: a reply to a request that data stood for is no stranger, and was not lost", (t) => {
  const line = opened(t, { adaptive: true }).at(10_000).sends();
  line.at(20_000).sends(request(1));
  line.at(25_000).receives("IPv4 45000000", Disposition.Payload);
  line.at(30_000).sends();
  t.is(line.machine.roundTrips.losses, 1);
  line.at(31_000).receives(reply(1));
  t.is(line.machine.roundTrips.losses, 0);
  t.is(line.machine.roundTrips.last, 11_000);
  line.ends();
});

// --- not sent

test("a request that the transmitter does not take is tried again after 100 ms, and is no miss", (t) => {
  const line = opened(t, { retries: 1 });
  line.busy = true;
  line.at(10_000).sends().due(10_100);
  line.at(10_100).sends().due(10_200);
  line.busy = false;
  line.at(10_200).sends(request(1)).due(20_000);
  line.at(10_250).receives(reply(1));
  t.is(line.machine.roundTrips.last, 50);
  line.busy = true;
  line.at(20_000).sends();
  for (let now = line.machine.due; now < 60_000; now = line.machine.due) line.at(now).sends().tells();
  t.is(line.machine.echo.unanswered, 0);
  line.busy = false;
  line.at(60_000).sends(request(2)).tells();
  t.deepEqual(line.intervals, [10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  line.ends();
});

// --- late wake, excuse

test("a wake a whole interval late sends first, and judges nothing", (t) => {
  const line = opened(t, { retries: 2 });
  line.at(10_000).sends(request(1));
  line.at(20_000).sends(request(2));
  line.lateAt(3_600_000).sends(request(3)).tells().due(3_610_000);
  t.is(line.machine.echo.counters[EchoCounter.MissedPeriods], 357);
  t.is(line.machine.echo.counters[EchoCounter.Excused], 1);
  line.at(3_600_100).receives(reply(3));
  line.at(3_610_000).sends(request(4)).tells().ends();
});

test("after a late wake without an answer the judgement follows, the slept interval being no miss", (t) => {
  const line = opened(t, { retries: 2 });
  line.at(10_000).sends(request(1));
  line.lateAt(45_000).sends(request(2)).tells().due(50_000);
  line.at(50_000).sends(request(3)).tells();
  line
    .at(60_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("a wake less than an interval late is judged, and does not shift the next", (t) => {
  const line = opened(t, { retries: 1 });
  line.lateAt(19_999).sends(request(1)).due(20_000);
  line
    .at(20_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("octets lost on our side excuse one interval; excuses end with the retries", (t) => {
  const line = opened(t, { retries: 2 });
  line.at(10_000).sends(request(1));
  for (let n = 2; n <= 3; n++) {
    line.machine.excuse();
    line
      .at(n * 10_000)
      .sends(request(n))
      .tells();
  }
  line.machine.excuse();
  line.at(40_000).sends(request(4)).tells();
  line.machine.excuse();
  line
    .at(50_000)
    .sends(...anew(2))
    .tells("down: missed");
  t.is(line.machine.echo.counters[EchoCounter.Excused], 2);
  line.ends();
});

// --- who is there

test("an echo with a magic number that is neither ours nor the peer's: counted, told, answered, no sign of life", (t) => {
  const line = opened(t, { retries: 1 });
  line.at(10_000).sends(request(1));
  line.at(10_050).receives(reply(1, "cccccccc")).tells("up: different peer");
  line.receives("LCP EchoReq 5 magic 00000000").sent("LCP EchoRep 5 magic 11111111").tells();
  t.is(line.machine.counters[PppCounter.DifferentPeer], 2);
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 0);
  line.at(10_060).receives(reply(1)).tells("up: answered");
  line.at(20_000).sends(request(2)).tells();
  line.at(20_050).receives(reply(2, "cccccccc")).tells("up: different peer");
  line
    .at(30_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("adaptive: a stranger's echoes stand for nothing", (t) => {
  const line = opened(t, { retries: 1, adaptive: true }).at(10_000).sends();
  line.at(15_000).receives("LCP Discard 1 magic cccccccc").tells("up: different peer");
  line.at(20_000).sends(request(1));
  line.at(25_000).receives("LCP EchoReq 1 magic cccccccc").sent("LCP EchoRep 1 magic 11111111");
  line
    .at(30_000)
    .sends(...anew(2))
    .tells("down: missed")
    .ends();
});

test("a peer without a magic number: 0 is its own, any other a stranger's", (t) => {
  const line = new PppTimeline(t).at(0).opens("", "");
  line.at(10_000).sends(request(1));
  line.at(10_010).receives(reply(1, "00000000")).tells();
  t.is(line.machine.echo.counters[EchoCounter.RepliesReceived], 1);
  line.receives("LCP EchoReq 3 magic 00000001").sent("LCP EchoRep 3 magic 11111111").tells("up: different peer");
  line.ends();
});

test("a peer that rejects our magic number is asked with 0", (t) => {
  const line = new PppTimeline(t).at(0).starts().forgets();
  line.at(10).receives("LCP ConfRej 1 magic 11111111").agrees("LCP", "magic aaaaaaaa").forgets();
  line.at(1_000).receives("LCP EchoReq 3 magic aaaaaaaa").sent("LCP EchoRep 3 magic 00000000");
  // And one of magic number 0 is no loop.
  line.receives("LCP EchoReq 4 magic 00000000").sent("LCP EchoRep 4 magic 00000000").tells("up: different peer");
  line.machine.ipcp.control.reset();
  line.at(10_010).sends("LCP EchoReq 1 magic 00000000 00000000").ends();
});

// --- the clock

for (const start of [0x7fffffff - 14_999, -15_000, -1, 0x7fffffff]) {
  test(`the device's clock wraps on the way: started at ${start}`, (t) => {
    const line = new PppTimeline(t).at(start).opens();
    const at = (ms: number) => (start + ms) | 0;
    for (let n = 1; n <= 3; n++) {
      line
        .at(at(n * 10_000))
        .sends(request(n))
        .due(at((n + 1) * 10_000));
      line.at(at(n * 10_000 + 4_000)).receives(reply(n));
      t.is(line.machine.roundTrips.last, 4_000);
    }
    for (let n = 4; n <= 8; n++)
      line
        .at(at(n * 10_000))
        .sends(request(n))
        .tells();
    line.nothing(at(89_999));
    line
      .at(at(90_000))
      .sends(...anew(2))
      .tells("down: missed")
      .due(at(93_000))
      .ends();
  });
}
