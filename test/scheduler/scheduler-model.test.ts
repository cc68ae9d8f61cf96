import assert from "node:assert/strict";
import test from "ava";
import fc from "fast-check";
import { XorShift32 } from "../../src/random";
import { Scheduler, SchedulerCounter, type Task } from "../../src/scheduler/scheduler";

/** What a woken timer does next, or what happens between runs. */
type Action = { kind: "arm" | "cancel"; timer: number; ahead: number } | { kind: "arm self"; ahead: number };

interface Timer {
  deadline: number | null;
  slack: number;
}

/** The rules of the scheduler with time that doesn't wrap, and every answer worked out anew. */
class NaiveScheduler {
  now = 0;
  running = false;
  readonly log: string[] = [];
  readonly timers: Timer[];

  constructor(
    slacks: number[],
    private readonly _script: Script,
  ) {
    this.timers = slacks.map((slack) => ({ deadline: null, slack }));
  }

  private _first(): number {
    let first = -1;
    this.timers.forEach((timer, id) => {
      if (timer.deadline !== null && (first < 0 || timer.deadline < this.timers[first]!.deadline!)) first = id;
    });
    return first;
  }

  act(action: Action, self: number): void {
    const timer = this.timers["timer" in action ? action.timer : self]!;
    if (action.kind === "cancel") timer.deadline = null;
    else timer.deadline = this.running ? Math.max(this.now + action.ahead, this.now + 1) : this.now + action.ahead;
  }

  delay(): number {
    const first = this._first();
    return first < 0 ? -1 : Math.max(0, this.timers[first]!.deadline! - this.now);
  }

  run(now: number): number {
    const served = new Set<number>();
    this.now = now;
    this.running = true;
    for (let first = this._first(); first >= 0; first = this._first()) {
      const timer = this.timers[first]!;
      const early = timer.deadline! - now;
      if (early > 0 && (early > timer.slack || served.has(first))) break;
      timer.deadline = null;
      served.add(first);
      this.log.push(`${first} at ${now}`);
      for (const action of this._script.next()) this.act(action, first);
    }
    this.running = false;
    return this.delay();
  }
}

/** What wakes do, in the order in which they come. */
class Script {
  private _next = 0;

  constructor(private readonly _wakes: Action[][]) {}

  next(): Action[] {
    return this._wakes[this._next++] ?? [];
  }
}

/** The scheduler under test behind the same interface. */
class RealScheduler implements Task {
  readonly log: string[] = [];
  private readonly _scheduler: Scheduler;
  private _now = 0;

  constructor(
    slacks: number[],
    private readonly _script: Script,
    private readonly _start: number,
  ) {
    this._scheduler = new Scheduler(slacks.length);
    slacks.forEach((slack, id) => this._scheduler.register(this, id, slack));
  }

  wake(id: number, now: number): void {
    assert.equal(now, (this._start + this._now) | 0);
    this.log.push(`${id} at ${this._now}`);
    for (const action of this._script.next()) this.act(action, id);
  }

  act(action: Action, self: number): void {
    const timer = "timer" in action ? action.timer : self;
    if (action.kind === "cancel") this._scheduler.cancel(timer);
    else this._scheduler.arm(timer, (this._start + this._now + action.ahead) | 0);
  }

  run(now: number): number {
    this._now = now;
    return this._scheduler.run((this._start + now) | 0);
  }

  deadline(id: number): number | null {
    return this._scheduler.isArmed(id) ? this._scheduler.deadlineOf(id) : null;
  }
}

const TIMERS = 5;
const ahead = fc.oneof(fc.integer({ min: -5, max: 30 }), fc.integer({ min: 0, max: 0x1fffffff }));
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant("arm self" as const), ahead }),
  fc.record({ kind: fc.constantFrom("arm" as const, "cancel" as const), timer: fc.nat(TIMERS - 1), ahead }),
);

test("it does what the rules say, with slack and with wakes that arm and cancel", (t) => {
  fc.assert(
    fc.property(
      fc.oneof(fc.integer(), fc.constantFrom(0x7ffffff0, -0x80000000)),
      fc.array(fc.oneof(fc.constant(0), fc.nat(40)), { minLength: TIMERS, maxLength: TIMERS }),
      fc.array(fc.array(action, { maxLength: 3 }), { maxLength: 200, size: "max" }),
      // Each run: what is done before it, and how much later than asked for (or sooner) it comes.
      fc.array(
        fc.tuple(fc.array(action, { maxLength: 2 }), fc.oneof(fc.constant(0), fc.integer({ min: -9, max: 40 }))),
        {
          maxLength: 60,
          size: "max",
        },
      ),
      (start, slacks, wakes, runs) => {
        const real = new RealScheduler(slacks, new Script(wakes), start);
        const naive = new NaiveScheduler(slacks, new Script(wakes));
        let now = 0;
        for (const [actions, late] of runs) {
          for (const each of actions) {
            real.act(each, 0);
            naive.act(each, 0);
          }
          now = Math.max(now, now + Math.max(naive.delay(), 0) + late);
          assert.equal(real.run(now), naive.run(now));
          assert.deepEqual(real.log, naive.log);
          naive.timers.forEach((timer, id) => {
            assert.equal(real.deadline(id), timer.deadline === null ? null : (start + timer.deadline) | 0);
          });
        }
      },
    ),
    { numRuns: 500 },
  );
  t.pass();
});

test("whoever comes back after the delay always finds work; nothing is late, nothing earlier than its slack", (t) => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new XorShift32(seed);
    const upTo = (most: number) => (random.next() >>> 0) % (most + 1);
    const timers = 1 + upTo(40);
    const scheduler = new Scheduler(timers);
    const slacks = Array.from({ length: timers }, () => (upTo(1) === 0 ? 0 : upTo(5000)));
    const deadlines = new Array<number>(timers).fill(0);
    let now = random.next();
    const arm = (timer: number) => scheduler.arm(timer, (deadlines[timer] = (now + 1 + upTo(30000)) | 0));
    const task: Task = {
      wake(timer) {
        const early = (deadlines[timer]! - now) | 0;
        if (early < 0 || early > slacks[timer]!) t.fail(`seed ${seed}: timer ${timer} was served ${early} ms early`);
        arm(timer);
        // Traffic postpones another timer or switches it off, and something else switches it on.
        const other = upTo(timers - 1);
        if (upTo(3) === 0) arm(other);
        else if (upTo(9) === 0) scheduler.cancel(other);
      },
    };
    slacks.forEach((slack, timer) => scheduler.register(task, timer, slack));
    for (let timer = 0; timer < timers; timer++) arm(timer);
    let runs = 0;
    for (let delay = scheduler.delay(now); delay >= 0 && runs < 20000; runs++) {
      now = (now + delay) | 0;
      delay = scheduler.run(now);
    }
    t.is(scheduler.counters[SchedulerCounter.WakeUps], runs);
    t.is(scheduler.counters[SchedulerCounter.Idle], 0);
    t.is(scheduler.counters[SchedulerCounter.MostLate], 0);
  }
});
