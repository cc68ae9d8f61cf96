import test from "ava";
import { Pcf8563Chip } from "../../../emulator/chips/pcf8563/chip";
import { Pcf8563 } from "../../../src/drivers/pcf8563/pcf8563";
import { ClockBench } from "../../support/rtc/clock-bench";

const bench = (undefinedBits: 0 | 1 = 1, longest = 32) =>
  new ClockBench(
    0x51,
    (simulation) => new Pcf8563Chip(simulation, { undefinedBits }),
    (bus, scheduler) => new Pcf8563({ bus, scheduler }),
    { longest },
  );

for (const undefinedBits of [0, 1] as const) {
  test(`set, and read a while later; bits that are not there read as ${undefinedBits}`, (t) => {
    const clock = bench(undefinedBits, undefinedBits ? 8 : 32);
    t.is(clock.read(), "voltage low");
    t.is(clock.set("2024-02-28 23:59:50"), "set");
    clock.pass(10);
    t.is(clock.read(), "2024-02-29 00:00:00");
  });
}

test("a supply that was too low: the time is not valid until it is set", (t) => {
  const clock = bench();
  clock.set("2024-06-15 12:00:00");
  clock.chip.power(0.5);
  clock.chip.power(3.3);
  t.is(clock.read(), "voltage low");
  t.is(clock.set("2024-06-15 12:00:00"), "set");
  t.is(clock.read(), "2024-06-15 12:00:00");
});

test("weekdays: 0 for Sunday", (t) => {
  const clock = bench(0);
  clock.set("2026-11-29 19:00:00");
  t.is(clock.pins.read(0x06, 1), "00");
  clock.set("2026-11-28 19:00:00");
  t.is(clock.pins.read(0x06, 1), "06");
});

test("a set that is broken off leaves no time that seems valid", (t) => {
  for (let octet = 4; octet <= 13; octet++) {
    const clock = bench();
    clock.set("2024-12-31 23:59:30");
    let left = octet;
    const write = clock.chip.write.bind(clock.chip);
    clock.chip.write = (value) => left-- > 0 && write(value);
    t.is(clock.set("2025-06-15 12:00:00"), "not set: absent");
    clock.chip.write = write;
    t.is(clock.read(), "oscillator stopped", `octet ${octet}`);
  }
});

test("the century bit is 2100", (t) => {
  const clock = bench();
  t.is(clock.set("2099-12-31 23:59:55"), "set");
  clock.pass(10);
  t.is(clock.read(), "2100-01-01 00:00:05");
  t.is(clock.set("2100-01-01 00:00:05"), "refused");
});
