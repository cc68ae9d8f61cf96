/** The emulated DS3231 and DS3232 against statements of the DS3231 data sheet (rev. 10), through their two pins only. */
import test from "ava";
import { Ds3231Chip } from "../../../../emulator/chips/ds3231/chip";
import type { Ds3231ChipOptions } from "../../../../emulator/chips/ds3231/chip";
import { I2cPins } from "../../../support/rtc/i2c-pins";

class Bench extends I2cPins {
  readonly chip: Ds3231Chip;

  constructor(options: Ds3231ChipOptions = {}) {
    let made: Ds3231Chip;
    super(0x68, (simulation) => (made = new Ds3231Chip(simulation, options)));
    this.chip = made!;
  }
}

test("first supply: 1 January, weekday 1, 00:00:00; OSF set, RS2, RS1 and INTCN set; the clock runs (pages 12 to 14)", (t) => {
  const bench = new Bench();
  t.is(bench.read(0x00, 7), "00 00 00 01 01 01 00");
  t.is(bench.read(0x0e, 2), "1c 88");
  bench.pass(5);
  t.is(bench.read(0x00, 1), "05");
});

test("the century bit toggles when the year goes from 99 to 00 (page 12)", (t) => {
  const bench = new Bench();
  bench.write(0x00, "59 59 23 05 31 12 99");
  bench.pass(1);
  t.is(bench.read(0x00, 7), "00 00 00 06 01 81 00");
});

test("OSF stays set until it is written to 0; alarm flags can only be cleared (page 14)", (t) => {
  const bench = new Bench();
  bench.write(0x0f, "8b");
  t.is(bench.read(0x0f, 1), "88");
  bench.write(0x0f, "08");
  t.is(bench.read(0x0f, 1), "08");
  bench.write(0x0f, "8b");
  t.is(bench.read(0x0f, 1), "08");
});

test("EOSC stops the oscillator on VBAT only, and that sets OSF (page 13)", (t) => {
  const bench = new Bench();
  bench.write(0x0e, "9c 08");
  bench.pass(2);
  t.is(bench.read(0x0f, 1), "08");
  t.is(bench.read(0x00, 1), "02");
  bench.chip.power(0);
  bench.pass(100);
  bench.chip.power(3.3);
  t.is(bench.read(0x0f, 1), "88");
  t.is(bench.read(0x00, 1), "02");
});

test("on VBAT the clock goes on, and the interface works (page 11)", (t) => {
  const bench = new Bench();
  bench.write(0x0f, "08");
  bench.chip.power(0);
  bench.pass(60);
  t.is(bench.read(0x00, 2), "00 01");
  t.is(bench.read(0x0f, 1), "08");
});

test("without VCC and VBAT all is lost", (t) => {
  const bench = new Bench({ battery: 0 });
  bench.write(0x00, "00 30 12 01 15 06 24");
  bench.chip.power(0);
  bench.pass(10);
  bench.chip.power(3.3);
  t.is(bench.read(0x00, 7), "00 00 00 01 01 01 00");
  t.is(bench.read(0x0f, 1), "88");
});

test("the address wraps behind 12h to 00h; behind FFh on a DS3232, which has 236 octets of SRAM from 14h on", (t) => {
  const bench = new Bench();
  bench.write(0x01, "45");
  t.is(bench.read(0x12, 3), "00 00 45");
  const larger = new Bench({ sram: true });
  larger.write(0x01, "45");
  larger.write(0x14, "01 02");
  larger.write(0xff, "ee 33");
  t.is(larger.read(0x14, 2), "01 02");
  t.is(larger.read(0xff, 3), "ee 33 45");
});

test("temperature: quarters of a degree in ten bits (page 15)", (t) => {
  t.is(new Bench({ temperature: 25.25 }).read(0x11, 2), "19 40");
  t.is(new Bench({ temperature: -10.25 }).read(0x11, 2), "f5 c0");
});

test("CONV stays 1 until the conversion is over (page 13)", (t) => {
  const bench = new Bench();
  bench.write(0x0e, "3c");
  t.is(bench.read(0x0e, 1), "3c");
  bench.write(0x0e, "1c");
  t.is(bench.read(0x0e, 1), "3c", "it can't be taken back");
  bench.pass(0.2);
  t.is(bench.read(0x0e, 1), "1c");
});

test("aging: positive values slow the clock, from a conversion on", (t) => {
  const bench = new Bench();
  bench.write(0x00, "00 00 00 01 01 01 24");
  bench.write(0x10, "64");
  bench.pass(1_000_000);
  t.is(bench.read(0x00, 3), "40 46 13", "nothing yet: 11 days, 13:46:40");
  bench.write(0x0e, "3c");
  bench.write(0x00, "00 00 00 01 01 01 24");
  bench.pass(1_000_000);
  t.is(bench.read(0x00, 3), "30 46 13", "100 steps: 10 parts per million");
});
