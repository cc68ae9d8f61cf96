import test from "ava";
import { Disposition } from "../../src/keepalive/machine";
import { Ppp } from "../../src/keepalive/ppp";
import { PppCounter } from "../../src/keepalive/ppp-counters";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { ControlCounter } from "../../src/keepalive/ppp-control-counters";
import { PppFraming } from "../../src/framing/ppp-framing";
import { PppTimeline } from "../support/ppp-timeline";
import { ScriptedRandom } from "../support/scripted-random";

const REQUEST = "LCP ConfReq 1 accm 00000000 magic 11111111 pfc acfc";
const ACK = REQUEST.replace("ConfReq", "ConfAck");

/** The request with an identifier and a magic number of its own. */
const request = (identifier: number, magic: string) =>
  `LCP ConfReq ${identifier} accm 00000000 magic ${magic} pfc acfc`;

// --- start and stop

test("a start sends a Configure-Request at once, and the link is down until LCP is open", (t) => {
  const line = new PppTimeline(t, { address: 0x0a000001 });
  line.at(0).verdict("down: none").idle().starts().sent(REQUEST).tells().lcp("Req-Sent").due(3_000);
  line.verdict("down: negotiating");
  line.at(10).receives("LCP ConfReq 77 magic aaaaaaaa").sent("LCP ConfAck 77 magic aaaaaaaa").lcp("Ack-Sent").tells();
  line.at(20).receives(ACK).lcp("Opened").tells("up: answered").sent("IPCP ConfReq 1 addr 10.0.0.1").due(3_020);
  line.at(30).receives("IPCP ConfReq 9 addr 10.0.0.2").sent("IPCP ConfAck 9 addr 10.0.0.2").ipcp("Ack-Sent").tells();
  line.at(40).receives("IPCP ConfAck 1 addr 10.0.0.1").ipcp("Opened").tells("payloads pass").due(10_020);
  line.ends();
});

test("a stop of an open link sends one Terminate-Request, tells nothing and is silent", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.at(500).stops().sent("LCP TermReq 2").tells().idle().lcp("Initial").ipcp("Initial");
  line.receives("LCP TermAck 2").receives("LCP EchoReq 1 magic aaaaaaaa").sent();
  line.receives("LCP ConfReq 201 magic aaaaaaaa").sent();
  line.receives("IPv4 45000000", Disposition.Discarded);
  t.is(line.machine.lcp.control.counters[ControlCounter.Unexpected], 3);
  t.is(line.machine.counters[PppCounter.NotOpen], 1);
  line.lateAt(1_000_000).sends().stops().sent().ends();
});

test("a stop of a link that is not open says nothing to the peer", (t) => {
  const line = new PppTimeline(t).at(0).starts().sent(REQUEST).stops().sent().idle();
  line.at(5).receives(ACK).sent().lcp("Initial").ends();
});

test("a start while the link is open begins anew, with another magic number", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.at(500).starts().sent(request(2, "22222222")).tells().verdict("down: negotiating").due(3_500);
  line.ends();
});

test("a link that is not open takes no packet, one that is open but has no IPCP neither", (t) => {
  const line = new PppTimeline(t).at(0).starts();
  t.is(line.header(0x0800, 100), "");
  line.agrees("LCP", "magic aaaaaaaa").forgets();
  t.is(line.header(0x0800, 100), "");
  line.at(100).receives("IPv4 45000000", Disposition.Discarded);
  t.is(line.machine.counters[PppCounter.NotOpen], 1);
  line.ends();
});

test("a packet gets the header that the peer asked for, and is no longer than it takes", (t) => {
  for (const [options, header] of [
    ["magic aaaaaaaa", "ff030021"],
    ["pfc", "ff0321"],
    ["acfc", "0021"],
    ["pfc acfc", "21"],
  ] as const) {
    const line = new PppTimeline(t).at(0).opens(options);
    t.is(line.header(0x0800, 1500), header);
    t.is(line.header(0x0800, 1501), "");
    t.is(line.header(0x86dd, 10), "", "IPv6 is not carried");
  }
  const line = new PppTimeline(t).at(0).opens("mru 296");
  t.is(line.header(0x0800, 296), "ff030021");
  t.is(line.header(0x0800, 297), "");
});

test("packets of IP are taken with any header, whatever was negotiated", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  for (const octets of [
    [0xff, 3, 0, 0x21, 0x45],
    [0xff, 3, 0x21, 0x45],
    [0, 0x21, 0x45],
    [0x21, 0x45],
  ]) {
    line.receives(Uint8Array.from(octets), Disposition.Payload);
    t.is(line.machine.payloadStart, 5 + octets.length - 1);
  }
  for (const octets of [[], [0xff], [0xff, 3], [0xff, 3, 0], [0], [0, 0x20], [0xff, 3, 0xc0, 0x20]]) {
    line.receives(Uint8Array.from(octets), Disposition.Discarded);
  }
  t.is(line.machine.counters[PppCounter.BadFrames], 7);
  line.ends();
});

test("a protocol that nobody takes is rejected in an open link, whole or cut to the peer's MRU, and only there", (t) => {
  const line = new PppTimeline(t).at(0).starts().forgets();
  line.at(10).receives("8057 01010004", Disposition.Discarded).sent();
  line.stops().opens("mru 200 magic aaaaaaaa");
  line.receives("8057 01010004", Disposition.Unknown).sent("LCP ProtRej 3 8057 01010004");
  line.receives("80fd 01020004", Disposition.Unknown).sent("LCP ProtRej 4 80fd 01020004");
  line.receives(Uint8Array.of(0x57, 0x60), Disposition.Unknown).sent("LCP ProtRej 5 0057 60");
  line.receives(`0057 ${"60".repeat(300)}`, Disposition.Unknown).sent(`LCP ProtRej 6 0057 ${"60".repeat(200 - 6)}`);
  line.receives("0057", Disposition.Unknown).sent("LCP ProtRej 7 0057");
  t.is(line.machine.counters[PppCounter.UnknownProtocols], 5);
  line.ends();
});

// --- the peer ends the link

test("closed by the peer: acknowledged, told, held, and negotiated again; the peer's own request is faster", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.at(500).receives("LCP TermReq 9 50656572").sent("LCP TermAck 9").tells("down: closed by peer");
  line.lcp("Stopping").ipcp("Initial").due(3_500);
  // The Ack may have been lost.
  line.at(1_000).receives("LCP TermReq 9 50656572").sent("LCP TermAck 9").tells();
  line.at(3_500).sends().tells().lcp("Stopped").due(13_500);
  line.at(13_500).sends(request(2, "22222222")).tells().lcp("Req-Sent").verdict("down: closed by peer");
  line.at(13_600).receives("LCP ConfReq 1 magic bbbbbbbb").sent("LCP ConfAck 1 magic bbbbbbbb");
  line.receives(request(2, "22222222").replace("ConfReq", "ConfAck")).tells("up: answered").forgets();
  line.ends();
});

test("a peer that comes back during the hold is answered at once", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.at(500).receives("LCP TermReq 9").sent("LCP TermAck 9").tells("down: closed by peer");
  line.at(3_500).sends().lcp("Stopped");
  line.at(4_000).receives("LCP ConfReq 1 magic bbbbbbbb");
  line.sent(request(2, "22222222"), "LCP ConfAck 1 magic bbbbbbbb").lcp("Ack-Sent");
  line.at(4_100).receives(request(2, "22222222").replace("ConfReq", "ConfAck")).tells("up: answered");
  line.forgets().machine.ipcp.control.reset();
  line.due(14_100).ends();
});

test("a peer that answers with Terminate-Ack for ever does no harm: tries, holds, tries", (t) => {
  const line = new PppTimeline(t, { maxConfigure: 3 }).at(0).opens();
  line.at(500).receives("LCP TermReq 9").forgets();
  line.at(3_500).sends().lcp("Stopped");
  for (let now = 13_500, id = 2; now < 200_000; now += 19_000, id++) {
    const magic = (id % 15 || 15).toString(16).repeat(8);
    for (let n = 0; n < 3; n++) {
      line.at(now + n * 3_000).sends(request(id, magic));
      line.receives(`LCP TermAck ${id}`).sent().lcp("Req-Sent");
    }
    line
      .at(now + 9_000)
      .sends()
      .lcp("Stopped")
      .tells();
  }
  line.verdict("down: closed by peer").ends();
});

test("a peer that begins to negotiate anew takes the link down and up, keeping nothing of before", (t) => {
  const line = new PppTimeline(t, { address: 0x0a000001 }).at(0).opens("pfc acfc magic aaaaaaaa");
  line.at(500).receives("LCP ConfReq 1 magic bbbbbbbb");
  line.sent(request(2, "22222222"), "LCP ConfAck 1 magic bbbbbbbb").tells("down: negotiating").lcp("Ack-Sent");
  line.ipcp("Initial").at(510).receives(request(2, "22222222").replace("ConfReq", "ConfAck")).tells("up: answered");
  line.sent("IPCP ConfReq 2 addr 10.0.0.1");
  line.receives("IPCP ConfReq 1 addr 10.0.0.2").sent("IPCP ConfAck 1 addr 10.0.0.2");
  line.receives("IPCP ConfAck 2 addr 10.0.0.1").tells("payloads pass");
  t.is(line.header(0x0800, 100), "ff030021", "compression was not asked for this time");
  line.ends();
});

test("a Terminate-Ack that nobody asked for takes the link down and up", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.at(500).receives("LCP TermAck 77").sent(request(2, "22222222")).tells("down: negotiating").lcp("Req-Sent");
  line.ends();
});

// --- a negotiation that comes to nothing

test("ten Configure-Requests without an answer, a hold of 10 s, and again", (t) => {
  const line = new PppTimeline(t).at(0).starts().sent(REQUEST);
  for (let n = 1; n < 10; n++) line.at(n * 3_000).sends(REQUEST);
  line.at(30_000).sends().lcp("Stopped").tells().due(40_000);
  line.at(40_000).sends(request(2, "22222222")).due(43_000).ends();
});

test("a hold and a restart timer of one's own", (t) => {
  const line = new PppTimeline(t, { hold: 77, restart: 5, maxConfigure: 2 }).at(0).starts().sent(REQUEST);
  line.at(5).sends(REQUEST).at(10).sends().due(87).at(87).sends(request(2, "22222222")).due(92).ends();
});

test("a hold that ends while the peer negotiates changes nothing", (t) => {
  const line = new PppTimeline(t, { maxConfigure: 1, hold: 1_000 }).at(0).starts().sent(REQUEST);
  line.at(3_000).sends().lcp("Stopped").due(4_000);
  line.at(3_900).receives("LCP ConfReq 1 magic aaaaaaaa");
  line.sent(request(2, "22222222"), "LCP ConfAck 1 magic aaaaaaaa");
  line.at(4_000).sends().lcp("Ack-Sent").due(6_900).ends();
});

// --- refused

test("what a Code- or Protocol-Reject of the essential does: refused, and a hold", (t) => {
  for (const reject of ["LCP CodeRej 5 0101000401020304", "LCP ProtRej 5 c021 01010004"]) {
    const line = new PppTimeline(t).at(0).opens();
    line.at(500).receives(reject).sent("LCP TermReq 2").tells("down: refused").lcp("Stopping").due(3_500);
    line.at(3_500).sends("LCP TermReq 2").due(6_500);
    line.at(6_500).sends().lcp("Stopped").due(16_500);
    line.at(16_500).sends(request(3, "22222222")).verdict("down: refused").ends();
  }
});

// --- loops in an open link

test("our own Echo-Request, Echo-Reply or Discard-Request comes back: looped, and anew with another magic number", (t) => {
  for (const code of ["EchoReq", "EchoRep", "Discard"]) {
    const line = new PppTimeline(t).at(0).opens();
    line.at(500).receives(`LCP ${code} 1 magic 11111111`).tells("down: looped back");
    line.sent("LCP TermReq 2", request(3, "22222222")).lcp("Req-Sent");
    t.true(line.machine.looped);
    // Nobody is kept waiting but ourselves.
    line.due(12_500);
    // All that was sent comes back.
    line.at(510).receives("LCP TermReq 2").sent("LCP TermAck 2").receives("LCP TermAck 2").sent();
    line.receives(request(3, "22222222")).sent().tells();
    // And each next request has another number.
    line.at(12_500).sends(request(4, "33333333")).due(24_500);
    line.at(12_510).receives(request(4, "33333333")).sent();
    // A peer speaks: the loop is gone.
    line.at(15_000).receives("LCP ConfReq 7 magic bbbbbbbb").tells("down: negotiating");
    line.sent("LCP ConfAck 7 magic bbbbbbbb").lcp("Ack-Sent");
    t.false(line.machine.looped);
    line.at(15_010).receives(request(4, "33333333").replace("ConfReq", "ConfAck")).tells("up: answered");
    line.forgets().ends();
  }
});

// --- listeners that call back

interface Way {
  /** What is told. */
  call: string;
  /** Brings a link that opened at 0 to tell it. */
  happens(line: PppTimeline): void;
}

const WAYS: Way[] = [
  { call: "interval", happens: (line) => line.lateAt(10_000).machine.poll(10_000) },
  {
    call: "down: missed",
    happens: (line) => {
      line.machine.setKeepalive(1_000, 1, 0);
      line.lateAt(1_000).machine.poll(1_000);
      line.forgets().lateAt(2_000).machine.poll(2_000);
    },
  },
  { call: "down: closed by peer", happens: (line) => line.at(100).receives("LCP TermReq 5") },
  { call: "down: negotiating", happens: (line) => line.at(100).receives("LCP ConfReq 5 magic bbbbbbbb") },
  { call: "down: looped back", happens: (line) => line.at(100).receives("LCP EchoReq 5 magic 11111111") },
  { call: "down: refused", happens: (line) => line.at(100).receives("LCP CodeRej 5 01010004") },
  { call: "up: different peer", happens: (line) => line.at(100).receives("LCP EchoReq 5 magic cccccccc") },
  {
    call: "up: answered",
    happens: (line) => {
      line.at(100).receives("LCP ConfReq 5 magic bbbbbbbb").forgets();
      line.receives(request(2, "22222222").replace("ConfReq", "ConfAck"));
    },
  },
  {
    call: "payloads pass",
    happens: (line) => {
      line.at(100).receives("IPCP ConfReq 5 addr 10.0.0.3").forgets();
      line.receives("IPCP ConfAck 2 addr 10.0.0.1");
    },
  },
];

for (const { call, happens } of WAYS) {
  test(`a listener stops the link from inside "${call}": it falls silent at once`, (t) => {
    const line = new PppTimeline(t, { address: 0x0a000001 }).at(0).opens();
    let stopped = false;
    line.onCall = (what) => {
      t.false(stopped, `"${what}" was told although the link is stopped`);
      if (what !== call) return;
      stopped = true;
      line.stops().forgets();
    };
    happens(line);
    t.true(stopped);
    line.sent().forgets().lcp("Initial").ipcp("Initial").idle();
    line.lateAt(500_000).sends().tells().ends();
  });

  test(`a listener restarts the link from inside "${call}": one Configure-Request, and it opens`, (t) => {
    const line = new PppTimeline(t, { address: 0x0a000001 }).at(0).opens();
    let restarted = false;
    line.onCall = (what) => {
      if (what !== call || restarted) return;
      restarted = true;
      line.stops().forgets().starts();
    };
    happens(line);
    t.true(restarted);
    line
      .lcp("Req-Sent")
      .ipcp("Initial")
      .due(line.now + 3_000);
    line.agrees("LCP", "magic dddddddd").lcp("Opened").agrees("IPCP", "addr 10.0.0.2").ipcp("Opened");
    line
      .verdict("up: answered")
      .due(line.now + line.machine.interval)
      .forgets()
      .ends();
  });
}

test("a listener restarts the link without a stop from inside its fall: one Configure-Request", (t) => {
  const line = new PppTimeline(t, { retries: 1 }).at(0).opens();
  line.onCall = (what) => {
    if (what.startsWith("down")) line.starts();
  };
  line.at(10_000).sends("LCP EchoReq 1 magic 11111111 00000000");
  line.at(20_000).sends("LCP TermReq 2", request(3, "22222222")).tells("down: missed").due(23_000).ends();
});

// --- the observer

test("the observer sees each packet once, with the state before it, whether it came or went", (t) => {
  const line = new PppTimeline(t, { address: 0x0a000001 }).at(0).starts();
  line.receives("LCP ConfReq 9 magic aaaaaaaa").receives(ACK);
  line.receives("IPCP ConfReq 3 addr 10.0.0.2").receives("IPCP ConfAck 1 addr 10.0.0.1");
  line.receives("LCP EchoReq 4 magic aaaaaaaa 00000000");
  line.receives("IPv4 45000000", Disposition.Payload);
  line.receives("8057 01010004", Disposition.Unknown);
  line.forgets().at(10_000);
  line.machine.poll(10_000);
  line.receives("LCP EchoRep 1 magic aaaaaaaa 00000000").receives("LCP TermReq 5");
  t.deepEqual(line.observed, [
    "O [Starting] LCP ConfReq 1 accm 00000000 magic 11111111 pfc acfc",
    "I [Req-Sent] LCP ConfReq 9 magic aaaaaaaa",
    "O [Req-Sent] LCP ConfAck 9 magic aaaaaaaa",
    "I [Ack-Sent] LCP ConfAck 1 accm 00000000 magic 11111111 pfc acfc",
    "O [Starting] IPCP ConfReq 1 addr 10.0.0.1",
    "I [Req-Sent] IPCP ConfReq 3 addr 10.0.0.2",
    "O [Req-Sent] IPCP ConfAck 3 addr 10.0.0.2",
    "I [Ack-Sent] IPCP ConfAck 1 addr 10.0.0.1",
    "I [Opened] LCP EchoReq 4 magic aaaaaaaa 00000000",
    "O [Opened] LCP EchoRep 4 magic 11111111 00000000",
    "O [Opened] LCP ProtRej 2 8057 01010004",
    "O [Opened] LCP EchoReq 1 magic 11111111 00000000",
    "I [Opened] LCP EchoRep 1 magic aaaaaaaa 00000000",
    "I [Opened] LCP TermReq 5",
    "O [Opened] LCP TermAck 5",
  ]);
});

test("the observer sees nothing that was not sent, and nothing that was no packet", (t) => {
  const line = new PppTimeline(t).at(0).opens();
  line.observed.length = 0;
  line.busy = true;
  line.at(10).receives("LCP EchoReq 4 magic aaaaaaaa").sent();
  line.receives(Uint8Array.of(0xff, 3, 0xc0, 0x21, 9, 1, 0, 200, 1)).receives(Uint8Array.of(0xff, 3, 0xc0, 0x21, 9));
  t.deepEqual(line.observed, ["I [Opened] LCP EchoReq 4 magic aaaaaaaa"]);
  t.is(line.machine.lcp.control.counters[ControlCounter.BadPackets], 2);
  line.ends();
});

// --- options

test("an option out of its range is refused with its name, value and range", (t) => {
  const make = (options: Partial<PppOptions>) => () =>
    new Ppp({ random: new ScriptedRandom(), ...options }, new PppFraming(), 1500);
  const refused = (options: Partial<PppOptions>, message: string) =>
    t.throws(make(options), { instanceOf: RangeError, message });
  refused({ interval: -1 }, "PPP keepalive: interval is -1: it must be a whole number from 0 to 1073741823 ms");
  refused({ retries: 0 }, "PPP keepalive: retries is 0: it must be a whole number from 1 to 255");
  refused({ restart: 60_001 }, "PPP: restart timer is 60001: it must be a whole number from 1 to 60000 ms");
  refused({ maxConfigure: 0 }, "PPP: Max-Configure is 0: it must be a whole number from 1 to 255");
  refused({ maxTerminate: 256 }, "PPP: Max-Terminate is 256: it must be a whole number from 1 to 255");
  refused({ maxFailure: 1.5 }, "PPP: Max-Failure is 1.5: it must be a whole number from 1 to 255");
  refused({ hold: 0 }, "PPP: hold is 0: it must be a whole number from 1 to 1073741823 ms");
  refused({ fcs: 8 }, "PPP: FCS is 8: it must be 0, 16 or 32 bits");
  t.notThrows(make({ interval: 2 ** 30 - 1, retries: 255, fcs: 0, accm: 0xffffffff }));
});
