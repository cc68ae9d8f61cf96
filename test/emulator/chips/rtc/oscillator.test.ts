/** The crystal of the emulated clock chips: drift, aging, temperature and calibration, each on its own and together. */
import test from "ava";
import { Oscillator } from "../../../../emulator/chips/rtc/oscillator";
import type { CrystalOptions } from "../../../../emulator/chips/rtc/oscillator";
import { Simulation } from "../../../../emulator/simulation/simulation";

const YEAR = 365.25 * 86400;

function running(crystal: CrystalOptions, curvature?: number) {
  const simulation = new Simulation();
  const oscillator = new Oscillator(simulation, crystal, curvature);
  oscillator.run(true);
  const pass = (seconds: number) => {
    void simulation.runUntil(simulation.seconds + seconds, 0);
    return oscillator.seconds();
  };
  return { oscillator, pass };
}

test("a second is a second", (t) => {
  const { pass } = running({});
  t.is(pass(1), 1);
  t.is(pass(YEAR), YEAR);
});

test("drift: 100 ppm are 8.64 s a day", (t) => {
  t.is(running({ drift: 100 }).pass(86400), 86408);
  t.is(running({ drift: -100 }).pass(86400), 86391);
});

test("aging: 3 ppm a year are 1.5 ppm over the first one; two years in one step are as one after the other", (t) => {
  const { oscillator, pass } = running({ aging: 3 });
  t.is(pass(YEAR) - YEAR, 47);
  t.is(Math.round(oscillator.error * 1000), 3000);
  t.is(pass(YEAR) - YEAR, 142);
  t.is(running({ aging: 3 }).pass(2 * YEAR) - 2 * YEAR, 189);
});

test("temperature: a tuning fork is slower on both sides of 25 °C, and a compensated one is not", (t) => {
  for (const temperature of [5, 45]) {
    t.is(Math.round(running({ temperature }).oscillator.error * 10), -136, "0.034 * 20 * 20");
    t.is(running({ temperature }, 0).oscillator.error, 0);
  }
});

test("a change of temperature, drift or calibration counts from its moment on", (t) => {
  const { oscillator, pass } = running({});
  t.is(pass(100_000), 100_000);
  oscillator.temperature = 75;
  t.is(pass(100_000), 99_991, "-85 ppm");
  oscillator.trim = 85;
  t.is(pass(100_000), 100_000);
  oscillator.drift = 10;
  t.is(pass(100_000), 100_001);
});
