import FlatQueue from "flatqueue";
import { MinQueue } from "heapify";
import { TimerWheel } from "timer-wheel";
import { Scheduler, type Task } from "../../src/scheduler/scheduler";
import { TimerQueue } from "../../src/scheduler/timer-queue";
import { delayOf, LONGEST, type Log } from "./schedule";

/**
 * Timers in virtual time: made with all of them armed at 0. Each contestant has its own loops, so that the engine can
 * fit them to it.
 */
export interface Contestant {
  /** Fires all that is due up to `end`, ms, each at its time; each timer that fires arms itself again. */
  run(end: number): void;
  /** Cancels timers in this order; absent where the contestant can't. */
  cancelAll?(ids: Int32Array): void;
  /** Moves armed timers as traffic does that comes every millisecond: to {@link LONGEST} after it. Absent as above. */
  postponeAll?(ids: Int32Array): void;
}

export interface ContestantClass {
  new (timers: number, log: Log): Contestant;
}

export class OurQueue implements Contestant {
  private readonly _queue: TimerQueue;

  constructor(
    timers: number,
    private readonly _log: Log,
  ) {
    this._queue = new TimerQueue(timers);
    for (let id = 0; id < timers; id++) this._queue.arm(id, delayOf(id, 0));
  }

  run(end: number): void {
    const queue = this._queue;
    const log = this._log;
    for (let now = queue.firstDeadline; now <= end; now = queue.firstDeadline) {
      log.wakeUps++;
      log.usefulWakeUps++;
      do {
        const id = queue.takeFirst();
        log.fired(id, now);
        queue.arm(id, now + delayOf(id, now));
      } while (queue.firstDeadline === now);
    }
  }

  cancelAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) this._queue.cancel(ids[i]!);
  }

  postponeAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) this._queue.arm(ids[i]!, LONGEST + i);
  }
}

class RearmingTask implements Task {
  readonly timer: number;

  constructor(
    private readonly _scheduler: Scheduler,
    private readonly _log: Log,
    private readonly _id: number,
  ) {
    this.timer = _scheduler.register(this, 0, 0);
  }

  wake(_kind: number, now: number): void {
    this._log.fired(this._id, now);
    this._scheduler.arm(this.timer, now + delayOf(this._id, now));
  }
}

/** The queue with all that a device has around it: tasks that are called, slack, counters. */
export class OurScheduler implements Contestant {
  private readonly _scheduler: Scheduler;

  constructor(
    timers: number,
    private readonly _log: Log,
  ) {
    this._scheduler = new Scheduler(timers);
    for (let id = 0; id < timers; id++) {
      this._scheduler.arm(new RearmingTask(this._scheduler, _log, id).timer, delayOf(id, 0));
    }
  }

  run(end: number): void {
    const log = this._log;
    for (let now = this._scheduler.delay(0); now <= end;) {
      const fired = log.count;
      const delay = this._scheduler.run(now);
      log.wakeUps++;
      if (log.count > fired) log.usefulWakeUps++;
      now += delay;
    }
  }

  cancelAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) this._scheduler.cancel(ids[i]!);
  }

  postponeAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) this._scheduler.arm(ids[i]!, LONGEST + i);
  }
}

/** `flatqueue`, backed by typed arrays of fixed size as ours is. */
export class Flat implements Contestant {
  private readonly _queue: FlatQueue<number>;

  constructor(
    timers: number,
    private readonly _log: Log,
  ) {
    this._queue = new FlatQueue(timers, Int32Array, Int32Array);
    for (let id = 0; id < timers; id++) this._queue.push(id, delayOf(id, 0));
  }

  run(end: number): void {
    const queue = this._queue;
    const log = this._log;
    for (let now = queue.peekValue()!; now <= end; now = queue.peekValue()!) {
      log.wakeUps++;
      log.usefulWakeUps++;
      do {
        const id = queue.pop()!;
        log.fired(id, now);
        queue.push(id, now + delayOf(id, now));
      } while (queue.peekValue() === now);
    }
  }
}

export class Heapify implements Contestant {
  private readonly _queue: MinQueue;

  constructor(
    timers: number,
    private readonly _log: Log,
  ) {
    this._queue = new MinQueue(timers);
    for (let id = 0; id < timers; id++) this._queue.push(id, delayOf(id, 0));
  }

  run(end: number): void {
    const queue = this._queue;
    const log = this._log;
    for (let now = queue.peekPriority(); now <= end; now = queue.peekPriority()) {
      log.wakeUps++;
      log.usefulWakeUps++;
      do {
        const id = queue.pop()!;
        log.fired(id, now);
        queue.push(id, now + delayOf(id, now));
      } while (queue.peekPriority() === now);
    }
  }
}

interface TimerHandle {
  remove(): void;
}

/** `TimerWheel` with the clock that it keeps to itself, and that here is virtual. */
interface OpenWheel {
  readonly localTime: number;
  advance(localTime: number): number[];
  schedule(id: number, delay: number): TimerHandle;
}

class VirtualWheel extends (TimerWheel as unknown as new () => OpenWheel) {
  now = 0;

  override get localTime(): number {
    return this.now;
  }
}

/** `timer-wheel`, advanced every millisecond. */
abstract class Wheel implements Contestant {
  private readonly _wheel = new VirtualWheel();
  private readonly _handles: TimerHandle[];

  constructor(
    timers: number,
    private readonly _log: Log,
    /** How many of the wheel's units make a millisecond. */
    private readonly _unit: number,
  ) {
    this._handles = Array.from({ length: timers }, (_, id) => this._wheel.schedule(id, delayOf(id, 0) * _unit));
  }

  run(end: number): void {
    const wheel = this._wheel;
    const log = this._log;
    const unit = this._unit;
    for (let now = 1; now <= end; now++) {
      wheel.now = now * unit;
      const expired = wheel.advance(wheel.now);
      log.wakeUps++;
      if (expired.length > 0) log.usefulWakeUps++;
      for (let i = 0; i < expired.length; i++) {
        const id = expired[i]!;
        log.fired(id, now);
        wheel.schedule(id, delayOf(id, now) * unit);
      }
    }
  }

  cancelAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) this._handles[ids[i]!]!.remove();
  }

  postponeAll(ids: Int32Array): void {
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      this._handles[id]!.remove();
      this._handles[id] = this._wheel.schedule(id, (LONGEST + i) * this._unit);
    }
  }
}

/**
 * Told that a millisecond is 1024 of its own, which is what its finest slot spans: exact. Its times are 32 bits wide,
 * so that it turns for no longer than 2^21 ms here. It (1.0.0) loses a timer now and then: one that goes back into the
 * slot that is being emptied, while others behind it go elsewhere.
 */
export class ExactWheel extends Wheel {
  constructor(timers: number, log: Log) {
    super(timers, log, 1024);
  }
}

/** As documented, in milliseconds: up to a second late. */
export class DocumentedWheel extends Wheel {
  constructor(timers: number, log: Log) {
    super(timers, log, 1);
  }
}
