/** A line that breaks what it carries: nothing throws or grows, no wrong frame passes, and the next good one does. */
import test, { type ExecutionContext } from "ava";
import { BitFraming } from "../../src/framing/bit-framing";
import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import type { Deframer, Framing, FrameSink } from "../../src/framing/framing";
import { DeframerCounter } from "../../src/framing/framing";
import { OctetFraming } from "../../src/framing/octet-framing";
import { XorShift32 } from "../../src/random";
import { concat, deframe, framed, hex, toHex } from "../support/framing";

const CAPACITY = 64;
/** cHDLC and PPP keepalives, and octets that both framings have to treat. */
const BEFORE = hex("8f008035000000020000000900000008ffff0001e240");
const BROKEN = hex("ff03c0210920000c7e7d34e3ff1ffff8");
const AFTER = hex("ff03c0210a20000c42345a4d00000000");

const FRAMINGS: [string, Framing, number][] = [
  ["octet-stuffed, ACCM 0", new OctetFraming(new Fcs16(), 0), 2],
  ["octet-stuffed, default ACCM", new OctetFraming(new Fcs16(), -1), 2],
  ["octet-stuffed, FCS-32", new OctetFraming(new Fcs32(), 0), 4],
  ["bit-stuffed", new BitFraming(new Fcs16()), 2],
  ["bit-stuffed, FCS-32", new BitFraming(new Fcs32()), 4],
];

/** Counts what it is told, and looks whether it is always told of the same buffer, within its bounds. */
class Guard implements FrameSink {
  readonly told = new Int32Array(DeframerCounter.Size);
  frame: Uint8Array | null = null;
  sound = true;
  last = new Uint8Array(0);

  constructor(private readonly _length: number) {}

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    this.told[DeframerCounter.Frames]!++;
    this.frame ??= bytes;
    if (bytes !== this.frame || bytes.length !== this._length || start !== 0 || end > CAPACITY) this.sound = false;
    this.last = bytes.slice(start, end);
  }

  frameDiscarded(reason: DeframerCounter): void {
    this.told[reason]!++;
  }
}

/** The counters of frames, without the octets dropped. */
function frameCounters(deframer: Deframer): number[] {
  return Array.from(deframer.counters).map((count, i) => (i === DeframerCounter.Dropped ? 0 : count));
}

for (const [name, framing, fcsSize] of FRAMINGS) {
  const framer = framing.createFramer();
  const [before, broken, after] = [BEFORE, BROKEN, AFTER].map((frame) => framed(framer, frame)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];

  /** What follows the broken octets arrives, what came before them has arrived, and at most the true frame besides. */
  function survives(t: ExecutionContext, octets: Uint8Array, what: string): void {
    const deframer = framing.createDeframer(CAPACITY);
    const said = deframe(deframer, concat(before, octets, after));
    const frames = said.filter((event) => /^([0-9a-f]{2})+$/.test(event));
    const expected = [BEFORE, ...frames.slice(1, -1).map(() => BROKEN), AFTER].map(toHex);
    if (frames.join() !== expected.join()) t.fail(`${what}: ${said.join(", ")}`);
    if (said.length !== frameCounters(deframer).reduce((sum, count) => sum + count)) t.fail(`${what}: miscounted`);
  }

  test(`${name}: ten million random octets, with a good frame now and then`, (t) => {
    const random = new XorShift32(1);
    const deframer = framing.createDeframer(CAPACITY);
    const guard = new Guard(CAPACITY + fcsSize);
    const chunk = new Uint8Array(10_000);
    const words = new Int32Array(chunk.buffer);
    deframer.attach(guard);
    for (let octets = 0; octets < 10_000_000; octets += chunk.length) {
      for (let i = 0; i < words.length; i++) words[i] = random.next();
      deframer.push(chunk, 0, chunk.length, 0);
      const frames = deframer.counters[DeframerCounter.Frames]!;
      deframer.push(after, 0, after.length, 0);
      if (deframer.counters[DeframerCounter.Frames] !== frames + 1 || toHex(guard.last) !== toHex(AFTER)) {
        t.fail(`lost after ${octets} octets`);
      }
    }
    t.true(guard.sound);
    t.deepEqual([...guard.told], frameCounters(deframer));
    // FCS-16 lets one wrong frame in 65536 pass, and there are some ten thousand that it judges in the noise.
    t.true(guard.told[DeframerCounter.Frames]! <= 1003);
    for (const kind of [DeframerCounter.FcsErrors, DeframerCounter.Short, DeframerCounter.Overlong]) {
      t.true(guard.told[kind]! > 100);
    }
  });

  test(`${name}: every beginning of a frame, and every end`, (t) => {
    for (let cut = 0; cut <= broken.length; cut++) {
      survives(t, broken.subarray(0, cut), `the first ${cut} octets`);
      survives(t, broken.subarray(cut), `all but the first ${cut} octets`);
    }
    t.pass();
  });

  test(`${name}: every single bit turned over, and every two neighbours`, (t) => {
    for (let bit = 0; bit < 8 * broken.length; bit++) {
      const changed = broken.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      survives(t, changed, `bit ${bit}`);
      if (bit + 1 === 8 * broken.length) continue;
      changed[(bit + 1) >> 3]! ^= 1 << ((bit + 1) & 7);
      survives(t, changed, `bits ${bit} and ${bit + 1}`);
    }
    t.pass();
  });

  test(`${name}: octets cut out or sent twice, anywhere`, (t) => {
    for (let from = 0; from <= broken.length; from++) {
      for (let to = 0; to <= broken.length; to++) {
        survives(t, concat(broken.subarray(0, from), broken.subarray(to)), `${from} octets, then those from ${to} on`);
      }
    }
    t.pass();
  });

  test(`${name}: the beginning of one frame and the end of another`, (t) => {
    for (let from = 0; from <= broken.length; from++) {
      for (let to = 0; to <= before.length; to++) {
        const spliced = concat(broken.subarray(0, from), before.subarray(to));
        const said = deframe(framing.createDeframer(CAPACITY), concat(spliced, after));
        const frames = said.filter((event) => /^([0-9a-f]{2})+$/.test(event));
        if (frames.some((frame) => ![BEFORE, BROKEN, AFTER].map(toHex).includes(frame)))
          t.fail(`${from}, ${to}: ${said.join()}`);
        if (frames.at(-1) !== toHex(AFTER)) t.fail(`${from}, ${to}: ${said.join()}`);
      }
    }
    t.pass();
  });
}
