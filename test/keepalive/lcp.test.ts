import test from "ava";
import type { ExecutionContext } from "ava";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { PppCounter } from "../../src/keepalive/ppp-counters";
import { ControlCounter } from "../../src/keepalive/ppp-control-counters";
import { LcpCounter } from "../../src/keepalive/lcp";
import { frame } from "../support/ppp";
import { hex, toHex } from "../support/framing";
import { PppTimeline } from "../support/ppp-timeline";

const request = (identifier: number, magic = "11111111") =>
  `LCP ConfReq ${identifier} accm 00000000 magic ${magic} pfc acfc`;
const ack = (text: string) => text.replace("ConfReq", "ConfAck");

/** A link that has just sent its first request. */
function begun(t: ExecutionContext, options: Partial<PppOptions> = {}, mru = 1500): PppTimeline {
  return new PppTimeline(t, options, mru).at(0).starts();
}

// --- what we ask for

const ASKED: [string, Partial<PppOptions>, number, string][] = [
  ["the defaults", {}, 1500, "accm 00000000 magic 11111111 pfc acfc"],
  ["another MRU", {}, 296, "mru 296 accm 00000000 magic 11111111 pfc acfc"],
  ["another ACCM", { accm: 0x000a0000 }, 1500, "accm 000a0000 magic 11111111 pfc acfc"],
  ["the ACCM that holds anyhow", { accm: 0xffffffff }, 1500, "magic 11111111 pfc acfc"],
  ["no compression", { pfc: false, acfc: false }, 1500, "accm 00000000 magic 11111111"],
  ["FCS-32", { fcs: 32 }, 1500, "accm 00000000 magic 11111111 pfc acfc fcs 4"],
  ["no FCS", { fcs: 0 }, 1500, "accm 00000000 magic 11111111 pfc acfc fcs 1"],
  ["FCS-16", { fcs: 16 }, 1500, "accm 00000000 magic 11111111 pfc acfc"],
];

for (const [what, options, mru, asked] of ASKED) {
  test(`asks for ${what}`, (t) => {
    begun(t, options, mru).sent(`LCP ConfReq 1 ${asked}`).ends();
  });
}

test("the first request is octet for octet as it should be", (t) => {
  const line = begun(t);
  t.is(toHex(line.buffer.slice(7, 31)), "ff03c02101010014020600000000050611111111070208" + "02");
  line.forgets();
});

test("what the peer rejects is not asked for again in this negotiation, but in the next", (t) => {
  const line = begun(t, { fcs: 32 }, 296).sent("LCP ConfReq 1 mru 296 accm 00000000 magic 11111111 pfc acfc fcs 4");
  line.receives("LCP ConfRej 1 pfc fcs 4").sent("LCP ConfReq 2 mru 296 accm 00000000 magic 11111111 acfc");
  line.receives("LCP ConfRej 2 mru 296 acfc").sent("LCP ConfReq 3 accm 00000000 magic 11111111");
  line.receives("LCP ConfRej 3 accm 00000000 magic 11111111").sent("LCP ConfReq 4");
  line.receives("LCP ConfAck 4").lcp("Ack-Rcvd");
  t.is(line.machine.lcp.magic, 0);
  t.is(line.machine.lcp.receiveAccm, -1);
  t.is(line.machine.lcp.receiveFcs, 16);
  line.receives("LCP ConfReq 1").forgets().lcp("Opened");
  line
    .receives("LCP ConfReq 2")
    .sent("LCP ConfReq 5 mru 296 accm 00000000 magic 22222222 pfc acfc fcs 4", "LCP ConfAck 2");
  line.forgets().ends();
});

test("a Nak of the MRU is followed where we can take as much, asked for or not; else it is ignored", (t) => {
  const line = begun(t, { pfc: false, acfc: false }, 296).forgets();
  line.receives("LCP ConfNak 1 mru 200").sent("LCP ConfReq 2 mru 200 accm 00000000 magic 11111111");
  for (const [id, mru] of [
    [2, 1500],
    [3, 64],
    [4, 0],
  ]) {
    line.receives(`LCP ConfNak ${id} mru ${mru}`).sent(`LCP ConfReq ${id! + 1} mru 200 accm 00000000 magic 11111111`);
  }
  line.ends();
  const other = begun(t, { pfc: false, acfc: false }).forgets();
  other.receives("LCP ConfNak 1 mru 1501").sent();
  other.receives("LCP ConfNak 1 mru 576").sent("LCP ConfReq 2 mru 576 accm 00000000 magic 11111111").ends();
});

test("a Nak of the ACCM adds the peer's octets to ours", (t) => {
  const line = begun(t, { pfc: false, acfc: false, accm: 0x00000001 }).forgets();
  line.receives("LCP ConfNak 1 accm 000a0000").sent("LCP ConfReq 2 accm 000a0001 magic 11111111");
  line.receives("LCP ConfAck 2 accm 000a0001 magic 11111111");
  t.is(line.machine.lcp.receiveAccm, 0x000a0001);
  line.ends();
});

test("a Nak of the magic number is followed by one of our own choice", (t) => {
  const line = begun(t).forgets();
  line.receives("LCP ConfNak 1 magic 99999999").sent(request(2, "22222222"));
  t.false(line.machine.looped);
  line.ends();
});

test("a Nak of a compression gives it up", (t) => {
  const line = begun(t).forgets();
  line.receives("LCP ConfNak 1 pfc acfc").sent("LCP ConfReq 2 accm 00000000 magic 11111111").ends();
});

test("a Nak of the FCS: FCS-16 is followed, what we can't is given up", (t) => {
  const line = begun(t, { fcs: 32 }).forgets();
  line.receives("LCP ConfNak 1 fcs 2").sent(`${request(2)} fcs 2`);
  line.ends();
  for (const wrong of [1, 7, 0, 255]) {
    const other = begun(t, { fcs: 32 }).forgets();
    other.receives(`LCP ConfNak 1 fcs ${wrong}`).sent(request(2)).ends();
    t.is(other.machine.lcp.receiveFcs, 16);
  }
});

test("an option of a wrong length in a Nak changes nothing, one that we never ask for neither", (t) => {
  const line = begun(t).forgets();
  for (const wrong of [
    "option1:05",
    "option2:00",
    "option5:0102",
    "auth c023",
    "quality c02500000000",
    "option13:06",
    "fcs 4",
  ]) {
    line.receives(`LCP ConfNak 1 ${wrong}`).sent().lcp("Req-Sent");
  }
  t.is(line.machine.lcp.control.counters[ControlCounter.StaleAnswers], 7);
  line.ends();
});

test("Naks without end: after Max-Failure they count as Rejects, and the link opens with what is left", (t) => {
  const line = begun(t).forgets();
  let accm = 0;
  for (let n = 1; n <= 5; n++) {
    accm |= 1 << n;
    const text = accm.toString(16).padStart(8, "0");
    line.receives(`LCP ConfNak ${n} accm ${text}`).sent(`LCP ConfReq ${n + 1} accm ${text} magic 11111111 pfc acfc`);
  }
  line.receives("LCP ConfNak 6 accm ffffffff").sent("LCP ConfReq 7 magic 11111111 pfc acfc");
  line.receives("LCP ConfAck 7 magic 11111111 pfc acfc").lcp("Ack-Rcvd").ends();
});

// --- what the peer asks for

const JUDGED: [string, string, string][] = [
  ["MRU", "mru 1500", "ConfAck"],
  ["the least MRU", "mru 128", "ConfAck"],
  ["the greatest MRU", "mru 65535", "ConfAck"],
  ["ACCM", "accm 000a0000", "ConfAck"],
  ["ACCM of all", "accm ffffffff", "ConfAck"],
  ["a magic number", "magic aaaaaaaa", "ConfAck"],
  ["PFC", "pfc", "ConfAck"],
  ["ACFC", "acfc", "ConfAck"],
  ["FCS-16", "fcs 2", "ConfAck"],
  ["no options", "", "ConfAck"],
  ["pppd's", "accm 00000000 magic aaaaaaaa pfc acfc", "ConfAck"],
  ["slirp's", "mru 1500 magic aaaaaaaa pfc acfc", "ConfAck"],
  ["PAP", "auth c023", "ConfRej"],
  ["CHAP", "auth c22305", "ConfRej"],
  ["link quality", "quality c02500000064", "ConfRej"],
  ["callback", "option13:06", "ConfRej"],
  ["multilink", "option17:05dc", "ConfRej"],
  ["a reserved type", "option0:", "ConfRej"],
  ["self-describing padding", "option10:08", "ConfRej"],
  ["type 255", "option255:01", "ConfRej"],
  ["MRU of a wrong length", "option1:05", "ConfRej"],
  ["ACCM of a wrong length", "option2:0000000000", "ConfRej"],
  ["a magic number of a wrong length", "magic aaaaaa", "ConfRej"],
  ["PFC with data", "option7:00", "ConfRej"],
  ["ACFC with data", "option8:00", "ConfRej"],
  ["FCS alternatives without data", "option9:", "ConfRej"],
];

for (const [what, options, answer] of JUDGED) {
  test(`a peer that asks for ${what} gets a ${answer}`, (t) => {
    const line = begun(t).sent(request(1));
    // `magic` of a wrong length is no option that the text has a name for.
    const asked = options === "magic aaaaaa" ? "option5:aaaaaa" : options;
    line.receives(`LCP ConfReq 5 ${asked}`.trim()).sent(`LCP ${answer} 5 ${asked}`.trim());
    line.lcp(answer === "ConfAck" ? "Ack-Sent" : "Req-Sent").ends();
  });
}

test("of a request only what can't be is rejected, in the peer's order and octet for octet", (t) => {
  const line = begun(t).forgets();
  line
    .receives("LCP ConfReq 5 mru 1400 auth c22305 magic aaaaaaaa option13:06 pfc")
    .sent("LCP ConfRej 5 auth c22305 option13:06");
  line.receives("LCP ConfReq 6 mru 1400 magic aaaaaaaa pfc").sent("LCP ConfAck 6 mru 1400 magic aaaaaaaa pfc");
  t.is(line.machine.lcp.peerMru, 1400);
  line.ends();
});

test("an MRU below 128 is naked with 128, a magic number of 0 with one that is not", (t) => {
  const line = begun(t).forgets();
  line.receives("LCP ConfReq 5 mru 127").sent("LCP ConfNak 5 mru 128");
  line.receives("LCP ConfReq 6 mru 0").sent("LCP ConfNak 6 mru 128");
  line.receives("LCP ConfReq 7 magic 00000000").sent("LCP ConfNak 7 magic 22222222");
  line.receives("LCP ConfReq 8 mru 128 magic 22222222").sent("LCP ConfAck 8 mru 128 magic 22222222").lcp("Ack-Sent");
  line.ends();
});

test("compression that we are not to use is rejected", (t) => {
  const line = begun(t, { pfc: false, acfc: false }).forgets();
  line.receives("LCP ConfReq 5 pfc acfc").sent("LCP ConfRej 5 pfc acfc").ends();
});

test("FCS alternatives: what we are set to and FCS-16 are acknowledged, all others naked", (t) => {
  for (const [fcs, good, suggested] of [
    [16, [2], 2],
    [32, [2, 4], 4],
    [0, [1, 2], 1],
  ] as const) {
    for (let alternatives = 0; alternatives < 9; alternatives++) {
      const line = begun(t, { fcs }).forgets();
      const granted = (good as readonly number[]).includes(alternatives);
      line.receives(`LCP ConfReq 5 fcs ${alternatives}`);
      line.sent(granted ? `LCP ConfAck 5 fcs ${alternatives}` : `LCP ConfNak 5 fcs ${suggested}`).ends();
    }
  }
});

test("a peer that insists on what can't be has it rejected after Max-Failure, and the link opens without", (t) => {
  const line = begun(t, { maxFailure: 2 }).forgets();
  line.receives("LCP ConfReq 1 mru 64").sent("LCP ConfNak 1 mru 128");
  line.receives("LCP ConfReq 2 mru 64").sent("LCP ConfNak 2 mru 128");
  line.receives("LCP ConfReq 3 mru 64 pfc").sent("LCP ConfRej 3 mru 64");
  line
    .receives("LCP ConfReq 4 pfc")
    .sent("LCP ConfAck 4 pfc")
    .receives(ack(request(1)))
    .lcp("Opened");
  t.is(line.machine.lcp.peerMru, 1500);
  line.forgets().ends();
});

test("each acknowledged request forgets what earlier ones said", (t) => {
  const line = begun(t, { fcs: 32 }).forgets();
  const { lcp } = line.machine;
  line.receives("LCP ConfReq 1 mru 700 accm 00000000 magic aaaaaaaa pfc acfc fcs 4").forgets();
  t.deepEqual(
    [lcp.peerMru, lcp.sendAccm, lcp.peerMagic, lcp.sendPfc, lcp.sendAcfc, lcp.sendFcs],
    [700, 0, 0xaaaaaaaa | 0, true, true, 32],
  );
  line.receives("LCP ConfReq 2").forgets();
  t.deepEqual(
    [lcp.peerMru, lcp.sendAccm, lcp.peerMagic, lcp.sendPfc, lcp.sendAcfc, lcp.sendFcs],
    [1500, -1, 0, false, false, 16],
  );
  line.ends();
});

// --- packets above Code-Reject

test("a Protocol-Reject is harmless but for LCP itself, and outside Opened it means nothing at all", (t) => {
  const line = begun(t).forgets();
  line.at(1).receives("LCP ProtRej 1 c021 0101").receives("LCP ProtRej 1 8021 0101").sent().tells().lcp("Req-Sent");
  line
    .receives("LCP ConfReq 9 magic aaaaaaaa")
    .receives(ack(request(1)))
    .forgets();
  line.receives("LCP ProtRej 2 8057 0101").receives("LCP ProtRej 3 80").receives("LCP ProtRej 4").sent().tells();
  line.lcp("Opened").ipcp("Req-Sent");
  t.is(line.machine.lcp.counters[LcpCounter.ProtocolRejectsReceived], 5);
  t.is(line.machine.lcp.counters[LcpCounter.BadPackets], 2);
  line.receives("LCP ProtRej 5 c021 0101").sent("LCP TermReq 2").tells("down: refused").ends();
});

test("Identification and Time-Remaining are known in every state; a code beyond them is rejected", (t) => {
  const line = begun(t).forgets();
  line.receives("LCP Ident 1 00000000414243").receives("LCP TimeRem 2 00000000ffffffff").sent();
  line.receives("LCP code14 3 0102").sent("LCP CodeRej 2 0e0300060102");
  line.receives("LCP code0 4").sent("LCP CodeRej 3 00040004");
  line.receives("LCP code255 5").sent("LCP CodeRej 4 ff050004");
  t.is(line.machine.lcp.counters[LcpCounter.Identifications], 1);
  t.is(line.machine.lcp.counters[LcpCounter.TimeRemainings], 1);
  line.lcp("Req-Sent").ends();
});

test("frames of others, that Wireshark reads as what they are named, do what they say", (t) => {
  const line = new PppTimeline(t).at(0).starts().forgets();
  line.receives(frame("LCP ConfReq 1 accm 00000000 magic 11223344 pfc acfc"));
  line
    .sent("LCP ConfAck 1 accm 00000000 magic 11223344 pfc acfc")
    .receives(ack(request(1)))
    .forgets();
  t.is(line.machine.lcp.peerMagic, 0x11223344);
  line.receives(hex("ff03c0210920000c1122334400000000")).sent("LCP EchoRep 32 magic 11111111 00000000");
  line.receives(hex("c0210920000c1122334400000000")).sent("LCP EchoRep 32 magic 11111111 00000000");
  line.receives(hex("ff03c0210803000a805701010004")).sent().tells().lcp("Opened");
  line.receives(hex("ff03c0210507001770656572206e6f7420726573706f6e64696e67"));
  line.sent("LCP TermAck 7").tells("down: closed by peer").ends();
});

// --- the same magic number

test("a real peer that drew the same magic number: both Nak, both draw again, no loop", (t) => {
  const line = begun(t).sent(request(1));
  line.at(10).receives(request(1)).sent("LCP ConfNak 1 magic 22222222").lcp("Req-Sent");
  line.receives("LCP ConfNak 1 magic 99999999").sent(request(2, "33333333"));
  line
    .at(20)
    .receives(request(2, "99999998"))
    .sent(ack(request(2, "99999998")))
    .receives(ack(request(2, "33333333")));
  line.lcp("Opened").tells("up: answered").forgets();
  t.is(line.machine.lcp.counters[LcpCounter.MagicCollisions], 1);
  t.false(line.machine.looped);
  line.ends();
});

test("a peer that is asked for another magic number and rejects another option of ours is believed", (t) => {
  const line = begun(t).sent(request(1));
  line.receives("LCP ConfReq 1 magic 00000000").sent("LCP ConfNak 1 magic 22222222");
  line.receives("LCP ConfRej 1 pfc acfc").sent("LCP ConfReq 2 accm 00000000 magic 11111111");
  // It gives the magic number up, and takes ours for one that it knows nothing of.
  line.receives("LCP ConfReq 2").sent("LCP ConfAck 2");
  line.receives("LCP ConfRej 2 magic 11111111").sent("LCP ConfReq 3 accm 00000000");
  line.receives("LCP ConfAck 3 accm 00000000").lcp("Opened").forgets().ends();
});

// --- loops

/**
 * Sends back what was sent, `latency` ms later, from `from` to `until`, but what `lost` says; returns when the loop was
 * found, or -1.
 */
function loops(line: PppTimeline, latency: number, until: number, lost: (n: number) => boolean = () => false): number {
  const { machine } = line;
  const way: [number, string][] = [];
  let n = 0;
  let found = -1;
  const put = (): void => {
    for (const text of line.takes()) if (!lost(n++)) way.push([line.now + latency, text]);
  };
  put();
  for (;;) {
    const arrival = way[0]?.[0] ?? Infinity;
    const next = machine.active ? Math.min(arrival, machine.due) : arrival;
    if (next > until) return found;
    line.at(next);
    if (arrival === next) line.receives(way.shift()![1]);
    else machine.poll(next);
    put();
    line.forgets();
    if (found < 0 && machine.looped) found = next;
  }
}

for (const latency of [0, 1, 700, 2_999, 3_000, 4_000, 7_000, 12_000, 14_000]) {
  test(`a loop from the start, ${latency} ms round, is found after two rounds, and nothing opens`, (t) => {
    const line = begun(t, { maxConfigure: 255 });
    line.random.endless();
    const found = loops(line, latency, 300_000);
    t.is(found, 2 * latency);
    t.true(line.machine.looped);
    line.verdict("down: looped back");
    t.is(line.machine.lcp.control.counters[ControlCounter.PacketsSent]! < 300, true);
  });
}

test("a loop with loss is found too", (t) => {
  for (let seed = 1; seed <= 50; seed++) {
    const line = begun(t);
    line.random.endless();
    const found = loops(line, 40, 600_000, (n) => ((n + 1) * seed * 2654435761) % 4294967296 < 1.7e9);
    t.true(found >= 80, `seed ${seed}`);
    line.verdict("down: looped back");
    t.false(line.observed.some((text) => text.startsWith("O [Opened]")));
  }
});

test("on a looped line the restart timer is backed off, each request has another number, and none is answered", (t) => {
  const line = begun(t).sent(request(1));
  line.at(5).receives(request(1)).sent("LCP ConfNak 1 magic 22222222");
  line.at(10).receives("LCP ConfNak 1 magic 22222222").sent().tells("down: looped back").lcp("Req-Sent").due(3_000);
  line.at(3_000).sends(request(2, "33333333")).due(15_000);
  line.at(3_005).receives(request(2, "33333333")).sent();
  line.at(15_000).sends(request(3, "44444444")).due(27_000);
  line.at(15_005).receives(request(3, "44444444")).sent();
  t.is(line.machine.lcp.control.counters[ControlCounter.Ignored], 2);
  // One of before, after a longer way.
  line.receives(request(1)).sent().ends();
});

test("a loop that goes away: the peer's request, with a magic number or without, opens the link", (t) => {
  for (const options of [" magic aaaaaaaa", ""]) {
    const line = begun(t).sent(request(1));
    line.at(5).receives(request(1)).sent("LCP ConfNak 1 magic 22222222");
    line.at(10).receives("LCP ConfNak 1 magic 22222222").tells("down: looped back");
    line.at(2_000).receives(`LCP ConfReq 1${options}`).sent(`LCP ConfAck 1${options}`).tells("down: negotiating");
    t.false(line.machine.looped);
    t.is(line.machine.lcp.control.backOff, 0);
    line.at(3_000).sends(request(2, "33333333")).due(6_000);
    line
      .at(3_010)
      .receives(ack(request(2, "33333333")))
      .tells("up: answered")
      .lcp("Opened")
      .forgets()
      .ends();
  }
});

test("a loop is told once, and its end once", (t) => {
  const line = begun(t, { maxConfigure: 255 });
  line.random.endless();
  let told: string[] = [];
  line.onCall = (what) => told.push(what);
  loops(line, 50, 100_000);
  t.deepEqual(told, ["down: looped back"]);
  told = [];
  line.at(100_001).receives("LCP ConfReq 77 magic abcdabcd").forgets();
  line.receives("LCP ConfReq 77 magic abcdabcd").forgets();
  t.deepEqual(told, ["down: negotiating"]);
});

test("a loop that appears in an open link, whatever its latency, is found with the first echo that comes back", (t) => {
  for (const latency of [10, 5_000, 25_000]) {
    const line = new PppTimeline(t).at(0).opens();
    line.random.endless();
    const found = loops(line, latency, 10_000 + latency);
    t.is(found, 10_000 + latency);
    loops(line, latency, 300_000);
    line.verdict("down: looped back");
    t.is(line.machine.counters[PppCounter.EchoRepliesSent], 0);
  }
});
