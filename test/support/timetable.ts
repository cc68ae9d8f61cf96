import type { ExecutionContext } from "ava";
import { Scheduler, type Task } from "../../src/scheduler/scheduler";

/** A timer with a name; `onWake` is what its task does, given the time since the timetable's start. */
export class NamedTimer implements Task {
  onWake: (now: number) => void = () => {};
  private readonly _timer: number;

  constructor(
    readonly name: string,
    slack: number,
    private readonly _timetable: Timetable,
  ) {
    this._timer = _timetable.scheduler.register(this, 0, slack);
  }

  arm(time: number): void {
    this._timetable.scheduler.arm(this._timer, this._timetable.tick(time));
  }

  cancel(): void {
    this._timetable.scheduler.cancel(this._timer);
  }

  get armed(): boolean {
    return this._timetable.scheduler.isArmed(this._timer);
  }

  wake(_kind: number, now: number): void {
    const time = this._timetable.time(now);
    this._timetable.served.push(this.name);
    this.onWake(time);
  }
}

/**
 * A scheduler whose runs a test writes down as a timeline: `at(100).serves("a", "b").due(50)`. All times are ms since
 * the start, which is any tick of the wrapping clock.
 */
export class Timetable {
  readonly scheduler: Scheduler;
  served: string[] = [];
  private _delay = 0;

  constructor(
    private readonly _t: ExecutionContext,
    capacity: number,
    private readonly _start = 0,
  ) {
    this.scheduler = new Scheduler(capacity);
  }

  timer(name: string, slack = 0): NamedTimer {
    return new NamedTimer(name, slack, this);
  }

  tick(time: number): number {
    return (this._start + time) | 0;
  }

  time(tick: number): number {
    return (tick - this._start) | 0;
  }

  /** Runs the scheduler at a time. */
  at(time: number): this {
    this.served = [];
    this._delay = this.scheduler.run(this.tick(time));
    return this;
  }

  /** Those timers were served in the last run, in that order, and no others. */
  serves(...names: string[]): this {
    this._t.deepEqual(this.served, names);
    return this;
  }

  /** The last run asked to come back after `delay` ms; -1: never. */
  due(delay: number): this {
    this._t.is(this._delay, delay);
    return this;
  }
}
