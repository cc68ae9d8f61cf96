import test from "ava";
import { KeepaliveInterval } from "../../src/keepalive/interval";

/** An interval of 1000 ms that begins at `start`. */
function begun(start: number): KeepaliveInterval {
  const interval = new KeepaliveInterval();
  interval.start(start, 1_000);
  return interval;
}

for (const start of [0, -500, 0x7fffffff - 500, 0x7fffffff]) {
  const at = (ms: number) => (start + ms) | 0;

  test(`intervals from ${start} follow each other without drift, however late each poll is`, (t) => {
    const interval = begun(start);
    t.is(interval.due, at(1_000));
    t.true(interval.isRunning(at(999)));
    t.false(interval.isRunning(at(1_000)));
    for (let n = 1; n <= 5; n++) {
      t.is(interval.elapse(at(n * 1_000 + 999), 1_000), 0);
      interval.sent();
      t.is(interval.due, at((n + 1) * 1_000));
      t.false(interval.takeExcuse(255));
    }
  });

  test(`whole periods from ${start} without a poll are missed, told once, and excused`, (t) => {
    const interval = begun(start);
    t.is(interval.elapse(at(4_000), 1_000), 3);
    t.is(interval.due, at(5_000));
    t.true(interval.takeExcuse(1));
    t.false(interval.takeExcuse(1), "asked once for each");
    t.is(interval.excusedInRow, 1);
    t.is(interval.elapse(at(5_000), 1_000), 0);
    t.false(interval.takeExcuse(1));
  });

  test(`what was not sent from ${start} is tried again in 100 ms, then ever later, and at the end of its interval at the latest`, (t) => {
    const interval = begun(start);
    interval.elapse(at(1_000), 1_000);
    interval.notSent(at(1_000));
    t.is(interval.due, at(1_100));
    t.true(interval.isRunning(at(1_100)));
    interval.notSent(at(1_300));
    t.is(interval.due, at(1_450));
    interval.notSent(at(1_950));
    t.is(interval.due, at(2_000));
    interval.sent();
    t.is(interval.due, at(2_000));
    t.false(interval.isRunning(at(2_000)));
  });
}

test("as many intervals in a row are excused as there are retries, and anew once the peer was heard", (t) => {
  const interval = begun(0);
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 5; n++) {
      interval.excuse();
      t.is(interval.takeExcuse(3), n < 3);
      t.is(interval.excusedInRow, Math.min(n + 1, 3));
    }
    interval.heard();
    t.is(interval.excusedInRow, 0);
  }
});

test("nothing is excused with no retries, and what was is forgotten by a start, but not by another length", (t) => {
  const interval = begun(0);
  interval.excuse();
  t.false(interval.takeExcuse(0));
  interval.excuse();
  interval.restart(500, 2_000);
  t.is(interval.due, 2_500);
  t.true(interval.takeExcuse(2));
  interval.excuse();
  interval.start(600, 1_000);
  t.is(interval.due, 1_600);
  t.is(interval.excusedInRow, 0);
  t.false(interval.takeExcuse(2));
});

test("the longest interval is kept to the millisecond", (t) => {
  const interval = new KeepaliveInterval();
  const span = 0x3fffffff;
  interval.start(-7, span);
  t.is(interval.due, span - 7);
  t.is(interval.elapse(span - 7, span), 0);
  t.is(interval.due, 2 * span - 7);
});
