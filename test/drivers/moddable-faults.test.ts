/** What goes wrong with the clock drivers of the Moddable SDK (8.2.3): each a test that ours pass. */
import test from "ava";
import { Ds1307Chip } from "../../emulator/chips/ds1307/chip";
import { Ds1307 } from "../../src/drivers/ds1307/ds1307";
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
