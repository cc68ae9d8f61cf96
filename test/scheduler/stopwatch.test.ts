import test from "ava";
import { Stopwatch } from "../../src/scheduler/stopwatch";

test("it counts whole seconds from its restart, through a clock that wraps", (t) => {
  const watch = new Stopwatch();
  const start = 0x7fffffff - 500;
  watch.restart(start);
  t.is(watch.seconds(start), 0);
  t.is(watch.seconds((start + 999) | 0), 0);
  t.is(watch.seconds((start + 1_000) | 0), 1);
  t.is(watch.seconds((start + 2_500) | 0), 2);
  t.is(watch.seconds((start + 3_000) | 0), 3);
  watch.restart((start + 3_000) | 0);
  t.is(watch.seconds((start + 3_000) | 0), 0);
});

test("asked every 49 days it counts for ever", (t) => {
  const watch = new Stopwatch();
  const day = 86_400_000;
  watch.restart(0);
  for (let days = 49; days <= 4_900; days += 49) t.is(watch.seconds((days * day) | 0), days * 86_400);
});
