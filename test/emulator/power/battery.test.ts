import test from "ava";
import { Battery, CR2032, NINE_VOLT, Supercapacitor } from "../../../emulator/power/battery";

const DAY = 86400;
const YEAR = 365 * DAY;

/** For how long something holds a voltage under a load, s, looked at every `step`. */
function lasts(source: Battery | Supercapacitor, volts: number, current: number, step: number): number {
  let seconds = 0;
  for (; source.voltage(current) >= volts; seconds += step) source.drain(current, step);
  return seconds;
}

test("a 9 V block gives 565 mAh, and less where more than its last volts are asked for", (t) => {
  t.true(Math.abs(lasts(new Battery(NINE_VOLT), 4.79, 0.01, 60) / 3600 - 56.5) < 0.5);
  t.true(lasts(new Battery(NINE_VOLT), 7.5, 0.01, 60) / 3600 < 30);
  t.true(new Battery(NINE_VOLT).voltage(0.5) < 8.7);
});

test("a CR2032 keeps a DS1307 (500 nA) for more than ten years above its 2 V, losing more by itself than it gives", (t) => {
  const cell = new Battery(CR2032);
  const years = lasts(cell, 2, 500e-9, DAY) / YEAR;
  // 225 mAh at 0.5 uA would be 51 years; 1.5 % a year take three quarters as much again.
  t.true(years > 10 && years < 35, `${years}`);
});

test("a supercapacitor of 0.1 F keeps it for days: its leakage counts as much as the clock", (t) => {
  const days = lasts(new Supercapacitor(), 2, 500e-9, 600) / DAY;
  t.true(days > 2 && days < 4, `${days}`);
  t.true(lasts(new Supercapacitor({ leakage: 0.2e-6 }), 2, 500e-9, 600) / DAY > days * 1.5);
});

test("a supercapacitor can't feed what its resistance does not let through", (t) => {
  t.is(new Supercapacitor().voltage(0.05), 5.5 - 0.05 * 75);
});
