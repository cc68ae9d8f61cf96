/**
 * The retention store: what a save costs on Node; as a check, every cut of the supply during an update, and every cut
 * during what follows it. `linkpulse power-cut` does the same for a record of any size.
 */
import assert from "node:assert/strict";
import { CutFlash } from "../emulator/retention/cut-flash";
import { CutMemory } from "../emulator/retention/cut-memory";
import { pointsText } from "../emulator/retention/cut-point";
import { BEGINS, PowerCutTrial } from "../emulator/retention/power-cut";
import { storeInFlash, storeInMemory, storeInWords } from "../emulator/retention/memories";
import { StoreSubject } from "../emulator/retention/subject";
import { FlashMemory } from "../src/drivers/flash/flash-memory";
import { Tearing } from "../src/ports";
import { XorShift32 } from "../src/random";
import { CompactSlots, FullSlots } from "../src/retention/slot-format";

/** The memories of chips: their octets, how they tear, the record that fits, and its layout. */
const MEMORIES = [
  ["RP2040 scratch", 16, Tearing.Word, 4, new CompactSlots()],
  ["DS1307", 56, Tearing.Latched, 18, new FullSlots()],
  ["DS1307, if octets could tear", 56, Tearing.Octet, 18, new FullSlots()],
  ["MCP7940N, if octets could tear", 64, Tearing.Octet, 22, new FullSlots()],
  ["DS3232, if octets could tear", 236, Tearing.Octet, 106, new FullSlots()],
] as const;

/** With the drivers of what is no memory by itself: what is cut, its octets, and the record. */
const DRIVERS = [
  ["RP2040 scratch, its driver", storeInWords(new CompactSlots()), 16, 4],
  ["RP2350 scratch, its driver", storeInWords(new FullSlots()), 32, 6],
  ["flash, two sectors of 160 octets", storeInFlash(56, 160, new FullSlots()), 320, 18],
  ["flash, two sectors of 256 octets", storeInFlash(56, 256, new FullSlots()), 512, 18],
] as const;

/** Memories of more octets have random pairs of cuts instead of all. */
const EXHAUSTIVE = 64;
const PAIRS = 100_000;

export function check(): void {
  const subjects = [
    ...MEMORIES.map(([name, memory, tearing, record, format]) => {
      return { name, ...storeInMemory(format), memory, record, tearing };
    }),
    ...DRIVERS.map(([name, subject, memory, record]) => {
      return { name, ...subject, memory, record, tearing: name.startsWith("flash") ? Tearing.Octet : Tearing.Word };
    }),
  ];
  for (const { name, memory, ...options } of subjects) {
    const trial = new PowerCutTrial({ ...options, memory, seed: 1 });
    const random = new XorShift32(1);
    for (const begin of BEGINS) {
      trial.exhaust(begin, memory <= EXHAUSTIVE ? 2 : 1);
      if (memory > EXHAUSTIVE) trial.sample(begin, PAIRS / BEGINS.length, random);
    }
    const { single, double, faults } = trial.counts;
    console.log(`  ${name}: ${single} cuts, ${double} pairs of cuts, ${faults} faults`);
    assert.deepEqual(
      trial.wrong.map(({ begin, points, what }) => `${begin}:${pointsText(points)} ${what}`),
      [],
      name,
    );
  }
}

const SAVES = 100_000;

export function run(): void {
  for (const [name, memory, tearing, record, format] of MEMORIES) {
    const cut = new CutMemory(new Uint8Array(memory), tearing);
    const subject = new StoreSubject(cut, record, format);
    const bytes = new Uint8Array(record);
    subject.start();
    subject.save(bytes);
    cut.octets = 0;
    const begin = performance.now();
    for (let i = 0; i < SAVES; i++) {
      bytes[0] = i;
      bytes[record - 1] = i >> 8;
      subject.save(bytes);
    }
    const microseconds = ((performance.now() - begin) * 1000) / SAVES;
    const octets = cut.octets / SAVES;
    console.log(
      `${name}: record of ${record} octets, ${octets.toFixed(1)} octets read and written, ${microseconds.toFixed(2)} us a save`,
    );
  }
  console.log(`flash of two sectors: record of 18 octets, ${savesAnErasure().toFixed(0)} saves an erasure`);
}

/** In sectors of 4096 octets, as flash has them, a memory of 56 octets with a record of 18. */
function savesAnErasure(): number {
  const cut = new CutFlash(new Uint8Array(8192), 4096, null);
  const memory = new FlashMemory({ area: cut, size: 56, cycles: 100_000 });
  const subject = new StoreSubject(cut, 18, new FullSlots(), memory);
  const bytes = new Uint8Array(18);
  const saves = 10_000;
  subject.start();
  for (let i = 0; i < saves; i++) {
    bytes[0] = i;
    bytes[17] = i >> 8;
    subject.save(bytes);
  }
  return saves / memory.erases;
}
