import { checkedInteger } from "../options";
import { MAX_SPAN } from "./time";
import { TimerQueue } from "./timer-queue";

/** Whatever has something to do at a time: an interface, a log that prints later. */
export interface Task {
  /**
   * One of the task's timers is due. It is disarmed now; the task arms it again if it wants to. Called once however
   * late: a periodic task works out itself how many periods it missed (`missedPeriods`).
   * @param kind what the task named this timer when it registered it
   * @param now ms
   */
  wake(kind: number, now: number): void;
}

/** Told how the scheduler gets on: see `Supervisor`. */
export interface SchedulerWatcher {
  /** A timer is about to be served. */
  serving(timer: number): void;
  /** A run is over that served one timer or more. */
  served(now: number): void;
  /** A task threw; what it threw is thrown on. */
  failed(error: unknown): void;
}

/** What a scheduler counts; an index into {@link Scheduler.counters}. */
export const enum SchedulerCounter {
  /** Runs that found work: what the chip was woken for. */
  WakeUps,
  /** Timers that were served. */
  Served,
  /** Timers that were served before their deadline, to share a wake-up. */
  Early,
  /** Runs that found no timer to serve: the caller came too soon. */
  Idle,
  /** The greatest lateness seen, ms. */
  MostLate,
  Size,
}

/** Octets for each timer, those of the queue included. */
const TIMER_MEMORY = 24;

/** What is kept of each timer. */
const enum Timer {
  Kind,
  Slack,
  /** The number of the run in which it was last served. */
  ServedIn,
  Size,
}

/**
 * Serves timers in the order of their deadlines and says when to come back. It owns no clock and no thread: a platform
 * calls {@link run} and sleeps for as long as the answer says, at any rate less than 2^30 ms longer.
 *
 * - Periodic work does not drift: a task arms its next deadline from the last one, not from `now`.
 * - Slack: a timer with slack may be served early, never late. It is served as soon as the scheduler runs within
 *   `slack` ms of the deadline, if no timer with an earlier deadline is left waiting before it. Nobody is woken for it
 *   before its deadline, and a task that is woken early must do its work then.
 * - A task may arm and cancel any timer from inside `wake`, its own or another's, but register none.
 * - A run always ends: a deadline armed from inside `wake` is `now + 1` at the earliest, and no timer is served before
 *   its deadline twice in one run.
 *
 * Memory: 24 octets and one reference for each timer of the capacity, 20 for the counters.
 */
export class Scheduler {
  /** Indexed by {@link SchedulerCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  private readonly _queue: TimerQueue;
  private readonly _tasks: Task[];
  /** {@link Timer} for each. */
  private readonly _timers: Int32Array;
  private _watcher: SchedulerWatcher | null = null;
  private _run = 0;
  private _running = false;
  private _now = 0;

  /** @param capacity how many timers can be registered, 1 to 8388608 */
  constructor(capacity: number) {
    this._queue = new TimerQueue(checkedInteger("scheduler: capacity", capacity, 1, 0x800000, " timers"));
    this._tasks = [];
    this._timers = new Int32Array(Timer.Size * capacity);
    this.counters = new Int32Array(SchedulerCounter.Size);
  }

  /** How many timers are registered. */
  get registered(): number {
    return this._tasks.length;
  }

  /** How many timers can be registered. */
  get capacity(): number {
    return this._queue.capacity;
  }

  /** What it takes besides the references to tasks, octets. */
  get memory(): number {
    return TIMER_MEMORY * this.capacity + 4 * SchedulerCounter.Size;
  }

  /** How many timers are armed. */
  get armed(): number {
    return this._queue.size;
  }

  /**
   * Takes a timer for a task; to be called while a program sets itself up, never later.
   * @param kind handed back to {@link Task.wake}, 0 to 255
   * @param slack how much earlier than its deadline the timer may be served, 0 to 2^30 - 1 ms
   * @returns the timer's number, for {@link arm} and {@link cancel}
   * @throws RangeError when every timer of the capacity is taken
   * @setup
   */
  register(task: Task, kind: number, slack: number): number {
    const timer = this._tasks.length;
    if (timer >= this.capacity) {
      throw new RangeError(
        `scheduler: all ${this.capacity} timers are taken: construct it with a capacity of at least ${timer + 1}`,
      );
    }
    const at = Timer.Size * timer;
    this._timers[at + Timer.Kind] = checkedInteger("scheduler: timer kind", kind, 0, 255, "");
    this._timers[at + Timer.Slack] = checkedInteger("scheduler: slack", slack, 0, MAX_SPAN, " ms");
    this._tasks.push(task);
    return timer;
  }

  /** From now on a watcher is told what the scheduler does. @setup */
  watch(watcher: SchedulerWatcher): void {
    this._watcher = watcher;
  }

  /** Arms a timer, or moves it if it is armed. The deadline lies at most 2^30 ms ahead. */
  arm(timer: number, deadline: number): void {
    if (this._running && ((deadline - this._now) | 0) <= 0) deadline = (this._now + 1) | 0;
    this._queue.arm(timer, deadline);
  }

  /** Disarms a timer; nothing happens if it is not armed. */
  cancel(timer: number): void {
    this._queue.cancel(timer);
  }

  isArmed(timer: number): boolean {
    return this._queue.isArmed(timer);
  }

  /** When the timer is due, ms; meaningful only while {@link isArmed}. */
  deadlineOf(timer: number): number {
    return this._queue.deadlineOf(timer);
  }

  /** How long from `now` until there is work: 0 or more ms, or -1 when nothing is armed. */
  delay(now: number): number {
    if (this._queue.size === 0) return -1;
    const wait = (this._queue.firstDeadline - now) | 0;
    return wait < 0 ? 0 : wait;
  }

  /**
   * Serves every timer that is due at `now`. Octets that have already arrived must have been handed on before. Does
   * nothing when called from inside `wake`. What a task throws is thrown on; all timers that were armed still are.
   * @returns the delay until the next run, 0 or more ms, or -1 when nothing is armed
   */
  run(now: number): number {
    if (this._running) return this.delay(now);
    this._running = true;
    this._run = (this._run + 1) | 0;
    this._now = now;
    const served = this.counters[SchedulerCounter.Served]!;
    try {
      this._serve(now);
    } catch (error) {
      if (this._watcher !== null) this._watcher.failed(error);
      // eslint-disable-next-line linkpulse/no-allocation -- it is there
      throw error;
    } finally {
      this._running = false;
    }
    const useful = this.counters[SchedulerCounter.Served] !== served;
    if (useful && this._watcher !== null) this._watcher.served(now);
    this.counters[useful ? SchedulerCounter.WakeUps : SchedulerCounter.Idle]!++;
    return this.delay(now);
  }

  private _serve(now: number): void {
    const queue = this._queue;
    const counters = this.counters;
    const timers = this._timers;
    while (queue.size > 0) {
      const wait = (queue.firstDeadline - now) | 0;
      if (wait > 0) {
        const next = Timer.Size * queue.first;
        if (wait > timers[next + Timer.Slack]! || timers[next + Timer.ServedIn] === this._run) return;
        counters[SchedulerCounter.Early]!++;
      } else if (-wait > counters[SchedulerCounter.MostLate]!) {
        counters[SchedulerCounter.MostLate] = -wait;
      }
      const timer = queue.takeFirst();
      timers[Timer.Size * timer + Timer.ServedIn] = this._run;
      counters[SchedulerCounter.Served]!++;
      if (this._watcher !== null) this._watcher.serving(timer);
      this._tasks[timer]!.wake(timers[Timer.Size * timer + Timer.Kind]!, now);
    }
  }
}
