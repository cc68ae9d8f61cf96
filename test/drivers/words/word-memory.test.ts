import test from "ava";
import fc from "fast-check";
import { pointsText } from "../../../emulator/retention/cut-point";
import { storeInWords } from "../../../emulator/retention/memories";
import { BEGINS, PowerCutTrial } from "../../../emulator/retention/power-cut";
import { WordMemory } from "../../../src/drivers/words/word-memory";
import type { RetainedWords } from "../../../src/drivers/words/word-memory";
import { MemoryState, PortFault, Tearing } from "../../../src/ports";
import { CompactSlots, FullSlots } from "../../../src/retention/slot-format";

class Words implements RetainedWords {
  readonly lost = false;
  readonly values: Int32Array;

  constructor(readonly count: number) {
    this.values = new Int32Array(count);
  }

  read(index: number): number {
    if (index >= this.count) throw new RangeError(`word ${index}`);
    return this.values[index]!;
  }

  write(index: number, word: number): void {
    if (index >= this.count) throw new RangeError(`word ${index}`);
    this.values[index] = word;
  }
}

test("octets are in a word from the highest to the lowest", (t) => {
  const words = new Words(4);
  const memory = new WordMemory(words);
  t.is(memory.size, 16);
  t.true(memory.write(4, Uint8Array.of(0, 0x81, 2, 3, 4, 5, 6, 7, 8, 0), 1, 9));
  t.is(memory.poll(), MemoryState.Done);
  t.deepEqual([...words.values], [0, 0x81020304 | 0, 0x05060708, 0]);
  const read = new Uint8Array(5);
  memory.read(5, read, 1, 4);
  t.deepEqual([...read], [0, 2, 3, 4, 0]);
});

test("nothing beyond the end is touched", (t) => {
  fc.assert(
    fc.property(fc.nat(4), fc.nat(7), fc.nat(40), (word, words, octets) => {
      const memory = new WordMemory(new Words(4));
      memory.write(4 * word, new Uint8Array(28), 0, 4 * words);
      memory.read(4 * word, new Uint8Array(40), 0, octets);
    }),
  );
  t.pass();
});

test("what are no words is not written", (t) => {
  const words = new Words(4);
  const memory = new WordMemory(words);
  for (const [at, end] of [
    [2, 4],
    [4, 3],
  ] as const) {
    t.true(memory.write(at, Uint8Array.of(1, 2, 3, 4), 0, end));
    t.is(memory.poll(), MemoryState.Failed);
    t.is(memory.fault, PortFault.Stuck);
  }
  t.deepEqual([...words.values], [0, 0, 0, 0]);
});

for (const [title, memory, record, format] of [
  ["scratch registers of an RP2040", 16, 4, new CompactSlots()],
  ["scratch registers of an RP2350", 32, 6, new FullSlots()],
] as const) {
  test(`cuts before every word, and again during what follows: ${title}`, (t) => {
    const trial = new PowerCutTrial({ ...storeInWords(format), memory, record, tearing: Tearing.Word, seed: 1 });
    for (const begin of BEGINS) trial.exhaust(begin, 2);
    t.log(`${trial.counts.single} single cuts, ${trial.counts.double} double, ${trial.counts.faults} faults`);
    t.deepEqual(
      trial.wrong.map(({ begin, points, what }) => `${begin}:${pointsText(points)} ${what}`),
      [],
    );
    t.true(trial.counts.double >= 50);
  });
}
