import test from "ava";
import { Fcs16 } from "../../src/framing/fcs";
import { DeframerCounter } from "../../src/framing/framing";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { OctetFramer } from "../../src/framing/octet-framer";
import { OctetFraming } from "../../src/framing/octet-framing";
import { HdlcCounter, HdlcKeepalive } from "../../src/keepalive/hdlc";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import { InterfaceCounter } from "../../src/link/counters";
import { SERIAL_INTERFACE_TIMERS, SerialInterface } from "../../src/link/serial-interface";
import type { SerialInterfaceOptions } from "../../src/link/serial-interface";
import { TraceEvent } from "../../src/link/trace";
import { ModemLine } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { Scheduler, SchedulerCounter } from "../../src/scheduler/scheduler";
import { Pair } from "../support/pair";
import type { End, PairOptions } from "../support/pair";
import { describe, keepalive } from "../support/slarp";
import { framed } from "../support/framing";

const BOTH = ModemLine.DTR | ModemLine.RTS;

/** A pair that has been up for half a minute; `b` polls 4 s after `a`. */
function running(options: PairOptions = {}): Pair {
  const pair = new Pair(options);
  pair.a.itf.start(pair.a.clock);
  pair.until(4_000);
  pair.b.itf.start(pair.b.clock);
  return pair.until(35_000);
}

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));
const texts = (packets: [number, Uint8Array][]) => packets.map(([, payload]) => Buffer.from(payload).toString());

const onTheLine = (frame: Uint8Array) => framed(new OctetFramer(new Fcs16(), 0), frame);

/** What stood on the line, frame by frame. */
function framesOf(octets: number[]): string[] {
  const frames: string[] = [];
  const deframer = new OctetDeframer(2000, new Fcs16(), 0);
  deframer.attach({
    frameReceived: (buffer, start, end) => frames.push(describe(buffer.slice(start, end))),
    frameDiscarded: () => frames.push("damaged"),
  });
  deframer.push(Uint8Array.from(octets), 0, octets.length, 0);
  return frames;
}

// --- administrative state, line protocol

test("start tells nothing, asserts DTR and RTS, and counts the line as up until it is judged", (t) => {
  const pair = new Pair();
  t.false(pair.a.itf.linkUp);
  t.false(pair.a.itf.lineProtocolUp);
  pair.a.itf.start(0);
  t.true(pair.a.itf.linkUp);
  t.true(pair.a.itf.lineProtocolUp);
  t.is(pair.a.machine.verdict, Verdict.Unknown);
  t.deepEqual(pair.a.port.modemLines, [[0, BOTH]]);
  t.deepEqual(pair.a.log, []);
});

test("shut drops DTR and RTS and silences the interface, no shut begins anew; each is told once", (t) => {
  const pair = running();
  const { itf, port, log } = pair.a;
  itf.shut(pair.a.clock);
  itf.shut(pair.a.clock);
  t.deepEqual(log, ["35000 link down", "35000 line protocol down"]);
  t.is(pair.a.scheduler.armed, 0, "nothing wakes the chip any more");
  pair.until(100_000);
  t.false(itf.lineProtocolUp);
  t.false(itf.send(0x0800, bytes("x"), 0, 1, pair.a.clock));
  itf.noShut(pair.a.clock);
  itf.noShut(pair.a.clock);
  t.deepEqual(log.slice(2), ["100000 link up", "100000 line protocol up"]);
  t.deepEqual(port.modemLines.slice(1), [
    [35_000, 0],
    [100_000, BOTH],
  ]);
  t.is(pair.a.machine.mySeq, 0);
  pair.until(130_000);
  t.is(pair.a.machine.verdict, Verdict.Up);
});

test("what arrives while the interface is shut is not even counted", (t) => {
  const pair = running();
  const { itf } = pair.a;
  itf.shut(pair.a.clock);
  const before = [...itf.counters];
  const frame = onTheLine(keepalive(1, 1));
  itf.receive(frame, 0, frame.length, pair.a.clock);
  itf.framingError(3, pair.a.clock);
  itf.overrun(3, pair.a.clock);
  itf.lostWhileWaking(3, pair.a.clock);
  itf.writable(pair.a.clock);
  t.deepEqual([...itf.counters], before);
});

test("a frame that was under way at a shut is forgotten, at both sides", (t) => {
  const pair = running();
  const { a, b } = pair;
  const frame = onTheLine(keepalive(77, 3));
  a.itf.receive(frame, 0, 12, a.clock);
  a.port.room = 4;
  a.itf.send(0x0800, bytes("lost"), 0, 4, a.clock);
  t.false(a.itf.send(0x0800, bytes("refused"), 0, 7, a.clock));
  a.itf.shut(a.clock);
  a.itf.noShut(a.clock);
  a.itf.receive(frame, 12, frame.length, a.clock);
  t.is(a.machine.yourSeen, 0);
  pair.for(500);
  t.deepEqual(b.packets, []);
  t.false(
    a.log.some((line) => line.includes("send ready")),
    "who was refused before has heard of the line since",
  );
  a.port.room = Infinity;
  t.true(a.itf.send(0x0800, bytes("new"), 0, 3, a.clock));
  pair.for(10);
  t.deepEqual(texts(b.packets), ["new"]);
});

test("a machine that is started again from inside a packet is polled at its new time, and not at the old", (t) => {
  const pair = running();
  const { a, b } = pair;
  a.onCall = (what) => {
    if (what === "packet") a.machine.start(a.clock);
  };
  b.itf.send(0x0800, bytes("x"), 0, 1, b.clock);
  pair.until(45_004);
  t.is(a.machine.mySeq, 0);
  t.is(a.scheduler.counters[SchedulerCounter.WakeUps], 3);
  pair.until(45_005);
  t.is(a.machine.mySeq, 1);
});

// --- reset

test("a reset drops DTR and RTS for 100 ms", (t) => {
  const pair = running();
  pair.b.itf.shut(pair.b.clock);
  pair.a.port.modemLines.length = 0;
  pair.until(200_000);
  t.deepEqual(pair.a.port.modemLines, [
    [60_000, 0],
    [60_100, BOTH],
    [70_000, 0],
    [70_100, BOTH],
  ]);
  t.is(pair.a.itf.counters[InterfaceCounter.InterfaceResets], 2);
  t.deepEqual(pair.a.log, ["60000 reset 2", "70000 reset 3", "70000 line protocol down"]);
});

test("shut within the pulse of a reset leaves DTR and RTS down", (t) => {
  const pair = running();
  pair.b.itf.shut(pair.b.clock);
  pair.until(60_050);
  pair.a.itf.shut(pair.a.clock);
  pair.until(61_000);
  t.deepEqual(pair.a.port.modemLines.at(-1), [60_050, 0]);
});

test("a reset's pulse ends although the carrier is lost meanwhile", (t) => {
  const pair = running();
  const { itf, port } = pair.a;
  pair.b.itf.shut(pair.b.clock);
  pair.until(58_050);
  itf.modemLinesChanged(0, pair.a.clock);
  pair.until(60_050);
  t.false(itf.carrier);
  t.deepEqual(port.modemLines.at(-1), [60_000, 0]);
  pair.until(61_000);
  t.deepEqual(port.modemLines.at(-1), [60_100, BOTH]);
});

// --- carrier

test("a fall of DCD shorter than the carrier delay is counted and changes nothing", (t) => {
  const pair = running();
  const { itf, log } = pair.a;
  itf.modemLinesChanged(0, pair.a.clock);
  pair.for(1_999);
  itf.modemLinesChanged(ModemLine.DCD, pair.a.clock);
  pair.for(10_000);
  itf.modemLinesChanged(0, pair.a.clock);
  itf.modemLinesChanged(ModemLine.CTS, pair.a.clock);
  pair.for(1_500);
  itf.modemLinesChanged(ModemLine.DCD | ModemLine.CTS, pair.a.clock);
  pair.for(1_000);
  t.is(itf.counters[InterfaceCounter.CarrierTransitions], 4);
  t.true(itf.carrier);
  t.deepEqual(log, []);
  t.true(pair.a.machine.mySeq > 0);
});

test("a longer one takes the interface down; with the carrier it starts anew, at once", (t) => {
  const pair = running();
  const { itf, log } = pair.a;
  itf.modemLinesChanged(0, pair.a.clock);
  pair.for(1_999);
  t.true(itf.lineProtocolUp);
  pair.for(1);
  t.false(itf.carrier);
  t.false(itf.linkUp);
  t.true(itf.administrativelyUp);
  pair.until(50_000);
  t.is(itf.protocol.active, false);
  itf.modemLinesChanged(ModemLine.DCD, pair.a.clock);
  t.deepEqual(log, ["37000 link down", "37000 line protocol down", "50000 link up", "50000 line protocol up"]);
  t.is(pair.a.machine.mySeq, 0);
  t.is(pair.a.machine.due, 60_000);
});

test("a carrier that comes and goes while the interface is shut is found as it is at no shut", (t) => {
  const pair = running();
  const { itf, log } = pair.a;
  itf.shut(pair.a.clock);
  itf.modemLinesChanged(0, pair.a.clock);
  pair.for(5_000);
  itf.noShut(pair.a.clock);
  t.false(itf.linkUp);
  t.false(itf.protocol.active);
  pair.for(1_000);
  itf.modemLinesChanged(ModemLine.DCD, pair.a.clock);
  t.true(itf.lineProtocolUp);
  t.deepEqual(log, [
    "35000 link down",
    "35000 line protocol down",
    "40000 link down",
    "41000 link up",
    "41000 line protocol up",
  ]);
});

test("a carrier delay of 0 takes the interface down in the same millisecond", (t) => {
  const pair = running({ a: { carrierDelay: 0 } });
  pair.a.itf.modemLinesChanged(0, pair.a.clock);
  pair.for(0);
  t.false(pair.a.itf.linkUp);
});

test("crossed DTR and DCD: a reset's pulse is seen and changes nothing, shut takes the other end's carrier", (t) => {
  const pair = running({ crossed: true });
  const { a, b } = pair;
  b.port.faults.cut = true;
  pair.until(75_000);
  t.true(b.itf.counters[InterfaceCounter.CarrierTransitions]! >= 4, "two pulses of two edges");
  t.is(b.log.filter((line) => line.includes("link")).length, 0);
  b.port.faults.cut = false;
  pair.until(90_000);
  t.true(a.itf.lineProtocolUp);
  a.itf.shut(a.clock);
  pair.until(92_000);
  t.deepEqual(b.log.slice(-2), ["92000 link down", "92000 line protocol down"]);
  a.itf.noShut(a.clock);
  pair.until(120_000);
  t.true(a.itf.lineProtocolUp);
  t.true(b.itf.lineProtocolUp);
});

// --- user data

test("packets go both ways, with their protocol", (t) => {
  const pair = running();
  const { a, b } = pair;
  t.true(a.itf.send(0x0800, bytes("..to b.."), 2, 6, a.clock));
  t.true(b.itf.send(0x86dd, bytes("to a"), 0, 4, b.clock));
  t.true(b.itf.send(0x1234, bytes(""), 0, 0, b.clock));
  pair.for(10);
  t.deepEqual(b.packets, [[0x0800, bytes("to b")]]);
  t.deepEqual(a.packets, [
    [0x86dd, bytes("to a")],
    [0x1234, bytes("")],
  ]);
  t.is(a.itf.counters[InterfaceCounter.UnknownProtocol], 1);
});

test("packets alone keep no line up", (t) => {
  const pair = running();
  const { a, b } = pair;
  b.machine.stop();
  for (let i = 0; i < 100; i++) {
    b.itf.send(0x0800, bytes("data"), 0, 4, b.clock);
    pair.for(1_000);
  }
  t.is(a.packets.length, 100);
  t.is(a.machine.verdict, Verdict.Down);
});

test("a packet as long as the MTU passes, a longer one is refused and counted", (t) => {
  const pair = running({ a: { mtu: 10 }, b: { mtu: 10 } });
  const { a, b } = pair;
  const text = bytes("0123456789!");
  t.true(a.itf.send(0x0800, text, 0, 10, a.clock));
  t.false(a.itf.send(0x0800, text, 0, 11, a.clock));
  t.is(a.itf.counters[InterfaceCounter.OutputDrops], 1);
  pair.for(10);
  t.deepEqual(texts(b.packets), ["0123456789"]);
});

test("a packet whose every octet must be escaped fits the buffers", (t) => {
  const pair = running({ a: { mtu: 32 }, b: { mtu: 32 } });
  const flags = new Uint8Array(32).fill(0x7e);
  t.true(pair.a.itf.send(0x0800, flags, 0, 32, pair.a.clock));
  pair.for(10);
  t.deepEqual(pair.b.packets, [[0x0800, flags]]);
});

test("while the line protocol is down packets are refused, and nobody is told to send", (t) => {
  const pair = running();
  const { a } = pair;
  pair.b.itf.shut(pair.b.clock);
  pair.until(100_000);
  t.false(a.itf.send(0x0800, bytes("x"), 0, 1, a.clock));
  t.is(a.itf.counters[InterfaceCounter.OutputDrops], 1);
  a.itf.writable(a.clock);
  t.false(a.log.some((line) => line.includes("send ready")));
});

test("a port that takes a few octets at a time: whole frames, one packet at a time, sendReady when it has left", (t) => {
  const pair = running();
  const { a, b } = pair;
  a.port.room = 3;
  t.true(a.itf.send(0x0800, bytes("first"), 0, 5, a.clock));
  t.false(a.itf.send(0x0800, bytes("second"), 0, 6, a.clock));
  t.false(a.itf.send(0x0800, new Uint8Array(100), 0, 100, a.clock), "too long: this takes nobody's place in the queue");
  t.is(a.itf.counters[InterfaceCounter.OutputDrops], 2);
  a.onCall = (what) => {
    if (what === "send ready") t.true(a.itf.send(0x0800, bytes("second"), 0, 6, a.clock));
  };
  pair.for(200);
  t.deepEqual(texts(b.packets), ["first", "second"]);
  t.is(a.log.filter((line) => line.includes("send ready")).length, 1);
});

test("sendReady is not told to who was not refused", (t) => {
  const pair = running();
  pair.a.port.room = 3;
  pair.a.itf.send(0x0800, bytes("first"), 0, 5, pair.a.clock);
  pair.for(200);
  t.deepEqual(pair.a.log, []);
});

test("a keepalive overtakes the packets that wait, not the one that has begun", (t) => {
  const pair = running({ a: { mtu: 1500 } });
  const { a, b } = pair;
  a.port.recording = true;
  a.port.room = 1;
  // One octet a millisecond: this packet keeps the port busy over the poll at 40 s.
  pair.until(39_500);
  const long = new Uint8Array(1400);
  t.true(a.itf.send(0x0800, long, 0, long.length, a.clock));
  t.false(a.itf.send(0x0800, bytes("x"), 0, 1, a.clock));
  a.onCall = (what) => {
    if (what === "send ready") a.itf.send(0x0800, bytes("x"), 0, 1, a.clock);
  };
  pair.until(43_000);
  t.deepEqual(framesOf(a.port.written), ["packet 0800", "keepalive 4/3", "packet 0800"]);
  t.is(b.machine.yourSeen, 4);
});

test("a keepalive that finds no room is sent 100 ms later and is no miss", (t) => {
  const pair = running();
  const { a } = pair;
  a.port.room = 0;
  a.port.recording = true;
  pair.until(61_000);
  // Two keepalives wait in the queue, the third was not taken.
  const { machine } = a;
  t.is(machine.mySeq, 5);
  t.true(machine.counters[HdlcCounter.NotSent]! >= 5);
  t.is(machine.verdict, Verdict.Up);
  a.port.room = Infinity;
  a.itf.writable(a.clock);
  pair.for(200);
  t.deepEqual(framesOf(a.port.written), ["keepalive 4/3", "keepalive 5/4", "keepalive 6/5"]);
  pair.until(200_000);
  t.is(machine.verdict, Verdict.Up);
});

// --- listeners that call back

const CALLS = ["interval", "packet", "reset 2", "reset 3", "line protocol down", "link down", "line protocol up"];

for (const call of CALLS) {
  for (const reaction of ["shut", "bounce"] as const) {
    test(`a listener calls ${reaction} from inside "${call}"`, (t) => {
      const pair = running();
      const { a, b } = pair;
      let reacted = false;
      a.onCall = (what) => {
        if (reacted || what !== call) return;
        reacted = true;
        a.itf.shut(a.clock);
        if (reaction === "bounce") a.itf.noShut(a.clock);
      };
      if (call === "packet") {
        // Two packets in one piece: the second must not come through.
        b.itf.send(0x0800, bytes("one"), 0, 3, b.clock);
        b.itf.send(0x0800, bytes("two"), 0, 3, b.clock);
      } else if (call === "link down") {
        a.itf.modemLinesChanged(0, a.clock);
        pair.for(3_000);
        a.itf.modemLinesChanged(ModemLine.DCD, a.clock);
      } else {
        b.itf.shut(b.clock);
      }
      pair.for(60_000);
      if (call === "line protocol up") {
        b.itf.noShut(b.clock);
        pair.for(30_000);
      }
      t.true(reacted);
      t.is(a.itf.administrativelyUp, reaction === "bounce");
      const last = (what: string) => a.log.findLast((line) => line.includes(what));
      if (reaction === "shut") {
        t.false(a.itf.lineProtocolUp);
        t.is(a.scheduler.armed, 0);
        t.true(last("link")!.endsWith("down"));
        t.true(last("line protocol")!.endsWith("down"));
        const events = a.log.length;
        pair.for(500_000);
        t.is(a.log.length, events);
      } else {
        b.itf.noShut(b.clock);
        pair.for(60_000);
        t.true(a.itf.lineProtocolUp);
        t.is(a.machine.verdict, Verdict.Up);
        t.true(last("line protocol")!.endsWith("up"));
      }
      // Told once for each change: up and down take turns.
      const changes = a.log.filter((line) => line.includes("line protocol")).map((line) => line.split(" ").at(-1));
      t.true(
        changes.every((change, i) => i === 0 || change !== changes[i - 1]),
        changes.join(),
      );
    });
  }
}

// --- counters

test("packets and octets are counted without framing, line octets with it", (t) => {
  const pair = running();
  const { counters } = pair.a.itf;
  pair.a.itf.clearCounters();
  pair.b.itf.clearCounters();
  pair.a.port.recording = true;
  pair.until(65_000);
  pair.a.itf.send(0x0800, bytes("12345"), 0, 5, pair.a.clock);
  pair.for(10);
  t.is(counters[InterfaceCounter.PacketsOut], 4);
  t.is(counters[InterfaceCounter.OctetsOut], 3 * 22 + 9);
  t.is(counters[InterfaceCounter.LineOctetsOut], pair.a.port.written.length);
  t.is(counters[InterfaceCounter.PacketsIn], 3);
  t.is(counters[InterfaceCounter.OctetsIn], 3 * 22);
  const peer = pair.b.itf.counters;
  t.is(peer[InterfaceCounter.PacketsIn], counters[InterfaceCounter.PacketsOut]);
  t.is(peer[InterfaceCounter.LineOctetsIn], counters[InterfaceCounter.LineOctetsOut]);
});

test("input errors are counted by kind, and as a sum", (t) => {
  const deframer = new OctetDeframer(68, new Fcs16(), 0);
  const framing = { createFramer: () => new OctetFramer(new Fcs16(), 0), createDeframer: () => deframer };
  const pair = running({ a: { mtu: 64, framing } });
  const { itf } = pair.a;
  itf.clearCounters();
  const feed = (...octets: number[]) => itf.receive(Uint8Array.from(octets), 0, octets.length, pair.a.clock);
  const damaged = onTheLine(keepalive(9, 9));
  damaged[5]! ^= 1;
  feed(...damaged);
  feed(0x7e, 1, 2, 3, 0x7d, 0x7e);
  feed(0x7e, 1, 2, 3, 0x7e);
  feed(0x7e, ...new Array<number>(80).fill(0x55), 0x7e);
  itf.framingError(2, pair.a.clock);
  itf.overrun(3, pair.a.clock);
  itf.lostWhileWaking(4, pair.a.clock);
  itf.frameDiscarded(DeframerCounter.Unaligned, pair.a.clock);
  const counted = (counter: InterfaceCounter) => itf.counters[counter];
  t.is(counted(InterfaceCounter.Crc), 1);
  t.is(counted(InterfaceCounter.Abort), 1);
  t.is(counted(InterfaceCounter.Runts), 1);
  t.is(counted(InterfaceCounter.Giants), 1);
  t.is(counted(InterfaceCounter.Frame), 2 + 1);
  t.is(counted(InterfaceCounter.Overrun), 3);
  t.is(counted(InterfaceCounter.LostWhileWaking), 4);
  t.is(counted(InterfaceCounter.InputErrors), 4 + 3 + 3 + 4);
  t.is(counted(InterfaceCounter.PacketsIn), 0);
  itf.clearCounters();
  t.true(itf.counters.every((value) => value === 0));
  t.true(deframer.counters.every((value) => value === 0));
});

test("octets lost on our side excuse the next poll: no reset where there would have been one", (t) => {
  for (const lost of ["overrun", "lostWhileWaking"] as const) {
    const pair = running();
    const { a } = pair;
    pair.b.itf.shut(pair.b.clock);
    pair.until(55_000);
    a.itf[lost](5, a.clock);
    pair.until(65_000);
    t.deepEqual(a.log, []);
    t.is(a.machine.counters[HdlcCounter.Excused], 1);
    pair.until(85_000);
    t.deepEqual(a.log, ["70000 reset 2", "80000 reset 3", "80000 line protocol down"]);
  }
});

// --- slack

test("slack: keepalives of several interfaces share a wake-up, sent early and on their own beat", (t) => {
  const scheduler = new Scheduler(2 * SERIAL_INTERFACE_TIMERS);
  const pair = new Pair({ a: { scheduler }, b: { scheduler, slack: 2_000 } });
  pair.a.itf.start(0);
  pair.until(1_000);
  pair.b.itf.start(pair.b.clock);
  pair.until(100_500);
  // `b` is due 1 s after `a`, and goes with it.
  t.is(pair.b.lines.length, 10);
  t.is(pair.b.machine.due, 111_000);
  t.deepEqual([...pair.a.log, ...pair.b.log], []);
  t.is(pair.a.lines.length, 10);
});

test("slack is kept to the millisecond", (t) => {
  for (const slack of [999, 1_000]) {
    const scheduler = new Scheduler(2 * SERIAL_INTERFACE_TIMERS);
    const pair = new Pair({ a: { scheduler }, b: { scheduler, slack } });
    pair.a.itf.start(0);
    pair.until(1_000);
    pair.b.itf.start(pair.b.clock);
    // Before the next wake-up, by what `a` sends now.
    pair.until(10_004);
    t.is(pair.b.lines.length, slack === 1_000 ? 1 : 0);
  }
});

test("a device that slept: what waited is handed on, then one keepalive is sent, and nothing is judged", (t) => {
  const pair = running();
  const { a } = pair;
  pair.now = 100_000;
  a.scheduler.run(a.clock);
  t.is(a.lines.length, 4);
  t.is(a.machine.counters[HdlcCounter.MissedPeriods], 6);
  t.is(a.machine.counters[HdlcCounter.Excused], 1);
  t.is(a.machine.due, 110_000);
  t.deepEqual(a.log, []);
});

test("slack of more than an interval ends each run, and sends one keepalive an interval in the long run", (t) => {
  const pair = running({ a: { slack: 60_000 } });
  pair.until(1_000_000);
  t.true(pair.a.machine.counters[HdlcCounter.KeepalivesSent]! <= 100 + 60_000 / 10_000);
  t.is(pair.b.machine.verdict, Verdict.Up);
});

test("woken early, an interface tells the time as it is", (t) => {
  const scheduler = new Scheduler(2 * SERIAL_INTERFACE_TIMERS);
  const pair = new Pair({ a: { scheduler }, b: { scheduler, slack: 2_000, trace: 100 } });
  pair.a.itf.start(0);
  pair.until(1_000);
  pair.b.itf.start(pair.b.clock);
  pair.until(10_000);
  t.deepEqual(recordsOf(pair.b).at(-1), [10_000, TraceEvent.FrameSent, 0, 22]);
});

// --- trace

function recordsOf(end: End): number[][] {
  const trace = end.itf.trace!;
  const out = new Uint8Array(trace.length);
  trace.dump(out, 0);
  const view = new DataView(out.buffer);
  const records: number[][] = [];
  for (let at = 0; at < out.length; at += 8) {
    records.push([view.getInt32(at), out[at + 4]!, out[at + 5]!, view.getUint16(at + 6)]);
  }
  return records;
}

test("a trace tells what happened, in order, with the times", (t) => {
  const pair = running({ a: { trace: 64 } });
  pair.b.itf.shut(pair.b.clock);
  pair.until(70_200);
  pair.a.itf.shut(pair.a.clock);
  const records = recordsOf(pair.a);
  t.deepEqual(records.slice(0, 5), [
    [0, TraceEvent.Administrative, 1, 0],
    [10_000, TraceEvent.Interval, Verdict.Unknown, 0],
    [10_000, TraceEvent.FrameSent, 0, 22],
    [14_005, TraceEvent.FrameReceived, 0, 22],
    [14_005, TraceEvent.Verdict, Verdict.Up, Diagnostic.Answered],
  ]);
  t.deepEqual(records.slice(-5), [
    [70_000, TraceEvent.Reset, 0, 3],
    [70_000, TraceEvent.Verdict, Verdict.Down, Diagnostic.Missed],
    [70_000, TraceEvent.Interval, Verdict.Down, 0],
    [70_000, TraceEvent.FrameSent, 0, 22],
    [70_200, TraceEvent.Administrative, 0, 0],
  ]);
});

test("whatever makes a frame leave, it is traced with the time of then", (t) => {
  const pair = new Pair({ a: { trace: 64, keepalive: { askAddress: true, retries: 200, upCount: 2 } } });
  const { itf } = pair.a;
  const sentAt = () =>
    recordsOf(pair.a)
      .filter((record) => record[1] === TraceEvent.FrameSent)
      .map((record) => record[0]);
  pair.until(1_000);
  itf.start(pair.a.clock);
  t.deepEqual(sentAt(), [1_000], "an address request at the start");
  pair.until(2_000);
  itf.send(0x0800, bytes("x"), 0, 1, pair.a.clock);
  t.deepEqual(sentAt(), [1_000, 2_000], "a packet");
  itf.shut(pair.a.clock);
  pair.until(3_000);
  itf.noShut(pair.a.clock);
  t.deepEqual(sentAt(), [1_000, 2_000, 3_000], "an address request at no shut");
  itf.modemLinesChanged(0, pair.a.clock);
  pair.until(6_000);
  itf.modemLinesChanged(ModemLine.DCD, pair.a.clock);
  t.deepEqual(sentAt(), [1_000, 2_000, 3_000, 6_000], "and when the carrier is back");
  pair.until(16_000);
  t.deepEqual(sentAt().slice(4), [16_000, 16_000], "a request and a keepalive");
  const what = recordsOf(pair.a).filter((record) => record[1] === TraceEvent.Carrier);
  t.deepEqual(what, [
    [5_000, TraceEvent.Carrier, 0, 0],
    [6_000, TraceEvent.Carrier, 1, 0],
  ]);
});

test("errors and losses are traced", (t) => {
  const pair = running({ a: { trace: 4 } });
  const { itf } = pair.a;
  itf.lostWhileWaking(3, pair.a.clock);
  itf.receive(Uint8Array.of(0x7e, 1, 0x7e), 0, 3, pair.a.clock);
  pair.a.port.room = 0;
  pair.until(60_000);
  t.deepEqual(recordsOf(pair.a).at(-1), [60_000, TraceEvent.FrameNotSent, 0, 22]);
  const early = running({ a: { trace: 64 } });
  early.a.itf.lostWhileWaking(3, early.a.clock);
  early.a.itf.receive(Uint8Array.of(0x7e, 1, 0x7e), 0, 3, early.a.clock);
  t.deepEqual(recordsOf(early.a).slice(-2), [
    [35_000, TraceEvent.LostWhileWaking, 0, 3],
    [35_000, TraceEvent.FrameDiscarded, DeframerCounter.Short, 0],
  ]);
});

test("load and reliability follow what passes and what is damaged", (t) => {
  const pair = new Pair({ a: { bandwidth: 8_000 } });
  pair.until(1_000_000).start().until(1_300_000);
  const { average } = pair.a.itf;
  t.is(average.load(pair.a.clock), 1);
  t.is(average.reliability(pair.a.clock), 255);
  for (let second = 0; second < 300; second++) {
    for (let i = 0; i < 8; i++) pair.a.itf.send(0x0800, new Uint8Array(60), 0, 60, pair.a.clock);
    pair.a.itf.framingError(1, pair.a.clock);
    pair.for(1_000);
  }
  const load = average.load(pair.a.clock);
  t.true(load > 70 && load < 90, `${load}: half of the bandwidth for one time constant`);
  t.true(average.reliability(pair.a.clock) < 128);
});

test("without a trace there is none", (t) => {
  t.is(running().a.itf.trace, null);
});

// --- options

test("an option out of its range is refused with the interface's name, the value and the range", (t) => {
  const refused = (options: Partial<SerialInterfaceOptions>, message: string) => {
    const pair = new Pair();
    const make = () =>
      new SerialInterface(
        {
          name: "Serial2/0",
          port: pair.a.port,
          scheduler: new Scheduler(SERIAL_INTERFACE_TIMERS),
          listener: pair.a,
          ...options,
        },
        [{ protocol: new HdlcKeepalive({ random: new XorShift32(1) }), framing: new OctetFraming(new Fcs16(), 0) }],
      );
    t.throws(make, { instanceOf: RangeError, message });
  };
  refused({ mtu: 0 }, "Serial2/0: MTU is 0: it must be a whole number from 1 to 65000 octets");
  refused({ mtu: 65001 }, "Serial2/0: MTU is 65001: it must be a whole number from 1 to 65000 octets");
  refused({ bandwidth: 0 }, "Serial2/0: bandwidth is 0: it must be a whole number from 1 to 1000000000 bit/s");
  refused({ carrierDelay: -1 }, "Serial2/0: carrier delay is -1: it must be a whole number from 0 to 60000 ms");
  refused({ slack: 2 ** 30 }, "Serial2/0: slack is 1073741824: it must be a whole number from 0 to 1073741823 ms");
  refused({ trace: 8193 }, "Serial2/0: trace is 8193: it must be a whole number from 0 to 8192 records");
  refused(
    { scheduler: new Scheduler(SERIAL_INTERFACE_TIMERS - 1) },
    "scheduler: all 2 timers are taken: construct it with a capacity of at least 3",
  );
});
