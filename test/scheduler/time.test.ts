import test from "ava";
import { missedPeriods } from "../../src/scheduler/time";

test("on time or early, no period is missed", (t) => {
  t.is(missedPeriods(1000, 100, 1000), 0);
  t.is(missedPeriods(1000, 100, 990), 0);
  t.is(missedPeriods(1000, 100, -1_000_000), 0);
});

test("only whole periods count as missed", (t) => {
  t.is(missedPeriods(1000, 100, 1099), 0);
  t.is(missedPeriods(1000, 100, 1100), 1);
  t.is(missedPeriods(1000, 100, 1199), 1);
  t.is(missedPeriods(1000, 100, 1350), 3);
});

test("lateness is measured across the wrap of the clock", (t) => {
  t.is(missedPeriods(0x7fffffff, 10, -0x80000000), 0);
  t.is(missedPeriods(0x7ffffffb, 10, -0x80000000 + 30), 3);
});

test("the longest lateness and the shortest period do not overflow", (t) => {
  t.is(missedPeriods(-5, 1, -5 + 0x7fffffff), 0x7fffffff);
  t.is(missedPeriods(0, 0x3fffffff, 0x7fffffff), 2);
});
