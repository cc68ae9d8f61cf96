import test from "ava";
import type { ExecutionContext } from "ava";
import fc from "fast-check";
import { Fcs16 } from "../../src/framing/fcs";
import { OctetFramer } from "../../src/framing/octet-framer";
import { XorShift32 } from "../../src/random";
import { HdlcKeepalive } from "../../src/keepalive/hdlc";
import { Pair } from "../support/pair";
import type { End } from "../support/pair";
import { ip, keepalive, packet, reply, request } from "../support/slarp";
import { framed } from "../support/framing";
import { ScriptedRandom } from "../support/scripted-random";

/** A line that has been up for a while; nothing arrives but what the test hands to `end`. */
class Target {
  readonly end: End;
  private readonly _state: string;
  private readonly _t: ExecutionContext;

  constructor(t: ExecutionContext) {
    const pair = new Pair({ a: { keepalive: { address: ip("10.0.0.1"), mask: ip("255.0.0.0") } } }).start();
    this._t = t;
    this.end = pair.until(35_500).a;
    this.end.port.recording = true;
    this._state = this.state();
  }

  /** Everything that frames could change but counters. */
  state(): string {
    const { itf, machine, port, log } = this.end;
    const { mySeq, mineSeen, yourSeen, verdict, diagnostic, active, due, looped, address, mask } = machine;
    const line = [itf.administrativelyUp, itf.carrier, itf.lineProtocolUp, log.length];
    const numbers = [mySeq, mineSeen, yourSeen, verdict, diagnostic, active, due, looped, address, mask];
    return JSON.stringify([line, numbers, machine.heardSinceLine, port.written.length, port.modemLines]);
  }

  receives(octets: ArrayLike<number>): void {
    const bytes = Uint8Array.from(octets);
    this.end.itf.receive(bytes, 0, bytes.length, this.end.clock);
  }

  /** Nothing has changed. */
  untouched(what: string): void {
    if (this.state() !== this._state) this._t.is(this.state(), this._state, what);
  }

  /** And the next good keepalive is taken. */
  takes(sequence: number): void {
    this.receives(onTheLine(keepalive(sequence, this.end.machine.mySeq)));
    if (this.end.machine.yourSeen !== sequence) this._t.fail(`keepalive ${sequence} was not taken`);
  }
}

const onTheLine = (frame: Uint8Array) => framed(new OctetFramer(new Fcs16(), 0), frame);

const FRAMES = [
  keepalive(0x7e7d, 3),
  keepalive(4, 3).slice(0, 18),
  keepalive(0x5e5d, 0x7d7e7d7e, 0x0078f0a2, 2),
  request(),
  reply("10.0.0.1", "255.0.0.0"),
  packet(
    0x0800,
    Uint8Array.from({ length: 64 }, (_, i) => (i * 37) & 255),
  ),
  packet(0x2000, Uint8Array.of(1, 0xb4, 0x7e, 0x7d, 0x5e)),
].map(onTheLine);

test("ten million random octets in pieces of any size", (t) => {
  const target = new Target(t);
  const random = new XorShift32(20_240_229);
  const bytes = new Uint8Array(4096);
  for (let left = 10_000_000; left > 0;) {
    const length = Math.min(left, 1 + (random.next() & 4095));
    for (let i = 0; i < length; i++) bytes[i] = random.next() >>> 24;
    target.end.itf.receive(bytes, 0, length, target.end.clock);
    left -= length;
  }
  target.untouched("random octets");
  target.receives([0x7e]);
  target.takes(77);
  t.pass();
});

test("random octets that are rich in flags, escapes and the octets of real headers", (t) => {
  const target = new Target(t);
  const random = new XorShift32(3);
  const rich = [0x7e, 0x7d, 0x5e, 0x5d, 0x0f, 0x8f, 0x00, 0x80, 0x35, 0x08, 0xff, 0x02];
  const bytes = new Uint8Array(1 << 20).map(() => rich[(random.next() >>> 8) % rich.length]!);
  target.end.itf.receive(bytes, 0, bytes.length, target.end.clock);
  target.untouched("rich octets");
  target.receives([0x7e]);
  target.takes(78);
  t.pass();
});

test("every prefix of a frame, and the frame after it", (t) => {
  const target = new Target(t);
  for (const frame of FRAMES) {
    // Without the closing flag alone it is whole: the flag that opens the next frame closes it.
    for (let length = 0; length < frame.length - 1; length++) {
      target.receives(frame.slice(0, length));
      target.untouched(`${length} octets of ${frame.join()}`);
      target.receives([0x7e]);
      target.untouched(`${length} octets of ${frame.join()}, and a flag`);
    }
  }
  target.receives([0x7e]);
  target.takes(79);
  t.pass();
});

test("every bit of a frame flipped", (t) => {
  const target = new Target(t);
  for (const frame of FRAMES) {
    for (let bit = 0; bit < 8 * frame.length; bit++) {
      const damaged = frame.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      target.receives([0x7e]);
      target.receives(damaged);
      target.receives([0x7e]);
      target.untouched(`bit ${bit} of ${frame.join()}`);
    }
  }
  target.takes(80);
  t.pass();
});

test("the head of one frame spliced to the tail of another", (t) => {
  const target = new Target(t);
  const whole = new Set(FRAMES.map((frame) => frame.join()));
  let splices = 0;
  for (const head of FRAMES) {
    for (const tail of FRAMES) {
      for (let cut = 1; cut < head.length; cut++) {
        for (let from = 1; from < tail.length - 1; from++) {
          const splice = [...head.slice(0, cut), ...tail.slice(from)];
          // What is a whole frame again is no damage; and 7D 7D is read as 7D.
          if (whole.has(splice.join().replace("125,125", "125")) || cut === head.length - 1) continue;
          target.receives(splice);
          target.untouched(`${cut} octets of ${head.join()} and ${tail.join()} from ${from}`);
          splices++;
        }
      }
    }
  }
  target.takes(81);
  t.true(splices > 30_000);
});

test("an octet doubled, an octet left out", (t) => {
  const target = new Target(t);
  for (const frame of FRAMES) {
    for (let i = 1; i < frame.length - 1; i++) {
      // 7D 7D is read as 7D.
      if (frame[i] !== 0x7d) target.receives([...frame.slice(0, i + 1), ...frame.slice(i)]);
      target.untouched(`octet ${i} doubled in ${frame.join()}`);
      target.receives([...frame.slice(0, i), ...frame.slice(i + 1)]);
      target.untouched(`octet ${i} left out of ${frame.join()}`);
    }
  }
  target.takes(82);
  t.pass();
});

test("a keepalive that arrives many times changes no more than it does once", (t) => {
  const target = new Target(t);
  const { machine } = target.end;
  target.receives(onTheLine(keepalive(50, machine.mySeq)));
  const once = target.state();
  for (let i = 0; i < 1_000; i++) target.receives(onTheLine(keepalive(50, machine.mySeq)));
  t.is(target.state(), once);
});

test("any octets as a frame, straight into the machine: nothing is thrown, nothing read beyond the end", (t) => {
  const machine = new HdlcKeepalive({ random: new ScriptedRandom(), askAddress: true, downWhenLooped: true });
  let calls = 0;
  const count = () => {
    calls++;
  };
  machine.attach(
    { buffer: new Uint8Array(22), offset: 0, capacity: 64, commit: () => true },
    { verdictChanged: count, resetRequested: count, intervalElapsed: count, payloadsPass: count },
  );
  machine.start(0);
  const header = fc.constantFrom([], [0x8f], [0x8f, 0], [0x8f, 0, 0x80], [0x8f, 0, 0x80, 0x35], [0x0f, 0, 0x80, 0x35]);
  const type = fc.constantFrom([], [0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 3], [2, 0, 0, 2]);
  const rest = fc.uint8Array({ maxLength: 24 });
  fc.assert(
    fc.property(header, type, rest, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (first, second, third, now) => {
      const frame = Uint8Array.from([...first, ...second, ...third]);
      // Outside the frame stands what must not count.
      const inOnes = new Uint8Array(frame.length + 32).fill(0xff);
      inOnes.set(frame, 16);
      const disposition = machine.receive(inOnes, 16, 16 + frame.length, now);
      return disposition >= 0 && disposition <= 2;
    }),
    { numRuns: 5_000 },
  );
  t.true(calls <= 5_000);
  t.is(machine.mySeq, 0);
});
