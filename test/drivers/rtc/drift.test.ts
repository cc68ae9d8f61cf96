/** The drift of a clock from two comparisons with a better one. */
import test from "ava";
import fc from "fast-check";
import { CalendarTime } from "../../../src/calendar";
import { DriftEstimate, DriftResult } from "../../../src/drivers/rtc/drift";
import { timeOf } from "../../support/rtc/clock-bench";

const DAY = 86400;

/** Seconds after 1 January 2024. */
function at(seconds: number): CalendarTime {
  const time = new CalendarTime();
  time.setDay(8766 + Math.floor(seconds / DAY), ((seconds % DAY) + DAY) % DAY);
  return time;
}

/** The MCP7940N's step, and a second that is noticed within 10 ms. */
const estimate = () => new DriftEstimate({ step: 1_017_253, uncertainty: 10 });

test("a clock that gained 2 s in ten days is 2.315 ppm too fast", (t) => {
  const drift = estimate();
  t.true(drift.first(timeOf("2024-06-01 12:00:00"), timeOf("2024-06-01 12:00:00"), 0));
  t.is(drift.second(timeOf("2024-06-11 12:00:02"), timeOf("2024-06-11 12:00:00"), 0), DriftResult.Estimated);
  t.is(drift.drift, 2314);
  t.is(drift.correctedSteps(0), -2);
  t.is(drift.correctedSteps(-5), -7, "it was measured with what the calibration was");
});

test("a slow one, by the milliseconds between the seconds of both; across a century's end", (t) => {
  const drift = estimate();
  drift.first(timeOf("2099-12-31 00:00:05"), timeOf("2099-12-31 00:00:00"), 250);
  t.is(drift.second(timeOf("2100-01-01 00:00:05"), timeOf("2100-01-01 00:00:01"), 114), DriftResult.Estimated);
  t.is(drift.drift, -9999, "864 ms in a day and a second");
  t.is(drift.correctedSteps(0), 10);
});

test("the second point: what it must be, and what is told if it is not", (t) => {
  const drift = estimate();
  t.is(drift.needed, 78644, "80 ms are a quarter of a step after that");
  t.is(drift.second(at(0), at(0), 0), DriftResult.NoFirst);
  drift.first(at(0), at(0), 0);
  t.is(drift.second(at(-5), at(-5), 0), DriftResult.TooFar);
  t.is(drift.second(at(78643), at(78643), 0), DriftResult.TooSoon);
  t.is(drift.second(at(78644), at(78644), 0), DriftResult.Estimated);
  t.is(drift.second(at(200_000_000), at(200_000_000), 0), DriftResult.Estimated);
  t.is(drift.second(at(200_000_001), at(200_000_001), 0), DriftResult.TooFar);
  t.is(drift.second(at(100_100), at(100_000), 0), DriftResult.Estimated, "a thousandth");
  t.is(drift.drift, 1_000_000);
  t.is(drift.second(at(100_101), at(100_000), 0), DriftResult.Wrong);
  t.is(drift.second(at(99_899), at(100_000), 0), DriftResult.Wrong);
  t.is(drift.second(at(100_000_000), at(90_000_000), 0), DriftResult.Wrong);
  drift.forget();
  t.is(drift.second(at(100_000), at(100_000), 0), DriftResult.NoFirst);
});

test("a first point further off than 11 days is none", (t) => {
  const drift = estimate();
  t.false(drift.first(at(1_000_001), at(0), 0));
  t.is(drift.second(at(100_000), at(100_000), 0), DriftResult.NoFirst);
  t.true(drift.first(at(1_000_000), at(0), 999));
  t.is(drift.second(at(1_100_000), at(100_000), 999), DriftResult.Estimated);
  t.is(drift.drift, 0);
});

test("options that can't be: the message names thing, value and range", (t) => {
  const message = (step: number, uncertainty: number) =>
    t.throws(() => new DriftEstimate({ step, uncertainty }), { instanceOf: RangeError }).message;
  t.is(message(1e6, 0), "Drift: uncertainty is 0: it must be a whole number from 1 to 1000 ms");
  t.is(message(999, 1), "Drift: step is 999: it must be a whole number from 1000 to 1000000000 parts per trillion");
  t.is(message(10_000, 1000), "Drift: 1000 ms are too uncertain for steps of 10000 parts per trillion");
});

test("any drift and any two points: right to a billionth, all in 32 bits", (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 78_644, max: 200_000_000 }),
      fc.integer({ min: -999_999, max: 999_999 }),
      fc.integer({ min: -900_000_000, max: 900_000_000 }),
      (passed, billionths, ahead) => {
        const drift = estimate();
        const gained = Math.trunc((passed * billionths) / 1e6);
        const point = (reference: number, ms: number): [CalendarTime, CalendarTime, number] => {
          const late = ((-ms % 1000) + 1000) % 1000;
          return [at(reference + (ms + late) / 1000), at(reference), late];
        };
        t.true(drift.first(...point(0, ahead)));
        const result = drift.second(...point(passed, ahead + gained));
        if (Math.abs(ahead + gained) > 1_000_000_000 - 1000) return;
        t.is(result, DriftResult.Estimated);
        t.true(Math.abs(drift.drift - (gained * 1e6) / passed) < 1);
      },
    ),
  );
});
