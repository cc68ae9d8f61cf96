import test from "ava";
import type { Task } from "../../src/scheduler/scheduler";
import { manualLoop } from "../support/manual-clock";

/** A task that notes when it was woken. */
class Noted implements Task {
  readonly woken: number[] = [];
  then: (now: number) => void = () => {};

  wake(_kind: number, now: number): void {
    this.woken.push(now);
    this.then(now);
  }
}

test("with nothing armed the alarm is never set", (t) => {
  const { clock, loop } = manualLoop();
  loop.update();
  t.deepEqual(clock.settings, []);
});

test("the alarm is set to the first deadline, rings there, and is set to the next", (t) => {
  const { clock, loop } = manualLoop();
  const task = new Noted();
  const [a, b] = [loop.scheduler.register(task, 0, 0), loop.scheduler.register(task, 1, 0)];
  loop.scheduler.arm(a, 100);
  loop.scheduler.arm(b, 250);
  loop.update();
  clock.runUntil(1000);
  t.deepEqual(task.woken, [100, 250]);
  t.deepEqual(clock.settings, [100, 150]);
});

test("an update that moves nothing leaves the alarm alone", (t) => {
  const { clock, loop } = manualLoop();
  const timer = loop.scheduler.register(new Noted(), 0, 0);
  loop.scheduler.arm(timer, 100);
  loop.update();
  clock.time = 40;
  loop.update();
  t.deepEqual(clock.settings, [100]);
});

test("an update after the first deadline moved sets the alarm anew; after the last went, it is taken back", (t) => {
  const { clock, loop } = manualLoop();
  const timer = loop.scheduler.register(new Noted(), 0, 0);
  loop.scheduler.arm(timer, 100);
  loop.update();
  clock.time = 10;
  loop.scheduler.arm(timer, 50);
  loop.update();
  loop.scheduler.cancel(timer);
  loop.update();
  loop.update();
  t.deepEqual(clock.settings, [100, 40, -1]);
});

test("updates from inside a task wait for the end of the run", (t) => {
  const { clock, loop } = manualLoop();
  const task = new Noted();
  const timer = loop.scheduler.register(task, 0, 0);
  loop.scheduler.arm(timer, 100);
  loop.update();
  task.then = (now) => {
    if (now >= 300) return;
    loop.scheduler.arm(timer, now + 100);
    loop.update();
  };
  clock.runUntil(1000);
  t.deepEqual(task.woken, [100, 200, 300]);
  t.deepEqual(clock.settings, [100, 100, 100]);
});

test("an alarm that rings early serves nothing and is set again", (t) => {
  const { clock, loop } = manualLoop();
  const task = new Noted();
  const timer = loop.scheduler.register(task, 0, 0);
  loop.scheduler.arm(timer, 100);
  loop.update();
  clock.time = 99;
  clock.ring();
  t.deepEqual(task.woken, []);
  t.deepEqual(clock.settings, [100, 1]);
});

test("a deadline that passed during a run is served at once, not forgotten", (t) => {
  const { clock, loop } = manualLoop();
  const [slow, late] = [new Noted(), new Noted()];
  const first = loop.scheduler.register(slow, 0, 0);
  const second = loop.scheduler.register(late, 0, 0);
  loop.scheduler.arm(first, 100);
  loop.scheduler.arm(second, 105);
  slow.then = () => (clock.time += 20);
  loop.update();
  clock.runUntil(200);
  t.deepEqual(late.woken, [120]);
});

test("a task that throws stops nothing", (t) => {
  const { clock, loop } = manualLoop();
  const task = new Noted();
  const [bad, good] = [loop.scheduler.register(task, 0, 0), loop.scheduler.register(task, 0, 0)];
  loop.scheduler.arm(bad, 100);
  loop.scheduler.arm(good, 200);
  loop.update();
  task.then = (now) => {
    if (now === 100) throw new Error("the listener's own");
  };
  t.throws(() => clock.runUntil(1000), { message: "the listener's own" });
  clock.runUntil(1000);
  t.deepEqual(task.woken, [100, 200]);
});

test("after close nothing is set any more", (t) => {
  const { clock, loop } = manualLoop();
  const timer = loop.scheduler.register(new Noted(), 0, 0);
  loop.close();
  loop.close();
  loop.scheduler.arm(timer, 100);
  loop.update();
  t.true(clock.closed);
  t.deepEqual(clock.settings, []);
});
