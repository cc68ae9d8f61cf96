import test from "ava";
import { Scheduler, SchedulerCounter, type Task } from "../../src/scheduler/scheduler";
import { MAX_SPAN, missedPeriods } from "../../src/scheduler/time";
import { Timetable } from "../support/timetable";

const idle: Task = { wake() {} };

test("nothing armed: never come back", (t) => {
  const table = new Timetable(t, 1);
  table.timer("a");
  table.at(0).serves().due(-1);
});

test("timers are served in the order of their deadlines, and the delay leads to the next", (t) => {
  const table = new Timetable(t, 3);
  table.timer("a").arm(300);
  table.timer("b").arm(100);
  table.timer("c").arm(250);
  table.at(0).serves().due(100);
  table.at(100).serves("b").due(150);
  table.at(250).serves("c").due(50);
  table.at(300).serves("a").due(-1);
});

test("equal deadlines are served in the order of registration", (t) => {
  const table = new Timetable(t, 3);
  const timers = ["a", "b", "c"].map((name) => table.timer(name));
  for (const timer of timers.reverse()) timer.arm(100);
  table.at(100).serves("a", "b", "c").due(-1);
});

test("a deadline of 0 ms from now is due at once", (t) => {
  const table = new Timetable(t, 1, 5);
  const a = table.timer("a");
  a.arm(0);
  t.is(table.scheduler.delay(table.tick(0)), 0);
  table.at(0).serves("a").due(-1);
});

test("a deadline that has passed is due at once", (t) => {
  const table = new Timetable(t, 1);
  table.timer("a").arm(-50);
  t.is(table.scheduler.delay(0), 0);
  table.at(0).serves("a").due(-1);
  t.is(table.scheduler.counters[SchedulerCounter.MostLate], 50);
});

test("one millisecond early is too early", (t) => {
  const table = new Timetable(t, 1);
  table.timer("a").arm(100);
  table.at(99).serves().due(1);
  table.at(100).serves("a");
});

test("deadlines are exact across the wrap of the clock", (t) => {
  for (let start = 0x7fffffff - 3; start <= 0x7fffffff; start++) {
    const table = new Timetable(t, 3, start);
    table.timer("a").arm(4);
    table.timer("b").arm(3);
    table.timer("c").arm(1);
    table.at(0).serves().due(1);
    table.at(1).serves("c").due(2);
    table.at(2).serves().due(1);
    table.at(3).serves("b").due(1);
    table.at(4).serves("a").due(-1);
  }
});

test("a late periodic timer is woken once, counts what it missed and keeps its rhythm", (t) => {
  const table = new Timetable(t, 1);
  const a = table.timer("a");
  let due = 100;
  let missed = 0;
  a.arm(due);
  a.onWake = (now) => {
    missed = missedPeriods(due, 100, now);
    due += (missed + 1) * 100;
    a.arm(due);
  };
  table.at(100).serves("a").due(100);
  t.is(missed, 0);
  table.at(207).serves("a").due(93);
  t.is(missed, 0);
  table.at(650).serves("a").due(50);
  t.is(missed, 3);
  table.at(700).serves("a").due(100);
  t.is(missed, 0);
  t.is(table.scheduler.counters[SchedulerCounter.MostLate], 350);
});

// --- slack

test("a timer with slack goes along with an earlier one, as early as its slack allows", (t) => {
  for (const [slack, shared] of [
    [29, false],
    [30, true],
  ] as const) {
    const table = new Timetable(t, 2);
    table.timer("a").arm(100);
    table.timer("b", slack).arm(130);
    if (shared) {
      table.at(100).serves("a", "b").due(-1);
    } else {
      table.at(100).serves("a").due(30);
      table.at(130).serves("b").due(-1);
    }
    t.is(table.scheduler.counters[SchedulerCounter.Early], shared ? 1 : 0);
  }
});

test("slack alone never wakes: with nobody to share it is exact, and never late", (t) => {
  const table = new Timetable(t, 1);
  table.timer("a", 50).arm(100);
  table.at(0).serves().due(100);
  table.at(49).serves().due(51);
  table.at(100).serves("a").due(-1);
});

test("a timer with slack waits for an earlier deadline that is still to come", (t) => {
  const table = new Timetable(t, 3);
  table.timer("a").arm(10);
  table.timer("b").arm(60);
  table.timer("c", 1000).arm(70);
  table.at(10).serves("a").due(50);
  table.at(60).serves("b", "c").due(-1);
});

test("the links of a device end up in one wake-up per interval", (t) => {
  const table = new Timetable(t, 4);
  for (let link = 0; link < 4; link++) {
    const timer = table.timer(`${link}`, 4000);
    let due = 10000 + 1000 * link;
    timer.arm(due);
    timer.onWake = () => timer.arm((due += 10000));
  }
  table.at(10000).serves("0", "1", "2", "3").due(10000);
  table.at(20000).serves("0", "1", "2", "3").due(10000);
  t.is(table.scheduler.counters[SchedulerCounter.WakeUps], 2);
});

test("a timer that re-arms within its own slack is served once a run", (t) => {
  const table = new Timetable(t, 1);
  const a = table.timer("a", 1000);
  a.arm(100);
  a.onWake = (now) => a.arm(now + 10);
  table.at(100).serves("a").due(10);
  table.at(104).serves("a").due(10);
  table.at(114).serves("a").due(10);
});

test("two timers that arm each other within their slack end the run", (t) => {
  const table = new Timetable(t, 2);
  const a = table.timer("a", 1000);
  const b = table.timer("b", 1000);
  a.onWake = (now) => b.arm(now);
  b.onWake = (now) => a.arm(now);
  a.arm(100);
  table.at(100).serves("a", "b").due(1);
  table.at(101).serves("a", "b").due(1);
});

// --- from inside a wake

test("a timer is idle while it is served", (t) => {
  const table = new Timetable(t, 1);
  const a = table.timer("a");
  a.arm(5);
  a.onWake = () => t.false(a.armed);
  table.at(5).serves("a");
});

test("re-arming at or before now means the next millisecond", (t) => {
  for (const start of [0, 0x7fffffff]) {
    for (const ahead of [0, -1, -1000, -MAX_SPAN]) {
      const table = new Timetable(t, 1, start);
      const a = table.timer("a");
      a.arm(0);
      a.onWake = (now) => a.arm(now + ahead);
      table.at(0).serves("a").due(1);
      table.at(1).serves("a").due(1);
    }
  }
});

test("a wake cancels another that is due in the same run", (t) => {
  const table = new Timetable(t, 3);
  const a = table.timer("a");
  const b = table.timer("b");
  const c = table.timer("c");
  for (const timer of [a, b, c]) timer.arm(10);
  a.onWake = () => b.cancel();
  table.at(10).serves("a", "c").due(-1);
});

test("a wake moves another that is due in the same run", (t) => {
  const table = new Timetable(t, 3);
  const a = table.timer("a");
  const b = table.timer("b");
  const c = table.timer("c");
  for (const timer of [a, b, c]) timer.arm(10);
  a.onWake = () => b.arm(15);
  table.at(10).serves("a", "c").due(5);
  table.at(15).serves("b").due(-1);
});

test("a wake cancels what it has just armed, its own timer too", (t) => {
  const table = new Timetable(t, 2);
  const a = table.timer("a");
  const b = table.timer("b");
  a.arm(10);
  a.onWake = () => {
    b.arm(20);
    a.arm(30);
    a.cancel();
  };
  table.at(10).serves("a").due(10);
  b.cancel();
  table.at(10).serves().due(-1);
});

test("a run from inside a wake does nothing but say when to come back", (t) => {
  const table = new Timetable(t, 2);
  const a = table.timer("a");
  const b = table.timer("b");
  a.arm(10);
  b.arm(10);
  a.onWake = () => t.is(table.scheduler.run(10), 0);
  b.onWake = () => t.is(table.scheduler.run(10), -1);
  table.at(10).serves("a", "b").due(-1);
});

test("a task that throws does not stop the others", (t) => {
  const table = new Timetable(t, 2);
  const a = table.timer("a");
  const b = table.timer("b");
  a.arm(10);
  b.arm(10);
  a.onWake = () => {
    throw new Error("from a listener");
  };
  t.throws(() => table.at(10), { message: "from a listener" });
  // Between runs a deadline that has passed stays what it is.
  a.arm(5);
  a.onWake = () => {};
  table.at(11).serves("a", "b").due(-1);
});

// --- registration

test("each timer of a task is known by its kind", (t) => {
  const scheduler = new Scheduler(2);
  const woken: number[] = [];
  const task: Task = { wake: (kind, now) => woken.push(kind, now) };
  const first = scheduler.register(task, 255, 0);
  const second = scheduler.register(task, 7, 0);
  scheduler.arm(second, 1);
  scheduler.arm(first, 2);
  t.is(scheduler.armed, 2);
  t.is(scheduler.deadlineOf(first), 2);
  scheduler.run(2);
  t.deepEqual(woken, [7, 2, 255, 2]);
});

test("one timer too many is refused, naming the capacity", (t) => {
  const scheduler = new Scheduler(2);
  scheduler.register(idle, 0, 0);
  scheduler.register(idle, 0, 0);
  t.is(scheduler.registered, 2);
  t.throws(() => scheduler.register(idle, 0, 0), {
    instanceOf: RangeError,
    message: "scheduler: all 2 timers are taken: construct it with a capacity of at least 3",
  });
  t.is(scheduler.registered, 2);
});

test("what is out of range is refused, and takes no timer", (t) => {
  t.throws(() => new Scheduler(0), {
    message: "scheduler: capacity is 0: it must be a whole number from 1 to 8388608 timers",
  });
  const scheduler = new Scheduler(1);
  t.throws(() => scheduler.register(idle, 0, -1), {
    message: "scheduler: slack is -1: it must be a whole number from 0 to 1073741823 ms",
  });
  t.throws(() => scheduler.register(idle, 256, 0), {
    message: "scheduler: timer kind is 256: it must be a whole number from 0 to 255",
  });
  t.is(scheduler.register(idle, 255, MAX_SPAN), 0);
});

// --- long runs

test("a span of 40 days in pieces of at most 2^30 ms ends to the millisecond", (t) => {
  const days40 = 40 * 24 * 3600 * 1000;
  const table = new Timetable(t, 1, 123456789);
  const a = table.timer("a");
  // Numbers beyond int32 stand for the time since the start, which the tick can't tell.
  let now = 0;
  let reached = 0;
  const armNext = () => a.arm(Math.min(days40, now + MAX_SPAN));
  a.onWake = () => (now === days40 ? (reached = now) : armNext());
  armNext();
  for (let delay = table.scheduler.delay(table.tick(0)); delay >= 0; delay = table.scheduler.run(table.tick(now))) {
    now += delay;
  }
  t.is(reached, days40);
  t.is(table.scheduler.counters[SchedulerCounter.WakeUps], Math.ceil(days40 / MAX_SPAN));
});

test("sixty days, past the wrap of 49.7: no drift, nothing late, no wake-up without work", (t) => {
  const end = 60 * 24 * 3600 * 1000;
  const periods = [10_000, 25_000, 7_919];
  const scheduler = new Scheduler(periods.length);
  let now = 0;
  const counts = periods.map(() => 0);
  periods.forEach((period, index) => {
    const timer = scheduler.register(
      {
        wake() {
          counts[index]!++;
          if (now !== counts[index]! * period) t.fail(`timer ${index} was served at ${now}`);
          scheduler.arm(timer, (now + period) | 0);
        },
      },
      0,
      0,
    );
    scheduler.arm(timer, period);
  });
  for (let delay = scheduler.delay(0); now + delay <= end; delay = scheduler.run(now | 0)) now += delay;
  t.deepEqual(
    counts,
    periods.map((period) => Math.floor(end / period)),
  );
  t.is(scheduler.counters[SchedulerCounter.Idle], 0);
  t.is(scheduler.counters[SchedulerCounter.MostLate], 0);
});
