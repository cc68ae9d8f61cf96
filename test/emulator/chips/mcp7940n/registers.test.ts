/** The emulated MCP7940N against statements of its data sheet (DS20005010F), through its two pins only. */
import test from "ava";
import { Mcp7940nChip } from "../../../../emulator/chips/mcp7940n/chip";
import type { Mcp7940nChipOptions } from "../../../../emulator/chips/mcp7940n/chip";
import { I2cPins } from "../../../support/rtc/i2c-pins";

class Bench extends I2cPins {
  readonly chip: Mcp7940nChip;

  constructor(options: Mcp7940nChipOptions = {}) {
    let made: Mcp7940nChip;
    super(0x6f, (simulation) => (made = new Mcp7940nChip(simulation, { startTime: 0, ...options })));
    this.chip = made!;
  }
}

test("power-on reset: 1 January 01, weekday 1, the oscillator off, the battery off, OUT set", (t) => {
  t.is(new Bench().read(0x00, 9), "00 00 00 01 01 01 01 80 00");
});

test("ST starts the oscillator; OSCRUN follows it both ways some 32 cycles later", (t) => {
  const bench = new Bench();
  bench.write(0x00, "80");
  t.is(bench.read(0x03, 1), "01");
  bench.pass(0.001);
  t.is(bench.read(0x03, 1), "21");
  bench.write(0x00, "00");
  t.is(bench.read(0x03, 1), "21");
  bench.pass(0.001);
  t.is(bench.read(0x03, 1), "01");
});

test("carries as the clock does; LPYR is read-only and shows leap years (section 5.3)", (t) => {
  const bench = new Bench();
  bench.write(0x01, "59 23 07 28 22 24");
  bench.write(0x00, "d9");
  t.is(bench.read(0x05, 1), "22");
  bench.pass(1);
  t.is(bench.read(0x00, 7), "80 00 00 21 29 22 24");
  bench.write(0x06, "23");
  t.is(bench.read(0x05, 1), "02");
});

test("64 octets of SRAM that go round in themselves, and so does the clock", (t) => {
  const bench = new Bench();
  bench.write(0x5f, "aa bb");
  t.is(bench.read(0x20, 1), "bb");
  t.is(bench.read(0x5f, 2), "aa bb");
  t.is(bench.read(0x1f, 2), "00 00");
});

test("without VBATEN all is lost with VCC, battery or not (section 5.7)", (t) => {
  const bench = new Bench();
  bench.write(0x20, "de ad be ef");
  bench.chip.power(0);
  bench.chip.power(5);
  t.not(bench.read(0x20, 4), "de ad be ef");
  t.is(bench.read(0x03, 1), "01");
});

test("with VBATEN the clock and the SRAM live on the battery; no I2C meanwhile", (t) => {
  const bench = new Bench();
  bench.write(0x01, "00 12 09 15 06 24");
  bench.write(0x00, "80");
  bench.write(0x20, "de ad");
  bench.chip.power(0);
  t.is(bench.read(0x00, 1), "address NAK");
  bench.pass(3600);
  bench.chip.power(5);
  t.is(bench.read(0x00, 3), "80 00 13");
  t.is(bench.read(0x20, 2), "de ad");
});

test("PWRFAIL and both stamps: minutes, hours, date, weekday and month; the first pair is kept (page 32)", (t) => {
  const bench = new Bench();
  bench.write(0x01, "10 12 0b 15 06 24");
  bench.write(0x00, "80");
  bench.chip.power(0);
  bench.pass(300);
  bench.chip.power(5);
  t.is(bench.read(0x03, 1), "3b");
  t.is(bench.read(0x18, 8), "10 12 15 66 15 12 15 66");
  bench.pass(60);
  bench.chip.power(0);
  bench.pass(300);
  bench.chip.power(5);
  t.is(bench.read(0x18, 8), "10 12 15 66 15 12 15 66");
});

test("clearing PWRFAIL clears the stamps; it can't be set (page 32)", (t) => {
  const bench = new Bench();
  bench.write(0x03, "1b");
  t.is(bench.read(0x03, 1), "0b", "it was clear");
  bench.write(0x01, "10 12 0b 15 06 24");
  bench.write(0x00, "80");
  bench.chip.power(0);
  bench.chip.power(5);
  bench.write(0x03, "1b");
  t.not(bench.read(0x18, 4), "00 00 00 00", "a 1 leaves it");
  bench.write(0x03, "0b");
  t.is(bench.read(0x18, 8), "00 00 00 00 00 00 00 00");
  t.is(bench.read(0x03, 1).slice(-1), "b");
});

test("a read has the time of its start (section 5.3)", (t) => {
  const { chip, simulation, ...rest } = new Bench();
  void rest;
  chip.start(0x6f, false);
  for (const octet of [0x01, 0x59, 0x23, 0x07, 0x31, 0x12, 0x99]) chip.write(octet);
  chip.start(0x6f, false);
  chip.write(0x00);
  chip.write(0xd8);
  void simulation.runUntil(1, 500_000_000);
  chip.start(0x6f, false);
  chip.write(0x00);
  chip.start(0x6f, true);
  const octets = [chip.read(), chip.read()];
  void simulation.runUntil(3, 0);
  octets.push(chip.read());
  t.deepEqual(octets, [0xd9, 0x59, 0x23]);
});

test("trimming: with SIGN set clocks are added; coarse it is 7680 times as much (pages 29 and 30)", (t) => {
  for (const [control, trim, gained] of [
    ["80", "ff", 129],
    ["80", "7f", -130],
    ["84", "81", 7812],
  ] as const) {
    const bench = new Bench();
    bench.write(0x07, `${control} ${trim}`);
    bench.write(0x00, "80 00 00 01 01 01 24");
    bench.pass(1_000_000);
    const [seconds, minutes, hours] = bench
      .read(0x00, 3)
      .split(" ")
      .map((octet) => parseInt(octet, 16) & 0x7f);
    const digits = (octet: number) => 10 * (octet >> 4) + (octet & 15);
    const shown = 3600 * digits(hours!) + 60 * digits(minutes!) + digits(seconds!);
    t.is(shown, (1_000_000 + gained) % 86400, `${control} ${trim}`);
  }
});
