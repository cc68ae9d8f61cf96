/** Calibration: the registers through the drivers, and a crystal that is measured and corrected. */
import test from "ava";
import fc from "fast-check";
import { Ds1307Chip } from "../../../emulator/chips/ds1307/chip";
import { Ds3231Chip } from "../../../emulator/chips/ds3231/chip";
import { Mcp7940nChip } from "../../../emulator/chips/mcp7940n/chip";
import type { CrystalOptions, Oscillator } from "../../../emulator/chips/rtc/oscillator";
import { Rv3028Chip } from "../../../emulator/chips/rv3028/chip";
import type { I2cDevice } from "../../../emulator/i2c/i2c-device";
import { CalendarTime } from "../../../src/calendar";
import { Ds1307 } from "../../../src/drivers/ds1307/ds1307";
import { Ds3231 } from "../../../src/drivers/ds3231/ds3231";
import { Mcp7940n } from "../../../src/drivers/mcp7940n/mcp7940n";
import { I2cCounter } from "../../../src/drivers/rtc/counters";
import { DriftEstimate, DriftResult } from "../../../src/drivers/rtc/drift";
import type { RegisterClock } from "../../../src/drivers/rtc/register-clock";
import { BackupMode, TrickleCharge } from "../../../src/drivers/rv3028/configuration";
import { Rv3028 } from "../../../src/drivers/rv3028/rv3028";
import { ClockBench, timeOf } from "../../support/rtc/clock-bench";

const mcp7940n = (crystal: CrystalOptions = {}) =>
  new ClockBench(
    0x6f,
    (simulation) => new Mcp7940nChip(simulation, crystal),
    (bus, scheduler) => new Mcp7940n({ bus, scheduler, battery: true }),
  );

const ds3231 = (crystal: CrystalOptions = {}) =>
  new ClockBench(
    0x68,
    (simulation) => new Ds3231Chip(simulation, crystal),
    (bus, scheduler) => new Ds3231({ bus, scheduler }),
  );

const rv3028 = (crystal: CrystalOptions = {}) =>
  new ClockBench(
    0x52,
    (simulation) => new Rv3028Chip(simulation, crystal),
    (bus, scheduler) => new Rv3028({ bus, scheduler }),
  ).pass(0.1);

type Calibrated = I2cDevice & { oscillator: Oscillator };
type Bench = ClockBench<Calibrated, { clock: RegisterClock }>;

/** Sets the calibration. @returns what was told */
function calibrate(clock: Bench, steps: number): string {
  let told = "nothing";
  clock.driver.clock.attachCalibration({ calibrated: (set) => (told = set ? "calibrated" : "not calibrated") });
  if (!clock.driver.clock.calibrate(steps, clock.now)) return "refused";
  clock.run(1000);
  return told;
}

/** The same of an RV-3028, to which it adds. */
function adjust(clock: ReturnType<typeof rv3028>, steps: number): string {
  let told = "nothing";
  clock.driver.configuration.attach({
    backupSet: () => {},
    calibrated: (set) => (told = set ? "calibrated" : "not calibrated"),
  });
  if (!clock.driver.configuration.adjust(steps, clock.now)) return "refused";
  clock.run(1000);
  return told;
}

for (const [steps, register, ppm] of [
  [0, "00", 0],
  [1, "81", 1.017],
  [127, "ff", 129.191],
  [-1, "01", -1.017],
  [-127, "7f", -129.191],
] as const) {
  test(`MCP7940N: ${steps} steps`, (t) => {
    const clock = mcp7940n();
    clock.pins.write(0x07, "47");
    t.is(calibrate(clock, steps), "calibrated");
    t.is(clock.pins.read(0x07, 2), `43 ${register}`, "and coarse trimming is off");
    t.is(clock.chip.oscillator.error.toFixed(3), ppm.toFixed(3));
    clock.read();
    t.is(clock.driver.clock.steps, steps);
  });
}

for (const [steps, register, ppm] of [
  [0, "00", 0],
  [1, "ff", 0.1],
  [128, "80", 12.8],
  [-1, "01", -0.1],
  [-127, "7f", -12.7],
] as const) {
  test(`DS3231: ${steps} steps, which count from a conversion on`, (t) => {
    const clock = ds3231();
    t.is(calibrate(clock, steps), "calibrated");
    t.is(clock.pins.read(0x0e, 3), `1c 88 ${register}`);
    t.is(clock.chip.oscillator.error.toFixed(1), ppm.toFixed(1));
    clock.read();
    t.is(clock.driver.clock.steps, steps);
  });
}

test("DS3231: a conversion that is under way is waited for", (t) => {
  const clock = ds3231();
  clock.pins.write(0x0e, "3c");
  t.is(calibrate(clock, 5), "calibrated");
  t.is(clock.chip.oscillator.error.toFixed(1), "0.5");
});

for (const [steps, octets, ppm] of [
  [0, "00 10", 0],
  [1, "ff 90", 0.954],
  [2, "ff 10", 1.907],
  [256, "80 10", 244.141],
  [-1, "00 90", -0.954],
  [-255, "7f 90", -243.187],
] as const) {
  test(`RV-3028: ${steps} steps, in the EEPROM and its mirror`, (t) => {
    const clock = rv3028();
    t.is(adjust(clock, steps), "calibrated");
    t.is(clock.pins.read(0x36, 2), octets);
    t.is(Buffer.from(clock.chip.eeprom.subarray(0x36, 0x38)).toString("hex"), octets.replace(" ", ""));
    t.is(clock.driver.configuration.steps, steps);
    t.is(clock.chip.oscillator.error.toFixed(3), ppm.toFixed(3));
    clock.chip.power(0, 0);
    clock.chip.power(3.3, 3);
    t.is(clock.chip.oscillator.error.toFixed(3), ppm.toFixed(3), "it outlives all supplies");
  });
}

test("RV-3028: it adds to what the factory set, and leaves the backup; the backup leaves it", (t) => {
  const clock = rv3028();
  clock.chip.eeprom.set([0x05, 0x9c], 0x36);
  clock.chip.power(0, 0);
  clock.chip.power(3.3, 3);
  t.is(adjust(clock, 3), "calibrated");
  t.is(clock.driver.configuration.steps, -8);
  t.is(clock.pins.read(0x36, 2), "04 1c");
  clock.driver.configuration.setBackup(BackupMode.Direct, TrickleCharge.Off, clock.now);
  clock.run(1000);
  t.is(clock.pins.read(0x36, 2), "04 14");
  const { writes } = clock.chip;
  t.is(adjust(clock, 265), "not calibrated", "256 is the most");
  t.is(clock.chip.writes, writes);
  t.is(adjust(clock, 264), "calibrated");
});

test("steps that the chip does not have, or a chip without: refused", (t) => {
  for (const steps of [-128, 128]) t.is(calibrate(mcp7940n(), steps), "refused");
  for (const steps of [-128, 129]) t.is(calibrate(ds3231(), steps), "refused");
  const without = new ClockBench(
    0x68,
    (simulation) => new Ds1307Chip(simulation),
    (bus, scheduler) => new Ds1307({ bus, scheduler }),
  );
  t.is(calibrate(without, 0), "refused");
});

test("one thing at a time; and a chip that is gone, or does not keep it, is told", (t) => {
  const clock = mcp7940n();
  clock.driver.clock.read(clock.now);
  t.is(calibrate(clock, 5), "refused");
  clock.run(500);
  const { chip } = clock;
  const write = chip.write.bind(chip);
  chip.write = (value) => write(value === 0x85 ? 0x84 : value);
  t.is(calibrate(clock, 5), "not calibrated");
  t.is(clock.counters[I2cCounter.NotVerified], 1);
  chip.power(0);
  t.is(calibrate(clock, 5), "not calibrated");
});

test("setting the time and the calibration leave each other", (t) => {
  const clock = ds3231();
  clock.set("2024-06-15 12:00:00");
  t.is(calibrate(clock, 7), "calibrated");
  t.is(clock.read().slice(0, 16), "2024-06-15 12:00");
  clock.set("2024-06-16 12:00:00");
  clock.read();
  t.is(clock.driver.clock.steps, 7);
});

// --- a crystal that is measured and corrected

/** ms from one look to the next, while a second of the clock is waited for. */
const LOOK = 5;

/** Waits until a second of the clock begins. @returns which, and what a perfect clock shows then */
function edge(clock: Bench, seconds: number): [CalendarTime, CalendarTime, number] {
  const before = clock.pins.read(seconds, 1);
  while (clock.pins.read(seconds, 1) === before) clock.pass(LOOK / 1000);
  const reference = new CalendarTime();
  const { simulation } = clock;
  const ms = Math.floor(simulation.nanos / 1e6);
  reference.setDay(8766 + Math.floor(simulation.seconds / 86400), simulation.seconds % 86400);
  return [timeOf(clock.read()), reference, ms];
}

/** Measures the drift over as long as it takes. */
function measure(clock: Bench, step: number): DriftEstimate {
  const estimate = new DriftEstimate({ step, uncertainty: LOOK + 1 });
  estimate.first(...edge(clock, 0x00));
  clock.pass(estimate.needed + 2);
  const result = estimate.second(...edge(clock, 0x00));
  if (result !== DriftResult.Estimated) throw new Error(`no estimate: ${result}`);
  return estimate;
}

const errorOf = (clock: Bench) => Math.abs(clock.chip.oscillator.error);

for (const [name, make, worst, most] of [
  ["MCP7940N", mcp7940n, 80, 127],
  ["DS3231", ds3231, 12, 128],
] as const) {
  test(`${name}: after two points and one correction it is less than a step off, whatever crystal and calibration`, (t) => {
    const crystal = fc.record({
      drift: fc.double({ min: -worst, max: worst, noNaN: true }),
      temperature: fc.integer({ min: -10, max: 60 }),
    });
    fc.assert(
      fc.property(crystal, fc.integer({ min: -127, max: most }), (options, steps) => {
        const clock: Bench = make(options);
        clock.set("2024-01-01 00:00:00");
        calibrate(clock, steps);
        const { step } = clock.driver.clock.calibration!;
        const corrected = measure(clock, step).correctedSteps(clock.driver.clock.steps);
        t.is(calibrate(clock, corrected), "calibrated");
        t.true(errorOf(clock) < step / 1e6, `${errorOf(clock)} ppm`);
      }),
      { numRuns: 60 },
    );
  });
}

test("RV-3028: the same, from what the factory set on", (t) => {
  fc.assert(
    fc.property(fc.double({ min: -200, max: 200, noNaN: true }), fc.integer({ min: -20, max: 20 }), (drift, steps) => {
      const clock = rv3028({ drift });
      clock.set("2024-01-01 00:00:00");
      adjust(clock, steps);
      const { step } = clock.driver.configuration;
      t.is(adjust(clock, measure(clock, step).correctedSteps(0)), "calibrated");
      t.true(errorOf(clock) < step / 1e6, `${errorOf(clock)} ppm`);
    }),
    { numRuns: 60 },
  );
});

test("a crystal that ages is a step off again a year later, and one more correction helps", (t) => {
  const clock: Bench = mcp7940n({ drift: 20, aging: 3 });
  clock.set("2024-01-01 00:00:00");
  const { step } = clock.driver.clock.calibration!;
  const correct = () => {
    clock.read();
    calibrate(clock, measure(clock, step).correctedSteps(clock.driver.clock.steps));
  };
  correct();
  t.true(errorOf(clock) < step / 1e6);
  clock.pass(365 * 86400);
  t.true(errorOf(clock) > (2 * step) / 1e6);
  clock.set("2025-01-01 00:00:00");
  correct();
  t.true(errorOf(clock) < step / 1e6);
});
