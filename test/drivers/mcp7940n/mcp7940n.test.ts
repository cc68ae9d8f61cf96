import test from "ava";
import { Mcp7940nChip } from "../../../emulator/chips/mcp7940n/chip";
import type { Mcp7940nChipOptions } from "../../../emulator/chips/mcp7940n/chip";
import { Mcp7940n } from "../../../src/drivers/mcp7940n/mcp7940n";
import { MemoryState } from "../../../src/ports";
import { ClockBench, timeText } from "../../support/rtc/clock-bench";

const bench = (battery?: boolean, chip: Mcp7940nChipOptions = {}, longest = 32) =>
  new ClockBench(
    0x6f,
    (simulation) => new Mcp7940nChip(simulation, chip),
    (bus, scheduler) => new Mcp7940n({ bus, scheduler, battery }),
    { longest },
  );

for (const longest of [8, 32]) {
  test(`set, and read a while later, with transactions of up to ${longest} octets`, (t) => {
    const clock = bench(true, {}, longest);
    t.is(clock.read(), "oscillator stopped");
    t.is(clock.set("2024-02-28 23:59:50"), "set");
    clock.pass(10);
    t.is(clock.read(), "2024-02-29 00:00:00");
  });
}

test("a crystal that takes a while to start is waited for", (t) => {
  const clock = bench(true, { startTime: 800_000_000 });
  t.is(clock.set("2024-06-15 12:00:00"), "");
  clock.run(1000);
  t.is(clock.told(), "set");
});

test("a crystal that never starts: not set", (t) => {
  const clock = bench(true, { startTime: 60_000_000_000 });
  clock.set("2024-06-15 12:00:00");
  clock.run(6000);
  t.is(clock.told(), "not set");
  t.is(clock.read(), "oscillator stopped");
});

test("the battery is switched on or off as the options say, or left as it is", (t) => {
  for (const [battery, before, after] of [
    [true, "01", "2b"],
    [false, "09", "23"],
    [undefined, "09", "2b"],
    [undefined, "01", "23"],
  ] as const) {
    const clock = bench(battery);
    clock.pins.write(0x03, before);
    t.is(clock.set("2026-11-25 19:00:00"), "set");
    t.is(clock.pins.read(0x03, 1), after, "a Wednesday");
    clock.read();
    t.is(clock.driver.battery, after === "2b");
  }
});

test("setting the time leaves PWRFAIL and the stamps; control, trimming and alarms too", (t) => {
  const clock = bench(true);
  clock.set("2024-12-31 23:58:00");
  clock.pins.write(0x07, "41 85");
  clock.pins.write(0x0a, "11 22 33 44 55 66");
  clock.chip.power(0);
  clock.pass(300);
  clock.chip.power(5);
  const before = clock.pins.read(0x07, 25);
  t.is(clock.set("2025-01-01 00:03:10"), "set");
  t.is(clock.pins.read(0x07, 25), before);
  clock.read();
  t.true(clock.driver.powerFailed);
  t.is(timeText(clock.driver.powerDown), "2024-12-31 23:58:00", "the year before, as it can't be in the future");
  t.is(timeText(clock.driver.powerUp), "2025-01-01 00:03:00");
});

test("a set that is broken off leaves no time that seems valid", (t) => {
  for (let octet = 3; octet <= 12; octet++) {
    const clock = bench(true);
    clock.set("2024-12-31 23:59:30");
    let left = octet;
    const { chip } = clock;
    const write = chip.write.bind(chip);
    chip.write = (value) => {
      if (left-- === 0) chip.power(0);
      return write(value);
    };
    t.is(clock.set("2025-06-15 12:00:00"), "not set: absent");
    left = -1;
    chip.power(5);
    t.is(clock.read().slice(0, 18), octet === 3 ? "2024-12-31 23:59:3" : "oscillator stopped", `octet ${octet}`);
  }
});

test("the SRAM outlives the main supply once the battery is on", (t) => {
  const clock = bench(true);
  clock.set("2024-06-15 12:00:00");
  const { memory } = clock.driver;
  const run = () => {
    for (let i = 0; i < 100 && memory.poll(clock.now) === MemoryState.Busy; i++) clock.pass(0.001);
  };
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => i);
  memory.write(0, bytes, 0, 64);
  run();
  clock.chip.power(0);
  clock.pass(100);
  clock.chip.power(5);
  const back = new Uint8Array(64);
  memory.read(0, back, 0, 64);
  run();
  t.deepEqual(back, bytes);
  t.is(memory.size, 64);
  clock.read();
  t.false(memory.lost);
});
