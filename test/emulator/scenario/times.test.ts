import test from "ava";
import fc from "fast-check";
import {
  formatClock,
  formatSpan,
  instant,
  isAfter,
  milliseconds,
  nanoseconds,
  parseClock,
  parseDuration,
  parseTime,
} from "../../../emulator/scenario/times";

const SECOND = 1e9;
const NANOS = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12, d: 8.64e13 };

test("durations: a number of seconds, or a number with a unit", (t) => {
  t.deepEqual(parseDuration(90), { seconds: 90, nanos: 0 });
  t.deepEqual(parseDuration("90"), { seconds: 90, nanos: 0 });
  t.deepEqual(parseDuration("1.5h"), { seconds: 5400, nanos: 0 });
  t.deepEqual(parseDuration("0.25s"), { seconds: 0, nanos: 250_000_000 });
  t.deepEqual(parseDuration("2500ms"), { seconds: 2, nanos: 500_000_000 });
  t.deepEqual(parseDuration("12.2m"), { seconds: 732, nanos: 0 });
  t.deepEqual(parseDuration(1e-9), { seconds: 0, nanos: 1 });
  t.deepEqual(parseDuration("365d"), { seconds: 31_536_000, nanos: 0 });
});

test("durations are rounded to the nanosecond, which may make a second full", (t) => {
  t.deepEqual(parseDuration("0.4ns"), { seconds: 0, nanos: 0 });
  t.deepEqual(parseDuration("0.5ns"), { seconds: 0, nanos: 1 });
  t.deepEqual(parseDuration("999.9999999999ms"), { seconds: 1, nanos: 0 });
  t.deepEqual(parseDuration("23999.99999999999999999999d"), { seconds: 24_000 * 86_400, nanos: 0 });
  t.deepEqual(instant(SECOND - 0.4), { seconds: 1, nanos: 0 });
});

test("durations: what is none, and what is longer than the simulation counts", (t) => {
  for (const text of ["", "s", "1 s", "-1s", "+1s", "1e3", ".5s", "1.s", "1min", "1s ", "1,5s", "0x10", "17:00:00"]) {
    t.is(parseDuration(text), undefined, text);
  }
  for (const number of [-1, NaN, Infinity, 24_001 * 86_400, 1e300]) t.is(parseDuration(number), undefined, `${number}`);
  t.deepEqual(parseDuration("24000d"), { seconds: 24_000 * 86_400, nanos: 0 });
  t.is(parseDuration("24000.1d"), undefined);
  t.is(parseDuration(`${"9".repeat(1000)}d`), undefined);
});

test("durations of whole units are exact, whatever the unit", (t) => {
  const units = fc.constantFrom(...(Object.keys(NANOS) as (keyof typeof NANOS)[]));
  fc.assert(
    fc.property(fc.nat(20_000), units, (amount, unit) => {
      const { seconds, nanos } = parseDuration(`${amount}${unit}`)!;
      const total = BigInt(amount) * BigInt(NANOS[unit]);
      t.is(BigInt(seconds) * 1_000_000_000n + BigInt(nanos), total);
    }),
  );
});

test("an instant and one number of nanoseconds are the same up to 104 days", (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 53 - 1 }), (nanos) => {
      const time = instant(nanos);
      t.true(time.nanos >= 0 && time.nanos < SECOND);
      t.is(nanoseconds(time), nanos);
    }),
  );
});

test("later and earlier go by the second, then by the nanosecond", (t) => {
  const times = fc.record({ seconds: fc.nat(2), nanos: fc.nat(2) });
  fc.assert(fc.property(times, times, (a, b) => t.is(isAfter(a, b), nanoseconds(a) > nanoseconds(b))));
});

test("clocks: every millisecond of a day comes back as it was written", (t) => {
  // As a floating-point number of seconds, 1.001 is a little less than 1001 ms.
  t.is(parseClock("00:00:01.001"), 1001);
  t.is(parseClock("17:21:04.929"), 62_464_929);
  fc.assert(
    fc.property(fc.nat(86_400_000 - 1), (ms) => {
      t.is(parseClock(formatClock(ms)), ms);
    }),
    { numRuns: 2000 },
  );
});

test("clocks go on at midnight", (t) => {
  t.is(formatClock(86_400_000), "00:00:00.000");
  t.is(formatClock(3 * 86_400_000 + 1), "00:00:00.001");
  t.is(formatClock(-1), "23:59:59.999");
});

test("times: what the clock says then, for the first time after the start", (t) => {
  const start = parseClock("17:20:54.929");
  t.deepEqual(parseTime("17:20:54.929", start), { seconds: 0, nanos: 0 });
  t.deepEqual(parseTime("17:21:04.929", start), { seconds: 10, nanos: 0 });
  t.deepEqual(parseTime("17:20:54.929000001", start), { seconds: 0, nanos: 1 });
  t.deepEqual(parseTime("17:20:54.928", start), { seconds: 86_399, nanos: 999_000_000 });
  t.deepEqual(parseTime("00:00:00", start), { seconds: 23_945, nanos: 71_000_000 });
  t.deepEqual(parseTime("1.5m", start), { seconds: 90, nanos: 0 });
  t.deepEqual(parseTime(7, start), { seconds: 7, nanos: 0 });
  t.is(parseTime("soon", start), undefined);
});

test("times: a clock that is set to a time and runs for a while says what it should", (t) => {
  const day = fc.nat(86_400_000 - 1);
  fc.assert(
    fc.property(day, day, (start, then) => {
      t.is((start + milliseconds(parseTime(formatClock(then), start)!)) % 86_400_000, then);
    }),
    { numRuns: 1000 },
  );
});

test("spans for a person", (t) => {
  const span = (text: string) => formatSpan(parseDuration(text)!);
  t.is(span("0s"), "0 s");
  t.is(span("155s"), "2 min 35 s");
  t.is(span("10000s"), "2 h 46 min 40 s");
  t.is(span("24h"), "1 d");
  t.is(span("1.5s"), "1.5 s");
  t.is(span("36ms"), "0.036 s");
  // Rounded first, so that no span has 60 seconds.
  t.is(span("59.9996s"), "1 min");
  t.is(span("0.4ms"), "0 s");
});
