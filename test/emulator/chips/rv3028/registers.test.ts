/** The emulated RV-3028 against statements of its application manual, through its two pins only. */
import test from "ava";
import { Rv3028Chip } from "../../../../emulator/chips/rv3028/chip";
import { I2cPins } from "../../../support/rtc/i2c-pins";

class Bench extends I2cPins {
  readonly chip: Rv3028Chip;

  constructor(backup = 3) {
    let made: Rv3028Chip;
    super(0x52, (simulation) => (made = new Rv3028Chip(simulation, { backup })));
    this.chip = made!;
  }

  /** Out of the refresh at power-up. */
  ready(): this {
    return this.pass(0.1);
  }
}

test("power-on reset: 1 January, PORF, user RAM 0; EEbusy for the refresh", (t) => {
  const bench = new Bench();
  t.is(bench.read(0x00, 7), "00 00 00 00 01 01 00");
  t.is(bench.read(0x0e, 1), "81");
  bench.ready();
  t.is(bench.read(0x0e, 1), "01");
  t.is(bench.read(0x1f, 2), "00 00");
  t.is(bench.read(0x37, 1), "10", "switchover off, from the factory");
});

test("calendar and UNIX counter go on together, and are set apart", (t) => {
  const bench = new Bench();
  bench.write(0x1b, "fe ff 00 00");
  bench.write(0x00, "59 59 23 06 28 02 24");
  bench.pass(1);
  t.is(bench.read(0x00, 7), "00 00 00 00 29 02 24");
  bench.pass(1);
  t.is(bench.read(0x1b, 4), "00 00 01 00");
});

test("flags are cleared by writing 0, and not set", (t) => {
  const bench = new Bench().ready();
  bench.write(0x0e, "ff");
  t.is(bench.read(0x0e, 1), "01");
  bench.write(0x0e, "fe");
  t.is(bench.read(0x0e, 1), "00");
});

test("EEPROM: an octet is written and read with EERD set, 00h before each command", (t) => {
  const bench = new Bench().ready();
  bench.write(0x25, "05 77");
  bench.write(0x27, "00");
  bench.write(0x27, "21");
  t.is(bench.read(0x0e, 1), "01", "not without EERD");
  bench.write(0x0f, "08");
  bench.write(0x27, "21");
  t.is(bench.read(0x0e, 1), "01", "not without 00h");
  bench.write(0x27, "00");
  bench.write(0x27, "21");
  t.is(bench.read(0x0e, 1), "81");
  bench.pass(0.02);
  t.is(bench.read(0x0e, 1), "01");
  bench.write(0x26, "00");
  bench.write(0x27, "00");
  bench.write(0x27, "22");
  t.is(bench.read(0x26, 1), "00");
  bench.pass(0.002);
  t.is(bench.read(0x26, 1), "77");
  t.is(bench.chip.writes, 1);
});

test("without the switchover all but the EEPROM is lost with VDD", (t) => {
  const bench = new Bench().ready();
  bench.write(0x1f, "12 34");
  bench.chip.power(0);
  bench.pass(10);
  bench.chip.power(3.3);
  bench.ready();
  t.is(bench.read(0x1f, 2), "00 00");
  t.is(bench.read(0x0e, 1), "01");
});

for (const [mode, value] of [
  ["direct", "14"],
  ["level", "1c"],
] as const) {
  test(`with it, ${mode}, the clock and the RAM live on the backup, and BSF tells`, (t) => {
    const bench = new Bench().ready();
    bench.write(0x37, value);
    bench.write(0x0e, "00");
    bench.write(0x1f, "12 34");
    bench.chip.power(0);
    t.is(bench.read(0x00, 1), "address NAK");
    bench.pass(60);
    bench.chip.power(3.3);
    t.is(bench.read(0x1f, 2), "12 34");
    t.is(bench.read(0x0e, 1), "20");
    t.is(bench.read(0x01, 1), "01");
  });
}
