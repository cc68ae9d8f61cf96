import { CalendarTime } from "../../../src/calendar";
import { PortFault, TimeValidity } from "../../../src/ports";
import type { RealTimeClock, RealTimeClockListener } from "../../../src/ports";
import type { Scheduler, Task } from "../../../src/scheduler/scheduler";

/** A clock that answers a millisecond after it was asked, and goes by virtual time that somebody tells it. */
export class FakeClock implements RealTimeClock, Task {
  readonly time = new CalendarTime();
  validity = TimeValidity.Unknown;
  fault = PortFault.None;
  /** What it says of itself when it is read. */
  truth = TimeValidity.Valid;
  /** Whether it takes what it is set to. */
  takes = true;
  /** Seconds since 2000 at a time in ms: what it shows. */
  private _base: number;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private _listener: RealTimeClockListener | null = null;
  private _target: CalendarTime | null = null;

  constructor(scheduler: Scheduler, base: number) {
    this._scheduler = scheduler;
    this._timer = scheduler.register(this, 0, 0);
    this._base = base;
  }

  attach(listener: RealTimeClockListener): void {
    this._listener = listener;
  }

  read(now: number): boolean {
    this._target = null;
    this._scheduler.arm(this._timer, now + 1);
    return true;
  }

  set(time: CalendarTime, now: number): boolean {
    this._target = new CalendarTime();
    Object.assign(this._target, time);
    this._scheduler.arm(this._timer, now + 1);
    return true;
  }

  wake(_kind: number, now: number): void {
    if (this._target !== null) {
      if (this.takes) {
        this._base = 86400 * this._target.dayNumber + this._target.secondOfDay - Math.floor(now / 1000);
        this.truth = TimeValidity.Valid;
      }
      this._listener!.timeSet(this.takes, now);
      return;
    }
    const seconds = this._base + Math.floor(now / 1000);
    this.time.setDay(Math.floor(seconds / 86400), seconds % 86400);
    this.validity = this.truth;
    this._listener!.timeRead(this.truth, now);
  }
}
