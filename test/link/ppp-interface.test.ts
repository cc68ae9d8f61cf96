import test from "ava";
import { Fcs16 } from "../../src/framing/fcs";
import { OctetFramer } from "../../src/framing/octet-framer";
import type { LinkProtocol } from "../../src/keepalive/machine";
import type { Ppp } from "../../src/keepalive/ppp";
import { PppCounter } from "../../src/keepalive/ppp-counters";
import { PppEvent, PppState } from "../../src/keepalive/ppp-automaton";
import { InterfaceCounter } from "../../src/link/counters";
import { framed } from "../support/framing";
import { Pair, pppPair } from "../support/pair";
import type { End, PairOptions } from "../support/pair";
import { frame } from "../support/ppp";
import { ip } from "../support/slarp";

const A = { address: ip("10.0.0.1"), peerAddress: ip("10.0.0.2") };
const octets = (text: string) => Uint8Array.from(Buffer.from(text));
const texts = (end: End<LinkProtocol>) => end.packets.map(([, payload]) => Buffer.from(payload).toString());

function send({ itf, clock }: End<LinkProtocol>, text: string, protocol = 0x0800): boolean {
  return itf.send(protocol, octets(text), 0, text.length, clock);
}

/** Two ends that opened at once. */
const opened = (options: PairOptions = {}) =>
  pppPair({ a: { ppp: A }, ...options })
    .start()
    .until(5_000);

// --- line protocol, packets

test("the line protocol is down until LCP is open, and told once", (t) => {
  const pair = pppPair({ a: { ppp: A } }).start();
  t.true(pair.a.itf.linkUp);
  t.false(pair.a.itf.lineProtocolUp);
  pair.until(5_000);
  t.deepEqual(pair.a.log, ["10 line protocol up"]);
});

test("a packet before IPCP is open is refused, and sendReady is told once it may pass", (t) => {
  const pair = pppPair({ a: { ppp: A } });
  const { a, b } = pair;
  a.onCall = (what) => {
    if (what === "line protocol up") t.false(send(a, "early"));
    if (what === "send ready") t.true(send(a, "in time"));
  };
  pair.start().until(5_000);
  t.deepEqual(
    a.log.map((line) => line.split(" ").slice(1).join(" ")),
    ["line protocol up", "send ready"],
  );
  t.is(a.itf.counters[InterfaceCounter.OutputDrops], 1);
  t.deepEqual(texts(b), ["in time"]);
});

test("sendReady is not told to who was not refused", (t) => {
  t.deepEqual(opened().a.log, ["10 line protocol up"]);
});

test("only IPv4 is carried, no longer than both ends take", (t) => {
  const pair = opened({ a: { ppp: A, mtu: 1500 }, b: { ppp: {}, mtu: 200 } });
  const { a, b } = pair;
  t.false(send(a, "IPv6", 0x86dd));
  t.true(send(a, "x".repeat(200)));
  pair.for(100);
  t.false(send(a, "x".repeat(201)));
  t.false(send(b, "x".repeat(201)));
  t.deepEqual(texts(b), ["x".repeat(200)]);
});

test("a packet that comes while IPCP is not open, and one of a protocol that nobody takes", (t) => {
  const pair = opened();
  const { itf, machine, packets, clock } = pair.a;
  const feed = (text: string) => {
    const line = framed(new OctetFramer(new Fcs16(), 0), frame(text));
    itf.receive(line, 0, line.length, clock);
  };
  feed("8057 01010004");
  t.is(itf.counters[InterfaceCounter.UnknownProtocol], 1);
  machine.ipcp.control.reset();
  feed("IPv4 4500");
  t.is(machine.counters[PppCounter.NotOpen], 1);
  t.is(itf.counters[InterfaceCounter.UnknownProtocol], 1);
  t.deepEqual(packets, []);
});

// --- own frames

test("a long echo is answered whole, in the place of a packet; while that is taken it is not", (t) => {
  const pair = opened();
  const { a } = pair;
  const data = "7e".repeat(1484);
  const magic = (a.machine.lcp.peerMagic >>> 0).toString(16).padStart(8, "0");
  const echo = framed(new OctetFramer(new Fcs16(), 0), frame(`LCP EchoReq 9 magic ${magic} ${data}`));
  a.port.recording = true;
  a.itf.receive(echo, 0, echo.length, a.clock);
  t.is(a.machine.counters[PppCounter.EchoRepliesSent], 1);
  t.true(a.port.written.length > 2 * 1484);
  pair.for(100);
  a.port.room = 4;
  t.true(send(a, "first"));
  a.itf.receive(echo, 0, echo.length, a.clock);
  t.is(a.machine.counters[PppCounter.EchoRepliesNotSent], 1);
  pair.for(1_000);
  t.is(a.machine.counters[PppCounter.EchoRepliesSent], 1);
  t.deepEqual(texts(pair.b), ["first"]);
});

test("an echo of a hundred octets is answered while a packet leaves, and shown as it was sent", (t) => {
  const pair = opened();
  const { a, b } = pair;
  const shown: string[] = [];
  a.machine.observer = {
    controlPacket: (sent, _protocol, _state, bytes, start, end) =>
      shown.push(`${sent ? "sent" : "received"} ${Buffer.from(bytes.subarray(start, end)).toString("hex")}`),
  };
  const data = "7e".repeat(100);
  const magic = (end: typeof a) => (end.machine.lcp.magic >>> 0).toString(16).padStart(8, "0");
  const echo = framed(new OctetFramer(new Fcs16(), 0), frame(`LCP EchoReq 9 magic ${magic(b)} ${data}`));
  a.port.room = 4;
  t.true(send(a, "x".repeat(900)));
  a.itf.receive(echo, 0, echo.length, a.clock);
  t.is(a.machine.counters[PppCounter.EchoRepliesSent], 1);
  t.deepEqual(shown, [`received 0909006c${magic(b)}${data}`, `sent 0a09006c${magic(a)}${data}`]);
  a.port.room = 1_000;
  pair.for(1_000);
  t.deepEqual(texts(b), ["x".repeat(900)]);
  t.is(b.itf.counters[InterfaceCounter.InputErrors], 0);
});

test("a packet that is leaving when LCP begins anew arrives nowhere, and what is negotiated is whole", (t) => {
  const pair = opened({ a: { ppp: { ...A, fcs: 32 } }, b: { ppp: { fcs: 32, accm: 0x000a0000 } } });
  const { a, b } = pair;
  t.is(a.machine.lcp.sendFcs, 32);
  a.port.room = 4;
  t.true(send(a, "\u0011".repeat(900)));
  a.machine.lcp.control.event(PppEvent.Down, a.clock);
  a.machine.lcp.control.event(PppEvent.Up, a.clock);
  t.true(send(b, "from b"));
  pair.for(5_000);
  t.is(b.itf.counters[InterfaceCounter.InputErrors], 0, "the frame that had begun kept its FCS and its escapes");
  t.deepEqual(texts(b), ["\u0011".repeat(900)]);
  t.is(a.machine.lcp.control.state, PppState.Opened);
  t.is(a.machine.ipcp.control.state, PppState.Opened);
});

test("keepalives and negotiation go before packets that wait, on a port that takes an octet at a time", (t) => {
  const pair = opened();
  const { a, b } = pair;
  for (const end of [a, b]) {
    end.port.room = 1;
    end.onCall = (what) => {
      if (what === "send ready") send(end, "x".repeat(900));
    };
    t.true(send(end, "x".repeat(900)));
    t.false(send(end, "x".repeat(900)));
  }
  pair.for(600_000);
  for (const end of [a, b]) {
    t.is(end.log.filter((line) => line.includes("down")).length, 0);
    t.is(end.itf.counters[InterfaceCounter.InputErrors], 0);
    t.is(end.machine.roundTrips.losses, 0);
  }
});

// --- administration

test("shut says farewell before DTR drops; the peer is closed, and up again after no shut", (t) => {
  const pair = opened();
  const { a, b } = pair;
  a.itf.shut(a.clock);
  pair.for(10);
  t.deepEqual(b.log.slice(1), ["5005 line protocol down"]);
  pair.for(50_000);
  t.is(a.scheduler.armed, 0, "nothing wakes the chip any more");
  a.itf.noShut(a.clock);
  pair.for(15_000);
  t.true(a.itf.lineProtocolUp && b.itf.lineProtocolUp);
});

test("setKeepalive on an open link takes effect at once, and off it is idle", (t) => {
  const pair = opened();
  const { a } = pair;
  a.itf.setKeepalive(1_000, 2, a.clock);
  t.is(a.scheduler.deadlineOf(0), 6_000);
  pair.until(8_500);
  t.is(a.machine.roundTrips.sampled, 3);
  a.itf.setKeepalive(0, 2, a.clock);
  t.is(a.scheduler.armed, 0);
  pair.until(100_000);
  t.is(a.machine.roundTrips.sampled, 3);
  pair.b.port.faults.cut = true;
  a.itf.setKeepalive(1_000, 2, a.clock);
  pair.for(2_999);
  t.true(a.itf.lineProtocolUp);
  pair.for(1);
  t.false(a.itf.lineProtocolUp);
});

test("setAddress on an open link: packets pass again once it is negotiated", (t) => {
  const pair = opened();
  const { a, b } = pair;
  a.itf.setAddress(ip("172.16.0.9"), -1, false, a.clock);
  t.false(send(a, "early"));
  pair.for(100);
  t.is(b.machine.ipcp.peerAddress, ip("172.16.0.9"));
  t.true(send(a, "in time"));
  t.deepEqual(a.log.slice(1), ["5020 send ready"]);
});

// --- encapsulations

/** Two ends that can speak HDLC and PPP, and begin with HDLC. */
const both = () => new Pair<LinkProtocol>({ a: { keepalive: {}, ppp: A }, b: { keepalive: {}, ppp: {} } }).start();

test("HDLC, then PPP, then HDLC: each link comes up and carries packets", (t) => {
  const pair = both().until(25_000);
  const { a, b } = pair;
  for (const [index, name] of [
    [1, "PPP"],
    [0, "HDLC"],
    [1, "PPP"],
  ] as const) {
    for (const end of [a, b]) end.itf.encapsulate(index, end.clock);
    pair.for(25_000);
    for (const end of [a, b]) {
      t.is(Buffer.from(end.itf.protocol.nameText).toString(), name);
      t.true(end.itf.lineProtocolUp);
      t.true(send(end, name));
    }
    pair.for(100);
    t.is(texts(a).at(-1), name);
    t.is(texts(b).at(-1), name);
  }
});

test("ends that speak differently don't understand each other, and do no harm", (t) => {
  const pair = both().until(25_000);
  const { a, b } = pair;
  a.itf.encapsulate(1, a.clock);
  pair.for(300_000);
  t.false(a.itf.lineProtocolUp);
  t.false(b.itf.lineProtocolUp);
  b.itf.encapsulate(1, b.clock);
  pair.for(15_000);
  t.true(a.itf.lineProtocolUp && b.itf.lineProtocolUp);
});

test("changing away from an open PPP link tells the peer; the same encapsulation again does nothing", (t) => {
  const pair = both();
  const { a, b } = pair;
  for (const end of [a, b]) end.itf.encapsulate(1, end.clock);
  pair.until(5_000);
  a.itf.encapsulate(1, a.clock);
  pair.for(10);
  t.is((b.machine as Ppp).lcp.control.state, PppState.Opened);
  a.itf.encapsulate(0, a.clock);
  pair.for(10);
  t.is((b.machine as Ppp).lcp.control.state, PppState.Stopping);
  t.is((a.itf.encapsulations[1]!.protocol as Ppp).lcp.control.state, PppState.Initial);
});

test("a change while the interface is shut is what no shut brings up", (t) => {
  const pair = both().until(5_000);
  const { a, b } = pair;
  for (const end of [a, b]) {
    end.itf.shut(end.clock);
    end.itf.encapsulate(1, end.clock);
    t.false(end.machine.active);
    end.itf.noShut(end.clock);
  }
  pair.for(5_000);
  t.is((a.machine as Ppp).lcp.control.state, PppState.Opened);
  t.true(b.itf.lineProtocolUp);
});

test("a change in the middle of a frame: neither its rest nor what waits reaches the new protocol", (t) => {
  const pair = both().until(25_000);
  const { a } = pair;
  const half = framed(new OctetFramer(new Fcs16(), -1), frame("LCP ConfReq 1 magic aaaaaaaa"));
  a.itf.receive(half, 0, 12, a.clock);
  a.port.room = 3;
  send(a, "waits");
  a.itf.encapsulate(1, a.clock);
  const before = (a.machine as Ppp).lcp.control.counters.join();
  a.itf.receive(half, 12, half.length, a.clock);
  t.is((a.machine as Ppp).lcp.control.counters.join(), before);
  t.is((a.machine as Ppp).counters[PppCounter.BadFrames], 0);
});
