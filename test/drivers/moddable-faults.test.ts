/** What goes wrong with the clock drivers of the Moddable SDK (8.2.3): each a test that ours pass. */
import test from "ava";
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { Ds3231Chip } from "../../emulator/chips/ds3231/chip";
import { Mcp7940nChip } from "../../emulator/chips/mcp7940n/chip";
import { Pcf8563Chip } from "../../emulator/chips/pcf8563/chip";
import { Rv3028Chip } from "../../emulator/chips/rv3028/chip";
import { Ds1307 } from "../../src/drivers/ds1307/ds1307";
import { Ds3231 } from "../../src/drivers/ds3231/ds3231";
import { Mcp7940n } from "../../src/drivers/mcp7940n/mcp7940n";
import { Pcf8563 } from "../../src/drivers/pcf8563/pcf8563";
import { BackupMode, TrickleCharge } from "../../src/drivers/rv3028/configuration";
import { Rv3028 } from "../../src/drivers/rv3028/rv3028";
import { ClockBench } from "../support/rtc/clock-bench";

test("ds1307 stores the year from 1970, so that the chip's leap years are wrong", (t) => {
  const clock = new ClockBench(
    0x68,
    (simulation) => new Ds1307Chip(simulation),
    (bus, scheduler) => new Ds1307({ bus, scheduler }),
  );
  clock.set("2024-02-28 23:59:58");
  t.is(clock.pins.read(0x06, 1), "24");
  clock.pass(86400 + 1);
  t.is(clock.read().slice(0, 10), "2024-02-29");
  clock.set("2026-02-28 23:59:58");
  clock.pass(2);
  t.is(clock.read().slice(0, 10), "2026-03-01", "as 56, a leap year, it would be 29 February");
});

test("mcp7940 clears VBATEN and PWRFAIL when the time is set", (t) => {
  const clock = new ClockBench(
    0x6f,
    (simulation) => new Mcp7940nChip(simulation),
    (bus, scheduler) => new Mcp7940n({ bus, scheduler }),
  );
  clock.pins.write(0x03, "09");
  clock.set("2024-02-28 12:00:00");
  clock.chip.power(0);
  clock.chip.power(5);
  t.is(clock.pins.read(0x03, 1), "3b", "PWRFAIL, VBATEN, Wednesday");
  t.is(clock.set("2024-02-28 12:00:10"), "set");
  t.is(clock.pins.read(0x03, 1), "3b");
  t.not(clock.pins.read(0x18, 4), "00 00 00 00", "the stamps are still there");
});

test("ds3231 never looks at OSF", (t) => {
  const clock = new ClockBench(
    0x68,
    (simulation) => new Ds3231Chip(simulation),
    (bus, scheduler) => new Ds3231({ bus, scheduler }),
  );
  clock.set("2024-02-28 12:00:00");
  clock.chip.power(0, 0);
  clock.chip.power(3.3, 3);
  clock.pass(3600);
  t.is(clock.read(), "oscillator stopped", "and not 1 January 2000, 01:00");
});

test("ds3231 stores the year 2000 as 1900", (t) => {
  const clock = new ClockBench(
    0x68,
    (simulation) => new Ds3231Chip(simulation),
    (bus, scheduler) => new Ds3231({ bus, scheduler }),
  );
  clock.set("2000-06-15 12:00:00");
  t.is(clock.read(), "2000-06-15 12:00:00");
});

test("pcf8563 clears a pending alarm, and its interrupt, when the time is set", (t) => {
  const clock = new ClockBench(
    0x51,
    (simulation) => new Pcf8563Chip(simulation, { undefinedBits: 0 }),
    (bus, scheduler) => new Pcf8563({ bus, scheduler }),
  );
  clock.pins.write(0x01, "0a");
  clock.pins.write(0x09, "30 12 15 80");
  t.is(clock.set("2024-06-15 12:00:00"), "set");
  t.is(clock.pins.read(0x01, 1), "0a");
  t.is(clock.pins.read(0x09, 4), "30 12 15 80");
});

const rv3028 = () =>
  new ClockBench(
    0x52,
    (simulation) => new Rv3028Chip(simulation),
    (bus, scheduler) => new Rv3028({ bus, scheduler }),
  ).pass(0.1);

test("rv3028 breaks in 2038", (t) => {
  const clock = rv3028();
  for (const time of ["2038-01-19 03:14:07", "2038-01-19 03:14:08", "2099-12-31 12:00:00"]) {
    t.is(clock.set(time), "set");
    t.is(clock.read(), time);
  }
});

test("rv3028 never enables the backup switchover", (t) => {
  const clock = rv3028();
  let told: boolean | null = null;
  clock.driver.configuration.attach({ backupSet: (set) => (told = set), calibrated: () => {} });
  clock.driver.configuration.setBackup(BackupMode.Level, TrickleCharge.Off, clock.now);
  clock.run(500);
  t.true(told);
  clock.set("2024-06-15 12:00:00");
  clock.chip.power(0);
  clock.pass(60);
  clock.chip.power(3.3);
  t.is(clock.read().slice(0, 16), "2024-06-15 12:01");
});
