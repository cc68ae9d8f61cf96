import test from "ava";
import { ResetCause } from "../../src/ports";
import type { Task } from "../../src/scheduler/scheduler";
import { CrashKind, NO_TIMER, Supervisor } from "../../src/scheduler/supervisor";
import { FakeWatchdog } from "../support/fake-watchdog";
import { manualLoop } from "../support/manual-clock";

/** A program with one task besides the supervisor, which is told what to do when its timer is served. */
function program(watchdog = new FakeWatchdog(), timeout?: number) {
  const { clock, loop } = manualLoop();
  const supervisor = new Supervisor({ watchdog, scheduler: loop.scheduler, timeout });
  const task: Task & { then: (now: number) => void } = { then: () => {}, wake: (_kind, now) => task.then(now) };
  const timer = loop.scheduler.register(task, 0, 0);
  return { watchdog, supervisor, clock, loop, task, timer };
}

/** How a program that starts after `before` ended finds that it did. */
function restart(before: FakeWatchdog, cause: ResetCause) {
  const { supervisor } = program(new FakeWatchdog(cause, before.words));
  const { crash, crashTimer, crashText } = supervisor;
  return { crash, crashTimer, crashText: Buffer.from(crashText).toString() };
}

test("with nothing to do the watchdog is fed twice in its time-out", (t) => {
  const { watchdog, supervisor, clock, loop } = program();
  supervisor.start(loop.now());
  loop.update();
  clock.runUntil(16_000);
  t.deepEqual(watchdog.told, ["start 8000", "feed", "feed", "feed", "feed"]);
});

test("work that is done feeds it, and puts off its own wake-up", (t) => {
  const { watchdog, supervisor, clock, loop, task, timer } = program();
  task.then = (now) => loop.scheduler.arm(timer, now + 1000);
  supervisor.start(loop.now());
  loop.scheduler.arm(timer, 1000);
  loop.update();
  clock.runUntil(10_000);
  t.is(watchdog.told.filter((what) => what === "feed").length, 10);
  t.is(loop.scheduler.counters[0], 10, "no wake-up of its own");
});

test("while a task is served the words name its timer, so that a stall needs nobody to note it", (t) => {
  const { watchdog, supervisor, clock, loop, task, timer } = program();
  let during = watchdog;
  task.then = () => (during = new FakeWatchdog(ResetCause.PowerOn, watchdog.words.slice()));
  supervisor.start(loop.now());
  loop.scheduler.arm(timer, 10);
  loop.update();
  clock.runUntil(20);
  t.deepEqual(restart(during, ResetCause.Watchdog), { crash: CrashKind.Stall, crashTimer: timer, crashText: "" });
  // Here the event loop hangs, or a port's listener does not return.
  t.deepEqual(restart(watchdog, ResetCause.Watchdog), { crash: CrashKind.Stall, crashTimer: NO_TIMER, crashText: "" });
});

test("an exception of a task resets the processor, and the next start has its name", (t) => {
  const { watchdog, supervisor, clock, loop, task, timer } = program();
  task.then = () => {
    throw new TypeError("no such thing");
  };
  supervisor.start(loop.now());
  loop.scheduler.arm(timer, 10);
  loop.update();
  t.throws(() => clock.runUntil(20), { instanceOf: TypeError });
  t.deepEqual(watchdog.told, ["start 8000", "reset"]);
  const found = { crash: CrashKind.Exception, crashTimer: timer, crashText: "TypeErro" };
  t.deepEqual(restart(watchdog, ResetCause.Software), found);
});

test("what is thrown may be anything", (t) => {
  for (const [thrown, text] of [
    ["", ""],
    [undefined, "undefine"],
    ["a: b", "a"],
    [42, "42"],
    [new RangeError(), "RangeErr"],
  ] satisfies [unknown, string][]) {
    const { watchdog, supervisor } = program();
    supervisor.start(0);
    supervisor.failed(thrown);
    const found = { crash: CrashKind.Exception, crashTimer: NO_TIMER, crashText: text };
    t.deepEqual(restart(watchdog, ResetCause.Software), found);
  }
});

test("a reset that the watchdog did not make is no stall, and words that nobody wrote are no crash", (t) => {
  const { watchdog, supervisor } = program();
  supervisor.start(0);
  for (const cause of [ResetCause.PowerOn, ResetCause.Pin, ResetCause.Software, ResetCause.Unknown]) {
    t.is(restart(watchdog, cause).crash, CrashKind.None);
  }
  for (const noise of [0, -1, 0x4c500000, 0x4c50ff00 | 0, 0x12345678]) {
    t.is(
      restart(new FakeWatchdog(ResetCause.PowerOn, Int32Array.of(noise, 1, 2)), ResetCause.Watchdog).crash,
      CrashKind.None,
    );
  }
});

test("a time-out that the watchdog has not is refused", (t) => {
  t.throws(() => program(undefined, 9000), {
    message: "supervisor: time-out is 9000: it must be a whole number from 100 to 8388 ms",
  });
  t.is(program(undefined, 8388).supervisor.timeout, 8388);
});
