/** The emulated DS1307 against statements of its data sheet (rev. 3/15), through its two pins only. */
import test from "ava";
import { Ds1307Chip } from "../../../../emulator/chips/ds1307/chip";
import type { Ds1307ChipOptions } from "../../../../emulator/chips/ds1307/chip";
import { I2cPins } from "../../../support/rtc/i2c-pins";

class Bench extends I2cPins {
  readonly chip: Ds1307Chip;

  constructor(options: Ds1307ChipOptions = {}) {
    let made: Ds1307Chip;
    super(0x68, (simulation) => (made = new Ds1307Chip(simulation, options)));
    this.chip = made!;
  }

  /** Sets seconds to year. */
  at(text: string): this {
    this.write(0x00, text);
    return this;
  }
}

test("first supply: 1 January, weekday 1, 00:00:00, and the oscillator halted (page 8)", (t) => {
  const bench = new Bench();
  t.is(bench.read(0x00, 7), "80 00 00 01 01 01 00");
  bench.pass(100);
  t.is(bench.read(0x00, 7), "80 00 00 01 01 01 00");
});

test("CH clear: the clock runs; CH set: it stands (page 8)", (t) => {
  const bench = new Bench().at("00 00 00 01 01 01 00");
  bench.pass(59.5);
  t.is(bench.read(0x00, 3), "59 00 00");
  bench.pass(0.5);
  t.is(bench.read(0x00, 3), "00 01 00");
  bench.write(0x00, "80");
  bench.pass(10);
  t.is(bench.read(0x00, 3), "80 01 00");
});

for (const [what, before, after] of [
  ["a minute", "59 10 12 03 15 06 24", "00 11 12 03 15 06 24"],
  ["an hour", "59 59 12 03 15 06 24", "00 00 13 03 15 06 24"],
  ["a day, and the weekday with it", "59 59 23 03 15 06 24", "00 00 00 04 16 06 24"],
  ["weekday 7 to 1", "59 59 23 07 15 06 24", "00 00 00 01 16 06 24"],
  ["30 April", "59 59 23 01 30 04 23", "00 00 00 02 01 05 23"],
  ["31 December", "59 59 23 01 31 12 23", "00 00 00 02 01 01 24"],
  ["28 February of a common year", "59 59 23 01 28 02 23", "00 00 00 02 01 03 23"],
  ["28 February of a leap year", "59 59 23 01 28 02 24", "00 00 00 02 29 02 24"],
  ["29 February", "59 59 23 01 29 02 24", "00 00 00 02 01 03 24"],
  ["28 February of year 00", "59 59 23 01 28 02 00", "00 00 00 02 29 02 00"],
  ["99 to 00", "59 59 23 01 31 12 99", "00 00 00 02 01 01 00"],
  ["11:59:59 AM", "59 59 51 01 15 06 24", "00 00 72 01 15 06 24"],
  ["12:59:59 PM", "59 59 72 01 15 06 24", "00 00 61 01 15 06 24"],
  ["11:59:59 PM", "59 59 71 01 15 06 24", "00 00 52 02 16 06 24"],
] as const) {
  test(`carries: ${what}`, (t) => {
    const bench = new Bench().at(before);
    bench.pass(1);
    t.is(bench.read(0x00, 7), after);
  });
}

test("years go by in one step as in many", (t) => {
  const once = new Bench().at("00 00 00 01 01 01 00");
  const often = new Bench().at("00 00 00 01 01 01 00");
  once.pass(86400 * 800 + 12345);
  for (let i = 0; i < 800; i++) often.pass(86400).read(0x00, 7);
  often.pass(12345);
  t.is(once.read(0x00, 7), "45 25 03 03 11 03 02");
  t.is(often.read(0x00, 7), once.read(0x00, 7));
});

test("bits that a register does not have read as 0 (table 2)", (t) => {
  const bench = new Bench();
  bench.write(0x00, "ff ff ff ff ff ff ff ff");
  t.is(bench.read(0x00, 8), "ff 7f 7f 07 3f 1f ff 93");
});

test("56 octets of RAM behind the control register; the address wraps from 3Fh to 00h, onto the clock (page 7)", (t) => {
  const bench = new Bench();
  bench.write(0x08, "11 22 33");
  bench.write(0x3e, "aa bb 95 96");
  t.is(bench.read(0x08, 3), "11 22 33");
  t.is(bench.read(0x3e, 4), "aa bb 95 16");
  t.is(bench.read(0x7e, 2), "aa bb", "of the address six bits count");
});

test("reading: the time is held still from the start on (page 8)", (t) => {
  const { chip, simulation } = new Bench().at("58 59 23 07 31 12 99");
  const advance = () => void simulation.runUntil(simulation.seconds + 1, 0);
  advance();
  chip.start(0x68);
  chip.write(0x00);
  chip.start(0x68);
  const octets = [chip.read(), chip.read()];
  advance();
  for (let i = 0; i < 5; i++) octets.push(chip.read());
  chip.stop();
  t.deepEqual(octets, [0x59, 0x59, 0x23, 0x07, 0x31, 0x12, 0x99], "though it is 1 January by then");
});

test("writing the seconds begins a second anew (page 8)", (t) => {
  const bench = new Bench().at("00 00 00 01 01 01 00");
  bench.pass(0.9);
  bench.write(0x00, "10");
  bench.pass(0.9);
  t.is(bench.read(0x00, 1), "10");
  bench.write(0x01, "30");
  bench.pass(0.1);
  t.is(bench.read(0x00, 1), "11", "other registers don't");
});

test("an octet is taken at its acknowledge (page 8)", (t) => {
  const { chip } = new Bench();
  chip.start(0x68);
  chip.write(0x08);
  chip.write(0x5a);
  chip.write(0x5b);
  // No stop.
  chip.start(0x68);
  chip.write(0x08);
  chip.start(0x68);
  t.deepEqual([chip.read(), chip.read()], [0x5a, 0x5b]);
});

test("below 1.25 VBAT nothing is heard, and the clock and the RAM live on VBAT", (t) => {
  const bench = new Bench().at("00 00 12 01 01 01 24");
  bench.write(0x08, "de ad");
  bench.chip.power(3.6);
  t.is(bench.read(0x08, 1), "address NAK");
  bench.chip.power(0);
  bench.pass(3600);
  bench.chip.power(5);
  t.is(bench.read(0x00, 3), "00 00 13");
  t.is(bench.read(0x08, 2), "de ad");
});

test("an access in progress ends when VCC falls, and the address becomes 0", (t) => {
  const { chip } = new Bench();
  chip.start(0x68);
  chip.write(0x08);
  t.true(chip.write(0x77));
  chip.power(3);
  t.false(chip.write(0x78));
  chip.power(5);
  t.false(chip.write(0x79), "only a start begins anew");
  chip.start(0x68);
  t.is(chip.read(), 0x80);
});

test("without a battery everything is lost with VCC", (t) => {
  const bench = new Bench({ battery: 0 }).at("00 00 12 01 01 01 24");
  bench.write(0x08, "de ad be ef");
  bench.chip.power(0);
  bench.chip.power(5);
  t.is(bench.read(0x00, 7), "80 00 00 01 01 01 00");
  t.not(bench.read(0x08, 4), "de ad be ef");
});

test("the oscillator takes time to start, and drifts", (t) => {
  const slow = new Bench({ startTime: 500_000_000 }).at("00 00 00 01 01 01 00");
  slow.pass(1.4);
  t.is(slow.read(0x00, 1), "00");
  slow.pass(0.1);
  t.is(slow.read(0x00, 1), "01");
  const fast = new Bench({ drift: 100 }).at("00 00 00 01 01 01 00");
  fast.pass(86400);
  t.is(fast.read(0x00, 4), "08 00 00 02", "8.64 s a day");
});

test("another address is another chip's", (t) => {
  const bench = new Bench();
  t.is(new I2cPins(0x50, () => bench.chip).read(0, 1), "address NAK");
});
