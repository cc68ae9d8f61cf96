import test from "ava";
import type { ExecutionContext } from "ava";
import fc from "fast-check";
import { Fcs16 } from "../../src/framing/fcs";
import { OctetFramer } from "../../src/framing/octet-framer";
import { PppFraming } from "../../src/framing/ppp-framing";
import { Ppp } from "../../src/keepalive/ppp";
import { PppState } from "../../src/keepalive/ppp-automaton";
import { InterfaceCounter } from "../../src/link/counters";
import { XorShift32 } from "../../src/random";
import { framed } from "../support/framing";
import { ip } from "../support/slarp";
import { pppPair } from "../support/pair";
import type { End, Pair } from "../support/pair";
import { frame } from "../support/ppp";

const A = { address: ip("10.0.0.1"), peerAddress: ip("10.0.0.2") };

const onLine = (text: string) => framed(new OctetFramer(new Fcs16(), 0), frame(text));

/** A line that has been up for a while; nothing arrives at `a` but what the test hands to it. */
class Target {
  readonly pair: Pair<Ppp>;
  readonly end: End<Ppp>;
  private readonly _state: string;
  private readonly _t: ExecutionContext;
  private _echo = 0;

  constructor(t: ExecutionContext) {
    this._t = t;
    this.pair = pppPair({ a: { ppp: A } })
      .start()
      .until(25_500);
    this.end = this.pair.a;
    this.pair.b.port.faults.cut = true;
    this._state = this.state();
  }

  /** Everything that frames could change but counters. */
  state(): string {
    const { itf, machine, log } = this.end;
    const { lcp, ipcp, echo, verdict, diagnostic, due } = machine;
    const link = [lcp.control.state, lcp.magic, lcp.peerMagic, lcp.peerMru, lcp.looped, ipcp.control.state];
    const addresses = [ipcp.address, ipcp.peerAddress, echo.unanswered, machine.roundTrips.losses];
    return JSON.stringify([itf.lineProtocolUp, log.length, verdict, diagnostic, due, link, addresses, this.sent]);
  }

  get sent(): number {
    return this.end.itf.counters[InterfaceCounter.PacketsOut]!;
  }

  receives(octets: ArrayLike<number>): void {
    const bytes = Uint8Array.from(octets);
    this.end.itf.receive(bytes, 0, bytes.length, this.end.clock);
  }

  /** Nothing has changed. */
  untouched(what: string): void {
    if (this.state() !== this._state) this._t.is(this.state(), this._state, what);
  }

  /** And the next good frame is taken and answered. */
  answers(): void {
    const { sent } = this;
    const magic = (this.end.machine.lcp.peerMagic >>> 0).toString(16).padStart(8, "0");
    this.receives([0x7e, ...onLine(`LCP EchoReq ${++this._echo & 255} magic ${magic}`)]);
    this._t.is(this.sent, sent + 1, "an echo is answered");
  }

  /** Both ends find each other again. */
  opens(): void {
    this.pair.b.port.faults.cut = false;
    this.pair.for(150_000);
    for (const end of [this.pair.a, this.pair.b]) {
      this._t.is(end.machine.lcp.control.state, PppState.Opened);
      this._t.is(end.machine.ipcp.control.state, PppState.Opened);
    }
  }
}

const TEXTS = [
  "LCP ConfReq 1 accm 00000000 magic 7e7d5e5d pfc acfc",
  "LCP ConfAck 2 accm 00000000 magic 11223344",
  "LCP ConfNak 3 mru 1500 fcs 4",
  "LCP ConfRej 4 pfc acfc auth c22305",
  "LCP TermReq 5 627965",
  "LCP TermAck 6",
  "LCP CodeRej 7 01010004",
  "LCP ProtRej 8 8021 0101000a03060a000001",
  "LCP EchoReq 9 magic 01020304 7e7d1113",
  "LCP EchoRep 3 magic 01020304",
  "IPCP ConfReq 1 addr 0.0.0.0 vj 002d0f01",
  "IPCP TermReq 2",
  "IPv4 4500001c00000000",
  "8057 01010004",
];

const FRAMES = TEXTS.map(onLine);

// --- octets

test("ten million random octets in pieces of any size: nothing changes but counters", (t) => {
  const target = new Target(t);
  const random = new XorShift32(20_240_229);
  const bytes = new Uint8Array(4096);
  // One frame in 65536 has a good FCS by chance; it is of no protocol of ours, and is refused.
  const { sent } = target;
  for (let left = 10_000_000; left > 0;) {
    const length = Math.min(left, 1 + (random.next() & 4095));
    for (let i = 0; i < length; i++) bytes[i] = random.next() >>> 24;
    target.end.itf.receive(bytes, 0, length, target.end.clock);
    left -= length;
  }
  t.true(target.sent - sent <= 5);
  t.is(target.end.machine.lcp.control.state, PppState.Opened);
  target.answers();
  target.opens();
});

test("random octets that are rich in flags, escapes and the octets of real headers", (t) => {
  const target = new Target(t);
  const random = new XorShift32(3);
  const rich = [0x7e, 0x7d, 0x5e, 0x5d, 0xff, 0x03, 0xc0, 0x21, 0x80, 0x21, 0x00, 0x01, 0x04, 0x09, 0x0a];
  const bytes = new Uint8Array(1 << 20).map(() => rich[(random.next() >>> 8) % rich.length]!);
  target.end.itf.receive(bytes, 0, bytes.length, target.end.clock);
  target.opens();
  target.pair.b.port.faults.cut = true;
  target.answers();
});

test("every prefix of a frame, and a flag", (t) => {
  const target = new Target(t);
  for (const octets of FRAMES) {
    for (let length = 0; length < octets.length - 1; length++) {
      target.receives(octets.slice(0, length));
      target.receives([0x7e]);
      target.untouched(`${length} octets of ${octets.join()}`);
    }
  }
  target.answers();
});

test("every bit of a frame flipped", (t) => {
  const target = new Target(t);
  for (const octets of FRAMES) {
    for (let bit = 0; bit < 8 * octets.length; bit++) {
      const damaged = octets.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      target.receives([0x7e]);
      target.receives(damaged);
      target.receives([0x7e]);
      target.untouched(`bit ${bit} of ${octets.join()}`);
    }
  }
  target.answers();
});

test("the head of one frame spliced to the tail of another", (t) => {
  const target = new Target(t);
  const whole = new Set(FRAMES.map((octets) => octets.join()));
  let splices = 0;
  for (const head of FRAMES) {
    for (const tail of FRAMES) {
      for (let cut = 1; cut < head.length - 1; cut++) {
        for (let from = 1; from < tail.length - 1; from++) {
          const splice = [...head.slice(0, cut), ...tail.slice(from)];
          // What is a whole frame again is no damage; and 7D 7D is read as 7D.
          if (whole.has(splice.join().replace("125,125", "125"))) continue;
          target.receives(splice);
          target.untouched(`${cut} octets of ${head.join()} and ${tail.join()} from ${from}`);
          splices++;
        }
      }
    }
  }
  t.true(splices > 50_000);
  target.answers();
});

test("an octet doubled, an octet left out", (t) => {
  const target = new Target(t);
  for (const octets of FRAMES) {
    for (let i = 1; i < octets.length - 1; i++) {
      // 7D 7D is read as 7D.
      if (octets[i] !== 0x7d) target.receives([...octets.slice(0, i + 1), ...octets.slice(i)]);
      target.untouched(`octet ${i} doubled in ${octets.join()}`);
      target.receives([...octets.slice(0, i), ...octets.slice(i + 1)]);
      target.untouched(`octet ${i} left out of ${octets.join()}`);
    }
  }
  target.answers();
});

// --- good frames of any content

const OWN_FRAMES = fc.constantFrom(...TEXTS.map(frame));
const HEADS = fc.constantFrom(
  [],
  [0xff],
  [0xff, 3],
  [0xff, 3, 0xc0, 0x21],
  [0xc0, 0x21],
  [0xff, 3, 0x80, 0x21],
  [0x21],
);
const PACKET = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 40 }))
  .map(([code, identifier, data]) => [code, identifier, 0, 4 + data.length, ...data]);
const ANY_FRAME = fc.oneof(
  OWN_FRAMES,
  fc.tuple(HEADS, PACKET).map((parts) => Uint8Array.from(parts.flat())),
  fc.tuple(HEADS, fc.uint8Array({ maxLength: 60 })).map(([head, rest]) => Uint8Array.from([...head, ...rest])),
);

/** A machine with the most options. */
function machineOf(seed: number, commit: (length: number) => boolean): { machine: Ppp; buffer: Uint8Array } {
  const machine = new Ppp(
    { random: new XorShift32(seed), fcs: 32, adaptive: (seed & 1) === 1, ...A },
    new PppFraming(),
    300,
  );
  const buffer = new Uint8Array(320).fill(0xee);
  machine.attach(
    { buffer, offset: 3, capacity: 304, room: 304, reserve: (length: number) => length <= 304, commit },
    { verdictChanged: () => {}, resetRequested: () => {}, intervalElapsed: () => {}, payloadsPass: () => {} },
  );
  return { machine, buffer };
}

test("any frames in any state: nothing is thrown or written outside, each frame in sends at most three out", (t) => {
  let most = 0;
  fc.assert(
    fc.property(fc.array(ANY_FRAME, { maxLength: 40 }), fc.integer({ min: 1 }), fc.boolean(), (frames, seed, busy) => {
      let sent = 0;
      const { machine, buffer } = machineOf(seed, (length) => {
        t.true(length <= 304);
        sent++;
        return !busy || sent % 3 > 0;
      });
      let now = 0;
      machine.start(now);
      for (const octets of frames) {
        const inOnes = new Uint8Array(octets.length + 32).fill(0xff);
        inOnes.set(octets, 16);
        sent = 0;
        machine.receive(inOnes, 16, 16 + octets.length, now);
        most = Math.max(most, sent);
        if (machine.active) machine.poll((now = Math.max(now, machine.due)));
      }
      return buffer[0] === 0xee && buffer.subarray(307).every((octet) => octet === 0xee);
    }),
    { numRuns: 3_000 },
  );
  t.true(most <= 3, `${most} frames`);
});

test("a peer that answers everything with garbage that fits makes nothing loop, and a real one opens afterwards", (t) => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = new XorShift32(seed);
    const one = (n: number) => (random.next() >>> 0) % n;
    const queue: Uint8Array[] = [];
    const { machine, buffer } = machineOf(seed, (length) => {
      queue.push(buffer.slice(3, 3 + length));
      return true;
    });
    const receive = (octets: Uint8Array): void => {
      machine.receive(octets, 0, octets.length, now);
    };
    let now = 0;
    let sent = 0;
    machine.start(now);
    for (let round = 0; round < 3_000; round++) {
      const request = queue.shift();
      if (request === undefined) {
        if (machine.active) machine.poll((now = Math.max(now, machine.due)));
        continue;
      }
      sent++;
      // Our own packet as an Ack, Nak, Reject or a request of the peer's, as it is or with another octet.
      const answer = request.slice();
      answer[4] = 1 + one(11);
      if (one(3) === 0) answer[4 + one(answer.length - 4)] = random.next();
      receive(answer);
      queue.length = Math.min(queue.length, 10);
    }
    t.true(sent <= 3_000);
    // The real peer: another machine.
    const peerFrames: Uint8Array[] = [];
    const peer = machineOf(seed + 1_000_000, (length) => {
      peerFrames.push(peer.buffer.slice(3, 3 + length));
      return true;
    });
    peer.machine.start(now);
    queue.length = 0;
    for (const end = now + 150_000; now < end;) {
      while (queue.length + peerFrames.length > 0) {
        const mine = queue.shift();
        if (mine !== undefined) peer.machine.receive(mine, 0, mine.length, now);
        const theirs = peerFrames.shift();
        if (theirs !== undefined) receive(theirs);
      }
      now = Math.min(machine.active ? machine.due : end, peer.machine.active ? peer.machine.due : end);
      machine.poll(now);
      peer.machine.poll(now);
    }
    t.is(machine.lcp.control.state, PppState.Opened, `seed ${seed}`);
  }
});

test("a frame that arrives a thousand times is answered no more often", (t) => {
  for (const octets of FRAMES) {
    const target = new Target(t);
    const { sent } = target;
    for (let n = 0; n < 1_000; n++) target.receives(octets);
    t.true(target.sent - sent <= 3_000);
    target.opens();
  }
});
