import test from "ava";
import { EspruinoAlarm, EspruinoClock, randomSeed } from "../../../src/platform/espruino/runtime";
import { SerialConsole } from "../../../src/platform/espruino/serial-console";

/** Runs `body` with `Date.now()` giving what `date.now` says. */
function withDate(body: (date: { now: number }) => void): void {
  const date = { now: 0 };
  const real = Date.now;
  Date.now = () => date.now;
  try {
    body(date);
  } finally {
    Date.now = real;
  }
}

test.serial("the clock counts whole milliseconds and loses none", (t) => {
  withDate((date) => {
    date.now = 1795300934457.4;
    const clock = new EspruinoClock();
    t.is(clock.now(), 0);
    for (let i = 1; i <= 3000; i++) {
      date.now += 0.4;
      clock.now();
    }
    t.true(Math.abs(clock.now() - 1200) <= 1, `${clock.now()}`);
  });
});

test.serial("a program that sets the time does not move the clock by years, nor back", (t) => {
  withDate((date) => {
    date.now = 5000;
    const clock = new EspruinoClock();
    date.now = 6000;
    t.is(clock.now(), 1000);
    date.now = 1.7e12;
    t.is(clock.now(), 1000);
    date.now += 500;
    t.is(clock.now(), 1500);
    date.now = 100;
    t.is(clock.now(), 1500);
    date.now = 350;
    t.is(clock.now(), 1750);
  });
});

test.serial("the clock wraps to negative numbers", (t) => {
  withDate((date) => {
    const clock = new EspruinoClock();
    const step = 2 ** 29;
    for (let i = 0; i < 4; i++) {
      date.now += step;
      clock.now();
    }
    t.is(clock.now(), -(2 ** 31));
  });
});

test("the alarm wakes once, and can be moved and taken back", async (t) => {
  const alarm = new EspruinoAlarm();
  let woken = 0;
  alarm.attach({ wake: () => void woken++ });
  const wait = (delay: number) => new Promise((resolve) => setTimeout(resolve, delay));
  alarm.set(5);
  alarm.set(10);
  await wait(60);
  t.is(woken, 1);
  alarm.set(5);
  alarm.set(-1);
  alarm.set(5);
  alarm.close();
  alarm.close();
  await wait(60);
  t.is(woken, 1);
});

test.serial("an alarm with nothing set never calls clearTimeout, which would clear every timer", (t) => {
  const real = globalThis.clearTimeout;
  globalThis.clearTimeout = () => t.fail();
  try {
    const alarm = new EspruinoAlarm();
    alarm.set(-1);
    alarm.close();
    t.pass();
  } finally {
    globalThis.clearTimeout = real;
  }
});

test("the random seed is an int32 that differs", (t) => {
  const seeds = new Set(Array.from({ length: 10 }, randomSeed));
  t.true(seeds.size > 5);
  for (const seed of seeds) t.is(seed, seed | 0);
});

test("the console writes a line's octets and nothing beside them", (t) => {
  const written: number[] = [];
  const output = new SerialConsole({ io: { write: (data) => written.push(...data) } });
  output.write(Uint8Array.of(1, 2, 3, 4, 5), 1, 4);
  t.deepEqual(written, [2, 3, 4]);
});
