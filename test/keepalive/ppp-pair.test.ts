import test from "ava";
import fc from "fast-check";
import type { KeepaliveListener, Transmitter } from "../../src/keepalive/machine";
import { Ppp } from "../../src/keepalive/ppp";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import { PppState } from "../../src/keepalive/ppp-automaton";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { Fcs16 } from "../../src/framing/fcs";
import { OctetFramer } from "../../src/framing/octet-framer";
import { PppFraming } from "../../src/framing/ppp-framing";
import { InterfaceCounter } from "../../src/link/counters";
import { XorShift32 } from "../../src/random";
import { framed } from "../support/framing";
import { frame } from "../support/ppp";
import { ip } from "../support/slarp";
import { pppPair } from "../support/pair";
import type { End, Pair, PairOptions } from "../support/pair";

const DAY = 24 * 3_600_000;
const A: Partial<PppOptions> = { address: ip("10.0.0.1"), peerAddress: ip("10.0.0.2") };

/** A pair of which `a` assigns both addresses. */
const assigned = (options: PairOptions = {}) => pppPair({ a: { ppp: A }, ...options });

const isUp = ({ itf, machine }: End<Ppp>) =>
  itf.lineProtocolUp && machine.lcp.control.state === PppState.Opened && machine.ipcp.control.state === PppState.Opened;

const bothUp = (pair: Pair<Ppp>) => isUp(pair.a) && isUp(pair.b);
const downs = (end: End<Ppp>) => end.log.filter((line) => line.endsWith("line protocol down")).length;

/** A packet each way. */
function packetsPass(pair: Pair<Ppp>, packet = Uint8Array.of(0x45, 0x7e, 0x7d, 0x11, 0, 0xff)): boolean {
  const sent = [pair.a, pair.b].every((end) => end.itf.send(0x0800, packet, 0, packet.length, end.clock));
  pair.for(5_000);
  return sent && [pair.a, pair.b].every((end) => end.packets.splice(0).at(-1)?.[1].join() === packet.join());
}

// --- a good line

test("a day of two healthy ends: up once, an echo an interval each way, nothing lost", (t) => {
  const pair = assigned().start().until(DAY);
  for (const end of [pair.a, pair.b]) {
    t.deepEqual(end.log, ["10 line protocol up"]);
    t.is(end.machine.echo.counters[EchoCounter.RepliesReceived], 8639);
    t.is(end.machine.roundTrips.losses, 0);
    t.is(end.machine.roundTrips.mean, 10);
    t.is(end.itf.counters[InterfaceCounter.InputErrors], 0);
    t.is(end.itf.counters[InterfaceCounter.UnknownProtocol], 0);
  }
  t.is(pair.b.machine.address, ip("10.0.0.2"));
  t.is(pair.a.machine.ipcp.peerAddress, ip("10.0.0.2"));
  t.true(packetsPass(pair));
});

test("both clocks wrap: nothing happens", (t) => {
  const pair = assigned({ b: { ppp: {}, clock: 0x7fffffff - 100_000 }, a: { ppp: A, clock: -1 } })
    .start()
    .until(400_000);
  t.is(pair.a.log.length + pair.b.log.length, 2);
  t.true(packetsPass(pair));
});

test("any options of the two ends: what is negotiated is used, both ways", (t) => {
  const fcs = fc.constantFrom(0, 16, 32);
  const accm = fc.constantFrom(0, -1, 0x000a0000, 1);
  const options = fc.record({ fcs, accm, pfc: fc.boolean(), acfc: fc.boolean(), adaptive: fc.boolean() });
  const mtu = fc.constantFrom(64, 128, 256, 1500);
  const octets = fc.uint8Array({ minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(options, options, mtu, mtu, octets, (a, b, mtuA, mtuB, packet) => {
      const pair = pppPair({ a: { ppp: { ...A, ...a }, mtu: mtuA }, b: { ppp: b, mtu: mtuB } })
        .start()
        .until(15_000);
      t.true(bothUp(pair));
      t.true(packetsPass(pair, packet));
      for (const [end, other] of [
        [pair.a, pair.b],
        [pair.b, pair.a],
      ] as const) {
        t.is(end.machine.lcp.sendFcs, other.machine.lcp.receiveFcs);
        t.is(end.machine.lcp.sendAccm, other.machine.lcp.receiveAccm);
        t.is(
          end.machine.echo.counters[EchoCounter.RepliesReceived]! > 0 ||
            (a.adaptive && b.adaptive) ||
            a.adaptive ||
            b.adaptive,
          true,
        );
        t.is(end.itf.counters[InterfaceCounter.InputErrors], 0);
      }
      return downs(pair.a) + downs(pair.b) === 0;
    }),
    { numRuns: 150 },
  );
});

for (const fcs of [0, 16, 32]) {
  test(`FCS ${fcs}: frames have it both ways, and a peer that reboots is heard in default framing`, (t) => {
    const pair = pppPair({ a: { ppp: { ...A, fcs } }, b: { ppp: { fcs } } })
      .start()
      .until(25_000);
    t.true(bothUp(pair));
    pair.a.port.recording = true;
    pair.a.itf.send(0x0800, Uint8Array.of(0x45), 0, 1, pair.a.clock);
    t.is(pair.a.port.written.length, 2 + 2 + fcs / 8 + pair.a.port.written.filter((octet) => octet === 0x7d).length);
    pair.for(10);
    t.is(pair.b.packets.length, 1);
    pair.b.boot();
    pair.for(10_000);
    t.true(bothUp(pair));
    t.is(downs(pair.a), 1);
    t.true(packetsPass(pair));
  });
}

test("a round trip of 25 s in an open link: up, whatever the phase, and each round trip is told", (t) => {
  for (let head = 0; head < 10_000; head += 1_000) {
    const pair = assigned();
    pair.b.itf.start(pair.b.clock);
    pair.until(head);
    pair.a.itf.start(pair.a.clock);
    pair.until(head + 30_000);
    t.true(bothUp(pair));
    for (const end of [pair.a, pair.b]) end.port.faults.latency = 12_500;
    pair.for(600_000);
    t.is(downs(pair.a) + downs(pair.b), 0);
    t.is(pair.a.machine.roundTrips.mean, 25_000);
  }
});

test("a round trip shorter than the restart timer opens; a longer one needs a longer timer", (t) => {
  for (const [latency, restart] of [
    [1_400, 3_000],
    [4_500, 10_000],
    [12_000, 30_000],
  ] as const) {
    const pair = pppPair({ latency, a: { ppp: { ...A, restart } }, b: { ppp: { restart } } }).start();
    pair.until(20 * latency);
    t.true(bothUp(pair), `${latency} ms`);
    pair.for(200_000);
    t.is(downs(pair.a) + downs(pair.b), 0);
  }
});

test("a Configure-Request of before that reaches two open ends is settled within a few round trips", (t) => {
  const pair = assigned().start().until(15_000);
  const old = framed(new OctetFramer(new Fcs16(), -1), frame("LCP ConfReq 99 magic aabbccdd"));
  pair.a.itf.receive(old, 0, old.length, pair.a.clock);
  pair.for(100);
  t.true(bothUp(pair));
  t.true(pair.a.itf.counters[InterfaceCounter.PacketsOut]! < 15);
  t.deepEqual([downs(pair.a), downs(pair.b)], [1, 1]);
});

// --- ends that end

test("shut: the peer is told, and says closed by peer; no shut: up again within seconds", (t) => {
  const pair = assigned().start().until(20_000);
  pair.a.itf.shut(pair.a.clock);
  pair.for(10);
  t.deepEqual(pair.b.log.slice(1), ["20005 line protocol down"]);
  pair.for(60_000);
  t.is(downs(pair.b), 1);
  pair.a.itf.noShut(pair.a.clock);
  pair.for(15_000);
  t.true(bothUp(pair));
  t.true(packetsPass(pair));
});

test("a cut: down at both ends between 50 and 60 s after the last reply, up again after the repair", (t) => {
  for (let head = 0; head < 10_000; head += 1_250) {
    const pair = assigned()
      .start()
      .until(100_000 + head);
    for (const end of [pair.a, pair.b]) end.port.faults.cut = true;
    pair.for(300_000);
    for (const end of [pair.a, pair.b]) {
      const down = parseInt(end.log[1]!, 10);
      const lastReply = Math.floor((100_000 + head - 10) / 10_000) * 10_000 + 20;
      t.true(down - lastReply > 50_000 && down - lastReply <= 60_000, `${end.log[1]}, last reply at ${lastReply}`);
      t.is(end.log.length, 2);
      end.port.faults.cut = false;
    }
    // At most a hold, and a request that both send.
    pair.for(14_000);
    t.true(bothUp(pair));
    t.true(packetsPass(pair));
  }
});

test("one way cut: both ends go down, the one that hears since it is told", (t) => {
  const pair = assigned().start().until(30_000);
  pair.a.port.faults.cut = true;
  pair.for(70_000);
  t.is(downs(pair.a), 1);
  t.is(downs(pair.b), 1);
  pair.for(200_000);
  t.false(isUp(pair.a) || isUp(pair.b));
  pair.a.port.faults.cut = false;
  pair.for(20_000);
  t.true(bothUp(pair));
});

test("a link that becomes a loop is found by both ends, and opens when it is none any more", (t) => {
  const pair = assigned().start().until(20_000);
  for (const end of [pair.a, pair.b]) end.port.faults.loop = true;
  pair.for(100_000);
  for (const end of [pair.a, pair.b]) {
    t.true(end.machine.looped);
    t.is(downs(end), 1);
    end.port.faults.loop = false;
  }
  pair.for(30_000);
  t.true(bothUp(pair));
  t.false(pair.a.machine.looped || pair.b.machine.looped);
  t.true(packetsPass(pair));
});

test("a loop that is there from the start opens never, and hardly speaks", (t) => {
  const pair = assigned({ latency: 20 });
  pair.a.port.faults.loop = true;
  pair.a.itf.start(pair.a.clock);
  pair.until(600_000);
  t.true(pair.a.machine.looped);
  t.deepEqual(pair.a.log, []);
  t.true(pair.a.itf.counters[InterfaceCounter.PacketsOut]! < 60);
});

// --- a bad line

test("bit errors at 1e-4: the link is up most of an hour, and never wedged", (t) => {
  for (let seed = 1; seed <= 10; seed++) {
    const pair = assigned({ seed });
    // Of eight bits, as often as not one.
    for (const end of [pair.a, pair.b]) end.port.faults.flip = 8e-4;
    pair.start().until(3_600_000);
    for (const end of [pair.a, pair.b]) end.port.faults.flip = 0;
    pair.for(60_000);
    t.true(bothUp(pair));
    t.true(downs(pair.a) < 20);
    t.true(pair.a.itf.counters[InterfaceCounter.Crc]! > 3);
  }
});

interface Step {
  end: "a" | "b";
  after: number;
  how: "boot" | "shut" | "off" | "address" | "keepalive" | "packet";
}

const step: fc.Arbitrary<Step> = fc.record({
  end: fc.constantFrom<"a" | "b">("a", "b"),
  after: fc.integer({ min: 0, max: 30_000 }),
  how: fc.constantFrom<Step["how"]>("boot", "shut", "off", "address", "keepalive", "packet"),
});

function perform(pair: Pair<Ppp>, { end, how }: Step): void {
  const target = pair[end];
  const { itf } = target;
  if (how === "boot") target.boot();
  else if (how === "address") itf.setAddress(target === pair.a ? A.address! : 0, -1, true, target.clock);
  else if (how === "keepalive") itf.setKeepalive(5_000 + (pair.now % 3) * 5_000, 3, target.clock);
  else if (how === "packet") itf.send(0x0800, Uint8Array.of(0x45, 0x7e), 0, 2, target.clock);
  else {
    itf.shut(target.clock);
    if (how === "shut") itf.noShut(target.clock);
    else pair.after(17_000, () => target.itf.noShut(target.clock));
  }
}

const lineOptions = fc.record({
  latency: fc.integer({ min: 0, max: 900 }),
  jitter: fc.constantFrom(0, 0, 50, 4_000),
  drop: fc.double({ min: 0, max: 0.5, noNaN: true }),
  double: fc.double({ min: 0, max: 0.5, noNaN: true }),
  flip: fc.constantFrom(0, 0, 0.001, 0.02),
  loss: fc.constantFrom(0, 0, 0.005),
  clockA: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  clockB: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fcsA: fc.constantFrom(16, 0, 32),
  fcsB: fc.constantFrom(16, 0, 32),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
});

test("a random walk: loss, doubles, overtaking, bit errors, restarts; on a good line it converges, and stays quiet", (t) => {
  fc.assert(
    fc.property(lineOptions, fc.array(step, { maxLength: 10 }), (line, steps) => {
      const { latency, seed, clockA, clockB, fcsA, fcsB, ...faults } = line;
      const a = { ppp: { ...A, fcs: fcsA }, clock: clockA };
      const pair = pppPair({ latency, seed, a, b: { ppp: { fcs: fcsB }, clock: clockB } });
      for (const end of [pair.a, pair.b]) Object.assign(end.port.faults, faults);
      pair.start();
      for (const each of steps) perform(pair.for(each.after), each);
      for (const end of [pair.a, pair.b])
        Object.assign(end.port.faults, { jitter: 0, drop: 0, double: 0, flip: 0, loss: 0 });
      // What a bad line still brought may open the link with ends that disagree on the FCS: then the echoes end it. So: until
      // an end that is shut is back, until the link is open, until six echoes are missing, until it is open again.
      pair.for(17_000 + 15_000 + 60_000 + 15_000);
      t.true(bothUp(pair));
      const quiet = pair.a.log.length + pair.b.log.length;
      pair.for(120_000);
      t.is(pair.a.log.length + pair.b.log.length, quiet);
      t.is(pair.b.machine.address, A.peerAddress!);
      return packetsPass(pair);
    }),
    { numRuns: 400 },
  );
});

test("a random walk that ends with one end shut: the other comes to a stop that is clean", (t) => {
  fc.assert(
    fc.property(lineOptions, fc.array(step, { maxLength: 6 }), (line, steps) => {
      const { latency, seed, clockA, clockB, fcsA, fcsB, ...faults } = line;
      const a = { ppp: { ...A, fcs: fcsA }, clock: clockA };
      const pair = pppPair({ latency, seed, a, b: { ppp: { fcs: fcsB }, clock: clockB } });
      for (const end of [pair.a, pair.b]) Object.assign(end.port.faults, faults);
      pair.start();
      for (const each of steps) perform(pair.for(each.after), each);
      pair.for(20_000);
      pair.a.itf.shut(pair.a.clock);
      const sent = pair.a.itf.counters[InterfaceCounter.PacketsOut]!;
      pair.for(100_000);
      t.false(pair.b.itf.lineProtocolUp);
      t.false(pair.a.machine.active);
      return pair.a.itf.counters[InterfaceCounter.PacketsOut] === sent;
    }),
    { numRuns: 100 },
  );
});

// --- bare frames

/** An end of a line that carries whole frames, which may be lost, doubled and overtake each other. */
class BareEnd implements Transmitter, KeepaliveListener {
  readonly machine: Ppp;
  readonly buffer = new Uint8Array(1504);
  readonly offset = 0;
  readonly capacity = 1504;
  readonly room = 1504;
  readonly way: { at: number; frame: Uint8Array }[] = [];
  now = 0;
  peer!: BareEnd;
  bad = false;
  /** Frames sent by {@link commit}. */
  sent = 0;
  private readonly _random: XorShift32;

  constructor(seed: number, options: Partial<PppOptions>) {
    this._random = new XorShift32(seed);
    this.machine = new Ppp({ random: new XorShift32(seed + 77), ...options }, new PppFraming(), 1500);
    this.machine.attach(this, this);
  }

  reserve(length: number): boolean {
    return length <= this.room;
  }

  commit(length: number): boolean {
    if (this.bad && this._one(10)) return false;
    this.sent++;
    const copies = !this.bad ? 1 : this._one(3) ? 0 : this._one(3) ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      const delay = this.bad ? (this._random.next() >>> 0) % 5_000 : 10;
      this.peer.way.push({ at: this.now + delay, frame: this.buffer.slice(0, length) });
    }
    return true;
  }

  /** When something happens here next, ms. */
  get next(): number {
    const arrival = Math.min(...this.way.map((each) => each.at));
    return this.machine.active ? Math.min(arrival, Math.max(this.machine.due, this.now)) : arrival;
  }

  run(now: number): void {
    this.now = now;
    for (let i = 0; i < this.way.length;) {
      if (this.way[i]!.at > now) {
        i++;
        continue;
      }
      const { frame } = this.way.splice(i, 1)[0]!;
      this.machine.receive(frame, 0, frame.length, now);
    }
    this.machine.poll(now);
  }

  verdictChanged(): void {}
  resetRequested(): void {}
  intervalElapsed(): void {}
  payloadsPass(): void {}

  private _one(n: number): boolean {
    return (this._random.next() >>> 0) % n === 0;
  }
}

test("bare frames, lost, doubled, overtaken, not taken: both ends open once the line is good", (t) => {
  for (let seed = 1; seed <= 300; seed++) {
    const a = new BareEnd(2 * seed, A);
    const b = new BareEnd(2 * seed + 1, { maxFailure: 1 + (seed % 5), restart: 500 + 500 * (seed % 7) });
    a.peer = b;
    b.peer = a;
    const until = (time: number): void => {
      for (;;) {
        const next = Math.min(a.next, b.next);
        if (next > time) break;
        a.run(next);
        b.run(next);
      }
      a.now = b.now = time;
    };
    a.bad = b.bad = true;
    a.machine.start(0);
    b.machine.start(0);
    until(100_000 + seed * 100);
    const restarted = [a, b][seed & 1]!;
    if (seed % 3 === 0) restarted.machine.stop(restarted.now);
    if (seed % 3 === 0) restarted.machine.start(restarted.now);
    until(200_000 + seed * 100);
    a.bad = b.bad = false;
    until(280_000 + seed * 100);
    for (const end of [a, b]) {
      t.is(end.machine.lcp.control.state, PppState.Opened, `seed ${seed}`);
      t.is(end.machine.ipcp.control.state, PppState.Opened, `seed ${seed}`);
      t.true(end.sent < 2_000);
    }
  }
});
