import test from "ava";
import fc from "fast-check";
import { CalendarTime, daysInMonth, dayNumber, isLeapYear, weekday } from "../src/calendar";

/** The same by the engine's own calendar. */
const reference = (days: number, seconds = 0) => new Date(Date.UTC(2000, 0, 1 + days, 0, 0, seconds));

test("every day from 2000 to 2399 has the number, weekday and date that it has in the engine's calendar", (t) => {
  const time = new CalendarTime();
  for (let days = 0; days < 146_097; days++) {
    const date = reference(days);
    time.setDay(days, 0);
    const same =
      time.year === date.getUTCFullYear() &&
      time.month === date.getUTCMonth() + 1 &&
      time.day === date.getUTCDate() &&
      time.exists &&
      dayNumber(time.year, time.month, time.day) === days &&
      weekday(days) === (date.getUTCDay() || 7);
    if (!same) t.fail(`day ${days}: ${time.year}-${time.month}-${time.day}`);
  }
  t.is(time.year, 2399);
});

test("leap years, centuries included", (t) => {
  const leap = [2000, 2023, 2024, 2096, 2099, 2100, 2104, 2200, 2300, 2396].filter(isLeapYear);
  t.deepEqual(leap, [2000, 2024, 2096, 2104, 2396]);
  t.is(daysInMonth(2100, 2), 28);
});

test("the time of day, and distances in seconds", (t) => {
  const range = fc.record({ days: fc.integer({ min: 0, max: 20_000 }), seconds: fc.integer({ min: 0, max: 86399 }) });
  const make = ({ days, seconds }: { days: number; seconds: number }) => {
    const time = new CalendarTime();
    time.setDay(days, seconds);
    return time;
  };
  fc.assert(
    fc.property(range, range, (a, b) => {
      const [x, y] = [make(a), make(b)];
      t.is(x.secondOfDay, a.seconds);
      t.is(x.hour, reference(a.days, a.seconds).getUTCHours());
      t.is(x.secondsSince(y), (+reference(a.days, a.seconds) - +reference(b.days, b.seconds)) / 1000);
    }),
  );
  const first = make({ days: 0, seconds: 0 });
  const last = make({ days: 100_000, seconds: 0 });
  t.deepEqual([last.secondsSince(first), first.secondsSince(last)], [0x7fffffff, -0x7fffffff]);
});

test("what is no time", (t) => {
  const exists = (...fields: [number, number, number, number, number, number]) => {
    const time = new CalendarTime();
    time.set(...fields);
    return time.exists;
  };
  t.true(exists(2024, 2, 29, 23, 59, 59));
  const none: [number, number, number, number, number, number][] = [
    [1999, 12, 31, 0, 0, 0],
    [2400, 1, 1, 0, 0, 0],
    [2023, 2, 29, 0, 0, 0],
    [2024, 0, 1, 0, 0, 0],
    [2024, 13, 1, 0, 0, 0],
    [2024, 4, 31, 0, 0, 0],
    [2024, 1, 0, 0, 0, 0],
    [2024, 1, 1, 24, 0, 0],
    [2024, 1, 1, -1, 0, 0],
    [2024, 1, 1, 0, 60, 0],
    [2024, 1, 1, 0, 0, 60],
  ];
  for (const fields of none) t.false(exists(...fields), fields.join(" "));
});
