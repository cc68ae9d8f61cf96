import test from "ava";
import { Ds1307Chip } from "../../../emulator/chips/ds1307/chip";
import type { Ds1307ChipOptions } from "../../../emulator/chips/ds1307/chip";
import type { I2cBusOptions } from "../../../emulator/i2c/emulated-i2c-bus";
import { Ds1307 } from "../../../src/drivers/ds1307/ds1307";
import { I2cCounter } from "../../../src/drivers/rtc/counters";
import { ClockBench } from "../../support/rtc/clock-bench";

const bench = (chip: Ds1307ChipOptions = {}, options: I2cBusOptions = {}) =>
  new ClockBench(
    0x68,
    (simulation) => new Ds1307Chip(simulation, chip),
    (bus, scheduler) => new Ds1307({ bus, scheduler }),
    options,
  );

for (const blocking of [false, true]) {
  const how = blocking ? "a bus that waits" : "a bus that goes on by itself";

  test(`${how}: set, and read a while later`, (t) => {
    const clock = bench({}, { blocking });
    t.is(clock.read(), "oscillator stopped");
    t.is(clock.set("2024-02-28 23:59:50"), "set");
    clock.pass(10);
    t.is(clock.read(), "2024-02-29 00:00:00");
    clock.pass(86400 * 366);
    t.is(clock.read(), "2025-03-01 00:00:00");
  });

  test(`${how}: a bus of eight octets is enough`, (t) => {
    const clock = bench({}, { blocking, longest: 8 });
    t.is(clock.set("2026-11-25 19:00:00"), "set");
    t.is(clock.read(), "2026-11-25 19:00:00");
  });
}

test("every wait is a step of the scheduler: no call begins more than one transaction", (t) => {
  const clock = bench({}, { blocking: true });
  const { driver, scheduler, bus } = clock;
  driver.clock.read(clock.now);
  t.is(bus.transactions, 0, "nothing happens inside read");
  scheduler.run(clock.now);
  t.is(bus.transactions, 1);
});

test("the first and the last time that it holds; others are refused", (t) => {
  const clock = bench();
  for (const time of ["2000-01-01 00:00:00", "2099-12-31 23:59:00"]) {
    t.is(clock.set(time), "set");
    t.true(clock.read().startsWith(time.slice(0, 16)));
  }
  for (const time of ["1999-12-31 23:59:59", "2100-01-01 00:00:00", "2023-02-29 00:00:00", "2024-01-01 24:00:00"]) {
    t.is(clock.set(time), "refused", time);
  }
});

test("weekdays are those of ISO 8601", (t) => {
  const clock = bench();
  clock.set("2026-11-25 19:00:00");
  t.is(clock.pins.read(0x03, 1), "03", "a Wednesday");
  clock.set("2026-11-29 19:00:00");
  t.is(clock.pins.read(0x03, 1), "07");
});

test("setting the time leaves the control register and the RAM as they are", (t) => {
  const clock = bench();
  clock.pins.write(0x07, "93 11 22");
  const before = clock.pins.read(0x07, 57);
  clock.set("2026-11-25 19:00:00");
  t.is(clock.pins.read(0x07, 57), before);
});

test("a clock in the 12-hour mode is read right", (t) => {
  const clock = bench();
  for (const [hours, text] of [
    ["52", "00"],
    ["41", "01"],
    ["51", "11"],
    ["72", "12"],
    ["71", "23"],
  ] as const) {
    clock.pins.write(0x00, `00 30 ${hours} 01 15 06 24`);
    t.is(clock.read(), `2024-06-15 ${text}:30:00`);
  }
});

for (const [what, registers] of [
  ["seconds of 60", "60 00 00 01 01 01 24"],
  ["a digit above 9", "0a 00 00 01 01 01 24"],
  ["30 February", "00 00 00 01 30 02 24"],
  ["month 0", "00 00 00 01 01 00 24"],
  ["hour 24", "00 00 24 01 01 01 24"],
  ["hour 0 of twelve", "00 00 40 01 01 01 24"],
] as const) {
  test(`registers that hold no time: ${what}`, (t) => {
    const clock = bench();
    clock.pins.write(0x00, registers);
    t.is(clock.read(), "impossible");
  });
}

test("a set that is broken off leaves no time that seems valid", (t) => {
  for (let octet = 2; octet <= 10; octet++) {
    const clock = bench();
    clock.set("2024-12-31 23:59:59");
    let left = octet;
    const { chip } = clock;
    const write = chip.write.bind(chip);
    chip.write = (value) => {
      if (left-- === 0) chip.power(3);
      return write(value);
    };
    t.is(clock.set("2025-06-15 12:00:00"), "not set: absent");
    chip.power(5);
    // Before are the numbers of the registers that are read, and that are written.
    t.is(clock.read(), octet === 2 ? "2024-12-31 23:59:59" : "oscillator stopped", `octet ${octet}`);
  }
});

test("a set that the chip does not keep is not told as set", (t) => {
  const clock = bench();
  const { chip } = clock;
  const write = chip.write.bind(chip);
  chip.write = (value) => write(value === 0x15 ? 0x16 : value);
  t.is(clock.set("2024-06-15 12:00:00"), "not set");
  t.is(clock.counters[I2cCounter.NotVerified], 1);
});

test("one thing at a time", (t) => {
  const clock = bench();
  t.true(clock.driver.clock.read(0));
  t.false(clock.driver.clock.read(0));
  t.is(clock.set("2024-06-15 12:00:00"), "refused");
  clock.run(100);
  t.is(clock.told(), "oscillator stopped");
});

// --- the bus

test("a chip that is not there, and is there later", (t) => {
  const clock = bench();
  clock.chip.power(0, 3);
  t.is(clock.read(), "unknown: absent");
  t.is(clock.counters[I2cCounter.AddressNaks], 1);
  clock.chip.power(5);
  t.is(clock.read(), "oscillator stopped");
});

test("arbitration that is lost is tried again", (t) => {
  const clock = bench();
  clock.set("2024-06-15 12:00:00");
  clock.bus.rival = [0x20, 0x01];
  t.is(clock.read(), "2024-06-15 12:00:00");
  t.is(clock.counters[I2cCounter.ArbitrationsLost], 1);
});

test("a chip that holds SDA is freed by clocks", (t) => {
  const clock = bench();
  clock.set("2024-06-15 12:00:00");
  clock.bus.holdData(5);
  t.is(clock.read(), "2024-06-15 12:00:00");
  t.is(clock.counters[I2cCounter.Recoveries], 1);
  clock.bus.holdData(1000);
  t.is(clock.read(), "unknown: stuck");
});

test("a reset of ours in the middle of a read is mended", (t) => {
  const clock = bench();
  clock.pins.write(0x00, "00 00 00 01 01 01 00");
  clock.driver.clock.read(clock.now);
  clock.run(1);
  clock.bus.abandon();
  clock.run(200).told();
  t.is(clock.read(), "2000-01-01 00:00:00");
});

test("a transaction that never ends is given up", (t) => {
  const clock = bench({}, { hz: 100 });
  t.is(clock.read(), "unknown: stuck");
  t.is(clock.counters[I2cCounter.TimedOut], 1);
});
