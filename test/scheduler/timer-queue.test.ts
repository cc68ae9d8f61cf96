import assert from "node:assert/strict";
import test from "ava";
import fc from "fast-check";
import { TimerQueue } from "../../src/scheduler/timer-queue";

/** Pops everything that is armed, as [timer, deadline]. */
function drain(queue: TimerQueue): [number, number][] {
  const order: [number, number][] = [];
  while (queue.size > 0) {
    const deadline = queue.firstDeadline;
    order.push([queue.takeFirst(), deadline]);
  }
  return order;
}

test("timers come out by deadline", (t) => {
  const queue = new TimerQueue(4);
  queue.arm(0, 300);
  queue.arm(1, 100);
  queue.arm(2, 200);
  t.is(queue.size, 3);
  t.is(queue.first, 1);
  t.is(queue.firstDeadline, 100);
  t.deepEqual(drain(queue), [
    [1, 100],
    [2, 200],
    [0, 300],
  ]);
  t.is(queue.size, 0);
});

test("the same deadline: by number, however they were armed and whoever was cancelled", (t) => {
  const timers = [...Array(30).keys()];
  fc.assert(
    fc.property(fc.shuffledSubarray(timers, { minLength: 30 }), fc.shuffledSubarray(timers), (order, cancelled) => {
      const queue = new TimerQueue(30);
      for (const timer of order) queue.arm(timer, 7);
      for (const timer of cancelled) queue.cancel(timer);
      assert.deepEqual(
        drain(queue).map(([timer]) => timer),
        timers.filter((timer) => !cancelled.includes(timer)),
      );
    }),
  );
  t.pass();
});

test("2^31 - 1 comes before -2^31", (t) => {
  const queue = new TimerQueue(3);
  queue.arm(0, -0x80000000);
  queue.arm(1, 0x7fffffff);
  queue.arm(2, -0x7fffffff);
  t.deepEqual(drain(queue), [
    [1, 0x7fffffff],
    [0, -0x80000000],
    [2, -0x7fffffff],
  ]);
});

test("an armed timer moves, both ways", (t) => {
  const queue = new TimerQueue(3);
  queue.arm(0, 100);
  queue.arm(1, 200);
  queue.arm(2, 300);
  queue.arm(0, 250);
  t.is(queue.first, 1);
  queue.arm(2, 50);
  t.is(queue.first, 2);
  t.is(queue.deadlineOf(0), 250);
  t.is(queue.size, 3);
});

test("cancelling an idle timer changes nothing; a cancelled one can be armed again", (t) => {
  const queue = new TimerQueue(2);
  queue.cancel(1);
  t.is(queue.size, 0);
  queue.arm(1, 10);
  queue.cancel(1);
  queue.cancel(1);
  t.is(queue.size, 0);
  t.false(queue.isArmed(1));
  queue.arm(1, 20);
  t.is(queue.firstDeadline, 20);
});

test("a popped timer is idle at once, and its root may be taken by another", (t) => {
  const queue = new TimerQueue(3);
  for (const timer of [0, 1, 2]) queue.arm(timer, timer);
  t.is(queue.takeFirst(), 0);
  t.false(queue.isArmed(0));
  t.is(queue.size, 2);
  t.is(queue.takeFirst(), 1);
  queue.arm(1, 50);
  queue.arm(0, 40);
  t.deepEqual(drain(queue), [
    [2, 2],
    [0, 40],
    [1, 50],
  ]);
});

test("a queue of one timer", (t) => {
  const queue = new TimerQueue(1);
  for (let turn = 0; turn < 3; turn++) {
    queue.arm(0, turn);
    queue.arm(0, turn + 5);
    t.is(queue.firstDeadline, turn + 5);
    t.is(queue.takeFirst(), 0);
    t.is(queue.size, 0);
  }
});

test("the capacity is checked", (t) => {
  t.is(new TimerQueue(5).capacity, 5);
  for (const capacity of [0, -1, 1.5, NaN, 0x800001]) {
    t.throws(() => new TimerQueue(capacity), {
      instanceOf: RangeError,
      message: `timer queue: capacity is ${capacity}: it must be a whole number from 1 to 8388608 timers`,
    });
  }
});

/** What the queue stands for: the armed timers with deadlines that don't wrap, sorted anew for each question. */
class NaiveQueue {
  readonly deadlines = new Map<number, number>();

  sorted(): [number, number][] {
    return [...this.deadlines].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  }
}

const TIMERS = 24;

const step = fc.oneof(
  // Few different deadlines make ties, many make order.
  { weight: 4, arbitrary: fc.tuple(fc.constant("arm"), fc.nat(TIMERS - 1), fc.nat(2)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("arm"), fc.nat(TIMERS - 1), fc.nat(0x3fffffff)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant("cancel"), fc.nat(TIMERS - 1), fc.constant(0)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("pop"), fc.constant(0), fc.constant(0)) },
  // What the scheduler does most: the timer that fired arms itself again.
  { weight: 3, arbitrary: fc.tuple(fc.constant("pop and arm"), fc.constant(0), fc.nat(0x3fffffff)) },
);

test("it does what a sorted list does, wherever the clock stands", (t) => {
  fc.assert(
    fc.property(
      fc.oneof(fc.integer(), fc.constantFrom(0x7fffffff, -0x80000000, 0x60000000)),
      fc.array(step, { maxLength: 300, size: "max" }),
      (base, steps) => {
        const queue = new TimerQueue(TIMERS);
        const naive = new NaiveQueue();
        for (const [action, timer, deadline] of steps) {
          if (action === "arm") {
            queue.arm(timer, (base + deadline) | 0);
            naive.deadlines.set(timer, deadline);
          } else if (action === "cancel") {
            queue.cancel(timer);
            naive.deadlines.delete(timer);
          } else if (naive.deadlines.size > 0) {
            const [first] = naive.sorted()[0]!;
            assert.equal(queue.takeFirst(), first);
            naive.deadlines.delete(first);
            if (action === "pop and arm") {
              queue.arm(first, (base + deadline) | 0);
              naive.deadlines.set(first, deadline);
            }
          }
          assert.equal(queue.size, naive.deadlines.size);
          for (let id = 0; id < TIMERS; id++) {
            const expected = naive.deadlines.get(id);
            assert.equal(queue.isArmed(id), expected !== undefined);
            if (expected !== undefined) assert.equal(queue.deadlineOf(id), (base + expected) | 0);
          }
          // Asking for the first timer tidies up after a pop: leave that out now and then.
          if (naive.deadlines.size > 0 && deadline % 2 === 0) {
            const [first, earliest] = naive.sorted()[0]!;
            assert.equal(queue.first, first);
            assert.equal(queue.firstDeadline, (base + earliest) | 0);
          }
        }
        assert.deepEqual(
          drain(queue),
          naive.sorted().map(([id, deadline]) => [id, (base + deadline) | 0]),
        );
      },
    ),
    { numRuns: 300 },
  );
  t.pass();
});
