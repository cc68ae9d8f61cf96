import test from "ava";
import { Ds3231Chip } from "../../../emulator/chips/ds3231/chip";
import type { Ds3231ChipOptions } from "../../../emulator/chips/ds3231/chip";
import { Ds3231, Ds3232 } from "../../../src/drivers/ds3231/ds3231";
import { MemoryState } from "../../../src/ports";
import { ClockBench } from "../../support/rtc/clock-bench";

const bench = (chip: Ds3231ChipOptions = {}, longest = 32) =>
  new ClockBench(
    0x68,
    (simulation) => new Ds3231Chip(simulation, chip),
    (bus, scheduler) => new Ds3231({ bus, scheduler }),
    { longest },
  );

for (const longest of [8, 32]) {
  test(`set, and read a while later, with transactions of up to ${longest} octets`, (t) => {
    const clock = bench({}, longest);
    t.is(clock.read(), "oscillator stopped", "OSF: it was never set");
    t.is(clock.set("2024-02-28 23:59:50"), "set");
    clock.pass(10);
    t.is(clock.read(), "2024-02-29 00:00:00");
  });
}

test("2099 goes on to 2100", (t) => {
  const clock = bench();
  t.is(clock.set("2099-12-31 23:59:55"), "set");
  clock.pass(10);
  t.is(clock.read(), "2100-01-01 00:00:05");
  t.is(clock.set("2100-01-01 00:00:00"), "refused");
});

test("a battery that was empty: the time is not valid until it is set", (t) => {
  const clock = bench();
  clock.set("2024-06-15 12:00:00");
  clock.chip.power(0, 0);
  clock.pass(10);
  clock.chip.power(3.3, 3);
  t.is(clock.read(), "oscillator stopped");
  t.is(clock.read(), "oscillator stopped", "reading does not make it valid");
  clock.set("2024-06-15 12:00:00");
  t.is(clock.read(), "2024-06-15 12:00:00");
});

test("setting the time leaves alarms, their flags, control bits and aging", (t) => {
  const clock = bench();
  clock.pins.write(0x07, "11 22 33 44 55 66 77");
  clock.pins.write(0x0e, "47 80 12");
  clock.set("2024-06-15 12:00:00");
  t.is(clock.pins.read(0x07, 10), "11 22 33 44 55 66 77 47 00 12");
});

test("a set that is broken off by the supply leaves no time that seems valid", (t) => {
  for (let octet = 4; octet <= 15; octet++) {
    const clock = bench();
    clock.set("2024-12-31 23:59:30");
    let left = octet;
    const { chip } = clock;
    const write = chip.write.bind(chip);
    const start = chip.start.bind(chip);
    chip.write = (value) => left-- > 0 && write(value);
    chip.start = (address) => left > 0 && start(address);
    t.is(clock.set("2025-06-15 12:00:00"), "not set: absent");
    chip.power(0);
    clock.pass(10);
    chip.power(3.3);
    chip.write = write;
    chip.start = start;
    // With the fourteenth octet EOSC is clear again; OSF, which comes last, was clear before.
    t.is(clock.read().slice(0, 18), octet < 14 ? "oscillator stopped" : "2025-06-15 12:00:1", `octet ${octet}`);
  }
});

test("a set that is broken off by our own reset leaves none either", (t) => {
  const clock = bench();
  clock.set("2024-12-31 23:59:30");
  let left = 8;
  const write = clock.chip.write.bind(clock.chip);
  clock.chip.write = (value) => left-- > 0 && write(value);
  clock.set("2025-06-15 12:00:00");
  clock.chip.write = write;
  t.is(clock.read(), "oscillator stopped", "EOSC is still set");
});

test("the temperature is read with the time", (t) => {
  for (const temperature of [25.25, -10.25]) {
    const clock = bench({ temperature });
    clock.read();
    t.is(clock.driver.temperature, 4 * temperature);
  }
});

test("DS3232: 236 octets, and never one beyond, which would be the clock", (t) => {
  const clock = new ClockBench(
    0x68,
    (simulation) => new Ds3231Chip(simulation, { sram: true }),
    (bus, scheduler) => new Ds3232({ bus, scheduler }),
  );
  clock.set("2024-06-15 12:00:00");
  const { memory } = clock.driver;
  const run = () => {
    for (let i = 0; i < 200 && memory.poll(clock.now) === MemoryState.Busy; i++) clock.pass(0.001);
  };
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
  memory.write(0, bytes, 0, 300);
  run();
  t.true(clock.read().startsWith("2024-06-15 12:00:0"));
  t.false(memory.lost);
  const back = new Uint8Array(300);
  memory.read(0, back, 0, 300);
  run();
  t.deepEqual(back.subarray(0, 236), bytes.subarray(0, 236));
  t.true(back.subarray(236).every((octet) => octet === 0));
  clock.chip.power(0, 0);
  clock.chip.power(3.3, 3);
  clock.read();
  t.true(memory.lost);
});
