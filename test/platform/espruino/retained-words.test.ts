import test from "ava";
import { WordMemory } from "../../../src/drivers/words/word-memory";
import type { RetainedWords } from "../../../src/drivers/words/word-memory";
import { powmanScratch, rtcMemory, watchdogScratch } from "../../../src/platform/espruino/retained-words";
import { FieldType, RecordLayout } from "../../../src/retention/record";
import { CompactSlots } from "../../../src/retention/slot-format";
import { FakeChip, FakeRp2040 } from "../../support/retention/fake-chip";
import { StoreBench } from "../../support/retention/store-bench";

const UPTIME = new RecordLayout({
  name: "uptime",
  id: 1,
  version: 1,
  fields: [{ name: "uptime", type: FieldType.Int32, unit: "s" }],
});

const scratchStore = () =>
  new StoreBench(new Uint8Array(0), {
    memory: new WordMemory(watchdogScratch()),
    layout: UPTIME,
    format: new CompactSlots(),
  });

function save(bench: StoreBench, seconds: number): void {
  bench.store.record.set(0, seconds);
  bench.store.save(bench.now);
  bench.settle();
}

test.serial("a record in an RP2040's scratch registers outlives its watchdog, and not RUN", (t) => {
  const chip = new FakeRp2040().install();
  const first = scratchStore().start();
  save(first, 3600);
  t.deepEqual(first.told(), ["cold", "saved"]);

  chip.expire();
  t.is(chip.reason, 1);
  const second = scratchStore().start();
  t.deepEqual(second.told(), ["restored"]);
  t.is(second.store.record.get(0), 3600);
  save(second, 3660);

  // As a program resets itself: TRIGGER of CTRL.
  chip.poke(0x40058000, 0x80000000);
  t.is(chip.reason, 2);
  const third = scratchStore().start();
  t.deepEqual(third.told(), ["restored"]);
  t.is(third.store.record.get(0), 3660);

  chip.run();
  t.deepEqual(scratchStore().start().told(), ["cold"]);
});

test.serial("what the boot ROM and the SDK keep in SCRATCH4 to SCRATCH7 is left alone", (t) => {
  const chip = new FakeRp2040().install();
  const theirs = [0xb007c0d3, 0x11111111, 0x20042000, 0x10000101];
  theirs.forEach((word, i) => chip.poke(0x4005801c + 4 * i, word));
  const bench = scratchStore().start();
  for (let i = 0; i < 300; i++) save(bench, i);
  t.deepEqual(chip.scratch.slice(4), theirs);
  t.is(chip.boots, "vector");
});

test.serial("a watchdog that bites between any two words leaves the old record or the new one", (t) => {
  for (let word = 0; word < 14; word++) {
    const chip = new FakeRp2040().install();
    save(scratchStore().start(), 100);
    let left = word;
    const poke = chip.poke.bind(chip);
    chip.poke = (address, value) => {
      if (left-- > 0) poke(address, value);
    };
    save(scratchStore().start(), 200);
    chip.poke = poke;
    chip.expire();
    const after = scratchStore().start();
    t.deepEqual(after.told(), ["restored"], `${word}`);
    const found = after.store.record.get(0);
    t.true(found === 100 || found === 200, `${word}: ${found}`);
  }
});

function registersOf(words: RetainedWords): void {
  for (let i = 0; i < words.count; i++) words.write(i, 0x01020304 * (i + 1));
}

test.serial("POWMAN's scratch registers of an RP2350", (t) => {
  const registers = Array.from({ length: 8 }, (_, i) => 0x401000b0 + 4 * i);
  const chip = new FakeChip(registers).install();
  const words = powmanScratch();
  registersOf(words);
  t.deepEqual(
    registers.map((address) => chip.peek(address)),
    registers.map((_, i) => 0x01020304 * (i + 1)),
  );
  t.false(words.lost);
});

test.serial("RTC memory of an ESP32, whose contents mean nothing at power-on only", (t) => {
  const CAUSE = 0x3ff48034;
  const memory = Array.from({ length: 128 }, (_, i) => 0x50001c00 + 4 * i);
  const chip = new FakeChip([CAUSE, ...memory]).install();
  for (const [cause, lost] of [
    [0x01, true],
    [0x03, false],
    [0x05, false],
    [0x0f, false],
    [0x10, false],
  ] as const) {
    // Bits 11 to 6 are those of the other processor.
    chip.poke(CAUSE, cause | (0x0e << 6));
    t.is(rtcMemory().lost, lost, `${cause}`);
  }
  registersOf(rtcMemory());
  t.is(chip.peek(memory[0]!), 0x01020304);
  t.is(new WordMemory(rtcMemory()).size, 512);
  rtcMemory().write(0, -2);
  t.is(rtcMemory().read(0), -2);
});
