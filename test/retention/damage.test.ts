/** What a check is for: a stored image that changed by itself is never taken for a record. */
import test from "ava";
import type { ExecutionContext } from "ava";
import { CutMemory } from "../../emulator/retention/cut-memory";
import { StoreSubject } from "../../emulator/retention/subject";
import { Tearing } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { CompactSlots, FullSlots } from "../../src/retention/slot-format";
import type { SlotFormat } from "../../src/retention/slot-format";

interface Image {
  format: SlotFormat;
  contents: Uint8Array;
  record: number;
  /** Octets of the only good slot, from 0 on. */
  slot: number;
}

/** A memory with one good slot, at its beginning, and a damaged one. */
function image(format: SlotFormat, memory: number, record: number): Image {
  const contents = new Uint8Array(memory);
  const random = new XorShift32(9);
  const subject = new StoreSubject(new CutMemory(contents, Tearing.Octet), record, format);
  subject.start();
  subject.save(new Uint8Array(record).map(() => random.next() & 0xff));
  contents[memory - 1]! ^= 0x10;
  return { format, contents, record, slot: format.header + record };
}

const found = ({ format, contents, record }: Image) => {
  const subject = new StoreSubject(new CutMemory(contents, Tearing.Octet), record, format);
  return subject.start() === null ? subject.result : "a record";
};

/** Flips bits, most significant first as they cross a bus, looks, and flips them back. */
function isDetected(t: ExecutionContext, image: Image, bits: readonly number[]): void {
  const flip = () => bits.forEach((bit) => (image.contents[bit >> 3]! ^= 0x80 >> (bit & 7)));
  flip();
  const result = found(image);
  // A commit word that becomes 0 is one that was never written.
  if (result !== "corrupt") t.fail(`bits ${bits.join(", ")}: ${result}`);
  flip();
}

for (const [name, format, memory, record, longest] of [
  ["full", new FullSlots(), 56, 18, 32],
  ["compact", new CompactSlots(), 16, 4, 16],
] as const) {
  const subject = image(format, memory, record);
  const bits = 8 * subject.slot;

  test(`${name}: without damage it is a record`, (t) => t.is(found(subject), "a record"));

  test(`${name}: every flip of one bit and of two is detected`, (t) => {
    for (let a = 0; a < bits; a++) {
      isDetected(t, subject, [a]);
      for (let b = a + 1; b < bits; b++) isDetected(t, subject, [a, b]);
    }
    t.pass();
  });

  test(`${name}: bursts of up to ${longest} bits are detected wherever they begin`, (t) => {
    const random = new XorShift32(1);
    for (let first = 0; first < bits; first++) {
      for (let length = 3; length <= longest && first + length <= bits; length++) {
        const inner = Array.from({ length: length - 2 }, (_, i) => first + 1 + i);
        isDetected(t, subject, [first, ...inner, first + length - 1]);
        for (let i = 0; i < 4; i++) {
          isDetected(t, subject, [first, ...inner.filter(() => random.next() < 0), first + length - 1]);
        }
      }
    }
    t.pass();
  });
}
