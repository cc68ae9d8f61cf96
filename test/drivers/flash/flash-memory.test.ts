import test from "ava";
import fc from "fast-check";
import { CutFlash } from "../../../emulator/retention/cut-flash";
import { pointsText } from "../../../emulator/retention/cut-point";
import type { CutPoint } from "../../../emulator/retention/cut-point";
import { storeInFlash } from "../../../emulator/retention/memories";
import { BEGINS, PowerCutTrial } from "../../../emulator/retention/power-cut";
import { StoreSubject } from "../../../emulator/retention/subject";
import { FlashMemory } from "../../../src/drivers/flash/flash-memory";
import type { FlashArea } from "../../../src/drivers/flash/flash-memory";
import { MemoryState, Tearing } from "../../../src/ports";
import { XorShift32 } from "../../../src/random";
import { FullSlots } from "../../../src/retention/slot-format";

const SIZE = 32;

/** Flash with a memory of 32 octets in it. */
function open(contents: Uint8Array, point: CutPoint | null = null, sectorSize = 128) {
  const flash = new CutFlash(contents, sectorSize, point);
  return { flash, memory: new FlashMemory({ area: flash, size: SIZE, cycles: 100_000 }) };
}

/** Writes, and polls to the end. @returns whether it was done */
function write(memory: FlashMemory, at: number, octets: readonly number[]): boolean {
  const bytes = Uint8Array.from(octets);
  if (!memory.write(at, bytes, 0, bytes.length)) return false;
  for (let polls = 0; memory.poll() === MemoryState.Busy; polls++) if (polls > 5) throw new Error("no end");
  return memory.poll() === MemoryState.Done;
}

function contentsOf(memory: FlashMemory): number[] {
  const bytes = new Uint8Array(SIZE);
  memory.read(0, bytes, 0, SIZE);
  return [...bytes];
}

const blank = (sectors = 2) => new Uint8Array(128 * sectors).fill(0xff);

test("flash that was never used is memory of zeros, and one write erases one sector", (t) => {
  for (const fill of [0xff, 0, 0x5a]) {
    const contents = blank().fill(fill);
    const { memory } = open(contents);
    t.deepEqual(contentsOf(memory), Array<number>(SIZE).fill(0));
    t.true(write(memory, 4, [1, 2, 3, 4]));
    t.is(memory.erases, 1);
    t.deepEqual(contentsOf(open(contents).memory).slice(0, 9), [0, 0, 0, 0, 1, 2, 3, 4, 0]);
  }
});

test("writes of any place and length are found at the next start, as octets of a memory are", (t) => {
  const writes = fc.array(
    fc.tuple(fc.nat(SIZE - 1), fc.array(fc.nat(255), { minLength: 1, maxLength: SIZE }), fc.boolean()),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(writes, fc.integer({ min: 2, max: 4 }), (list, sectors) => {
      const contents = blank(sectors);
      const expected = Array<number>(SIZE).fill(0);
      let { memory } = open(contents);
      for (const [at, octets, restarts] of list) {
        if (!write(memory, at, octets)) return false;
        octets.slice(0, SIZE - at).forEach((octet, i) => (expected[at + i] = octet));
        if (restarts) memory = open(contents).memory;
        if (contentsOf(memory).join() !== expected.join()) return false;
      }
      return true;
    }),
  );
  t.pass();
});

test("sectors wear alike, and what is unchanged programs nothing", (t) => {
  const contents = blank(3);
  const { memory, flash } = open(contents);
  const erased = [0, 0, 0];
  const erase = flash.erase.bind(flash);
  flash.erase = (sector) => {
    erased[sector]!++;
    return erase(sector);
  };
  // A sector holds all contents and six records of four octets.
  for (let i = 1; i <= 21; i++) t.true(write(memory, 0, [i, 0, 0, 0]));
  t.is(memory.erases, 3);
  t.deepEqual(erased, [1, 1, 1]);
  const { octets } = flash;
  t.true(write(memory, 0, [21, 0]));
  t.is(flash.octets, octets);
});

test("the endurance counts on the longest writes", (t) => {
  // Three records of all octets in each of two sectors.
  t.is(open(blank()).memory.endurance, 100_000 * 2 * 3);
});

test("an operation at a time, and nothing beyond the end", (t) => {
  const { memory } = open(blank());
  const bytes = Uint8Array.of(1, 2, 3);
  t.true(memory.write(30, bytes, 0, 3));
  t.false(memory.write(0, bytes, 0, 3));
  t.false(memory.read(0, bytes, 0, 3));
  while (memory.poll() === MemoryState.Busy);
  t.deepEqual(contentsOf(memory).slice(28), [0, 0, 1, 2]);
  t.true(memory.read(31, bytes, 0, 3));
  t.deepEqual([...bytes], [2, 2, 3]);
});

test("a sector that can't be erased fails the write; the next attempt takes another one", (t) => {
  const { memory, flash } = open(blank(3));
  const erase = flash.erase.bind(flash);
  flash.erase = (sector) => sector !== 0 && erase(sector);
  t.false(write(memory, 0, [7]));
  t.true(write(memory, 0, [7]));
  t.is(contentsOf(memory)[0], 7);
});

const texts = (trial: PowerCutTrial) =>
  trial.wrong.map(({ begin, points, what }) => `${begin}:${pointsText(points)} ${what}`);

// Sectors of different sizes are full at different octets of a save.
for (const sectorSize of [88, 100, 112, 128, 160]) {
  test(`cuts of every octet and erasure, and again during what follows: sectors of ${sectorSize} octets`, (t) => {
    const trial = new PowerCutTrial({
      ...storeInFlash(SIZE, sectorSize, new FullSlots()),
      memory: 2 * sectorSize,
      record: 3,
      tearing: Tearing.Octet,
      seed: sectorSize,
    });
    const random = new XorShift32(sectorSize);
    for (const begin of BEGINS) {
      trial.exhaust(begin, 1);
      trial.sample(begin, 500, random);
    }
    t.log(`${trial.counts.single} single cuts, ${trial.counts.double} double, ${trial.counts.faults} faults`);
    t.deepEqual(texts(trial), []);
    t.true(trial.counts.single > 500);
  });
}

test("the trial catches a log that does not read back what it programs", (t) => {
  const trial = new PowerCutTrial({
    cut: (contents, _tearing, point) => new CutFlash(contents, 128, point),
    make: (cut, record) => {
      const flash = cut as CutFlash;
      let programmed = new Uint8Array(0);
      const blind: FlashArea = {
        sectors: flash.sectors,
        sectorSize: flash.sectorSize,
        erase: (sector) => flash.erase(sector),
        program: (at, bytes, start, end) => {
          programmed = bytes.slice(start, end);
          return flash.program(at, bytes, start, end);
        },
        read: (at, bytes, start, end) => {
          const read = flash.read(at, bytes, start, end);
          bytes.set(programmed, start);
          programmed = new Uint8Array(0);
          return read;
        },
      };
      const memory = new FlashMemory({ area: blind, size: SIZE, cycles: 1 });
      return new StoreSubject(cut, record, new FullSlots(), memory);
    },
    memory: 256,
    record: 3,
    tearing: Tearing.Octet,
    seed: 1,
  });
  for (const begin of BEGINS) trial.exhaust(begin, 1);
  t.true(trial.wrong.length > 0);
  t.log(texts(trial)[0]!);
});

test("options out of range", (t) => {
  const area = new CutFlash(blank(), 128, null);
  const make =
    (size: number, cycles = 1) =>
    () =>
      new FlashMemory({ area, size, cycles });
  t.throws(make(3), { message: "flash memory: size is 3: it must be a whole number from 4 to 4096 octets" });
  t.throws(make(56), { message: "flash memory: size is 56: a sector of 128 octets must hold it twice" });
  t.throws(make(32, 0), {
    message: "flash memory: cycles is 0: it must be a whole number from 1 to 10000000 erasures",
  });
});
