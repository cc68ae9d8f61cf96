import test from "ava";
import { HoldUp, i2cSaveTime } from "../../src/retention/hold-up";
import type { HoldUpOptions } from "../../src/retention/hold-up";

const OPTIONS: HoldUpOptions = { capacitance: 2200, failing: 4600, minimum: 3900, current: 120, saveTime: 10 };

const load = (name: string, current: number, time: number) => ({ name, current, time, shed() {}, restore() {} });
const LOADS = [load("radio", 80, 2), load("lamp", 20, 0)];

const refusal = (options: Partial<HoldUpOptions>, loads = LOADS, interval = 5) => {
  try {
    new HoldUp({ ...OPTIONS, ...options }, loads, interval);
  } catch (error) {
    return (error as Error).message;
  }
  return "taken";
};

test("the budget: what the capacitor gives, and what noticing, shedding and saving take", (t) => {
  const budget = new HoldUp({ ...OPTIONS, capacitance: 4700, resistance: 500 }, LOADS, 5);
  // 4600 - 50 - 3900 - 120 * 0.5
  t.is(budget.window, 590);
  // 4700 * 0.8 * 590 / 1000
  t.is(budget.available, 2218);
  // 120 * (5 + 5) + 80 * 2 + 20 * 0 + 20 * 2 * 10
  t.is(budget.needed, 1760);
  t.is(budget.time, 20);
});

test("a capacitor that does not last is refused with all the numbers, and the one that would", (t) => {
  t.is(
    refusal({}),
    "hold-up: 2200 uF less 20 % give 1144 uC over 650 mV: 10 ms at 120 mA until the failure is seen, 160 uC while loads are " +
      "shed and 20 ms at 20 mA until all is saved take 1760 uC, for which it must have 3385 uF",
  );
  t.is(refusal({ capacitance: 3385 }), "taken");
  t.regex(refusal({ capacitance: 3384 }), /must have 3385 uF/);
});

test("what can't be is refused by name", (t) => {
  t.is(
    refusal({ resistance: 6000 }),
    "hold-up: nothing is left between 4600 mV and 3900 mV: the voltage may be measured 50 mV too high, and 120 mA through " +
      "6000 mOhm drop 720 mV",
  );
  t.is(refusal({ current: 90 }), "hold-up: current is 90 mA: the loads to be shed draw 100 mA of it");
  t.regex(refusal({ minimum: 4700 }), /minimum voltage is 4700: .* from 1 to 4600 mV/);
  t.regex(refusal({}, [load("radio", 80, 1001)]), /time of radio is 1001/);
});

test("the time of a save over I2C: octets twice, addresses, another transaction, and steps where the bus does not wait", (t) => {
  // 31 octets: four transactions and two of others; 9 * (62 + 18 + 62) + 24 clocks.
  t.is(i2cSaveTime(31, 100_000, 0), 14);
  t.is(i2cSaveTime(31, 400_000, 0), 4);
  t.is(i2cSaveTime(31, 100_000, 1), 14 + 12);
});
