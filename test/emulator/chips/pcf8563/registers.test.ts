/** The emulated PCF8563 against statements of its data sheet (rev. 10), through its two pins only. */
import test from "ava";
import { Pcf8563Chip } from "../../../../emulator/chips/pcf8563/chip";
import { I2cPins } from "../../../support/rtc/i2c-pins";

class Bench extends I2cPins {
  readonly chip: Pcf8563Chip;

  constructor(undefinedBits: 0 | 1 = 0) {
    let made: Pcf8563Chip;
    super(0x51, (simulation) => (made = new Pcf8563Chip(simulation, { undefinedBits })));
    this.chip = made!;
  }
}

test("VL is set at start-up, and cleared by writing only (page 10)", (t) => {
  const bench = new Bench();
  const vl = () => parseInt(bench.read(0x02, 1), 16) & 0x80;
  t.is(vl(), 0x80);
  bench.pass(100);
  t.is(vl(), 0x80);
  bench.write(0x02, "00");
  t.is(vl(), 0);
  bench.chip.power(0.95);
  bench.chip.power(3.3);
  t.is(vl(), 0, "the clock works from 1 V on");
  bench.chip.power(0.8);
  bench.chip.power(3.3);
  t.is(vl(), 0x80);
});

for (const [what, before, after] of [
  ["31 December, Sunday to Monday", "59 59 23 31 00 12 23", "00 00 00 01 01 01 24"],
  ["weekday 6 to 0", "59 59 23 15 06 06 24", "00 00 00 16 00 06 24"],
  ["29 February", "59 59 23 28 03 02 24", "00 00 00 29 04 02 24"],
  ["year 00 is a leap year (page 11)", "59 59 23 28 03 02 00", "00 00 00 29 04 02 00"],
  ["99 to 00 toggles C (page 12)", "59 59 23 31 04 12 99", "00 00 00 01 05 81 00"],
  ["and toggles it back", "59 59 23 31 04 92 99", "00 00 00 01 05 01 00"],
] as const) {
  test(`carries: ${what}`, (t) => {
    const bench = new Bench();
    bench.write(0x02, before);
    bench.write(0x00, "20");
    bench.write(0x00, "00");
    bench.pass(1);
    t.is(bench.read(0x02, 7), after);
  });
}

test("STOP holds the clock, and it begins a second when it is cleared", (t) => {
  const bench = new Bench();
  bench.write(0x00, "20");
  bench.write(0x02, "10");
  bench.pass(10);
  t.is(bench.read(0x02, 1), "10");
  bench.write(0x00, "00");
  bench.pass(0.9);
  t.is(bench.read(0x02, 1), "10");
  bench.pass(0.1);
  t.is(bench.read(0x02, 1), "11");
});

test("bits that a register does not have read as either", (t) => {
  const none = new Bench(0);
  const all = new Bench(1);
  for (const bench of [none, all]) bench.write(0x02, "00 00 00 00 00 00 00");
  t.is(none.read(0x02, 7), "00 00 00 00 00 00 00");
  t.is(all.read(0x02, 7), "00 80 c0 c0 f8 60 00");
});

test("below 1.8 V the bus is not heard, and the clock goes on", (t) => {
  const bench = new Bench();
  bench.write(0x02, "00 00 12");
  bench.chip.power(1.2);
  t.is(bench.read(0x02, 1), "address NAK");
  bench.pass(3600);
  bench.chip.power(3.3);
  t.is(bench.read(0x02, 3), "00 00 13");
});
