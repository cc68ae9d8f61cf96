import { SchedulerCounter } from "../scheduler/scheduler";
import type { Scheduler } from "../scheduler/scheduler";
import { ascii } from "../text";
import type { LineWriter } from "./line-writer";
import type { Report } from "./report";

const TIMERS = ascii("% timers, % registered, % armed");
const NEXT = ascii(", the next due in % ms");
const WAKE_UPS = ascii("% wake-ups with work, % without, % timers served, % early, the latest % ms late");

/** `show scheduler`. */
export class ShowScheduler implements Report {
  private readonly _scheduler: Scheduler;
  private _first = true;

  constructor(scheduler: Scheduler) {
    this._scheduler = scheduler;
  }

  begin(): void {
    this._first = true;
  }

  next(line: LineWriter, now: number): boolean {
    const first = this._first;
    this._first = false;
    if (first) this._writeTimers(line, now);
    else this._writeWakeUps(line);
    return first;
  }

  private _writeTimers(line: LineWriter, now: number): void {
    const scheduler = this._scheduler;
    line.counts(TIMERS, scheduler.capacity, scheduler.registered, scheduler.armed);
    if (scheduler.armed > 0) line.counts(NEXT, scheduler.delay(now));
  }

  private _writeWakeUps(line: LineWriter): void {
    const counters = this._scheduler.counters;
    line.counts(
      WAKE_UPS,
      counters[SchedulerCounter.WakeUps]!,
      counters[SchedulerCounter.Idle]!,
      counters[SchedulerCounter.Served]!,
      counters[SchedulerCounter.Early]!,
      counters[SchedulerCounter.MostLate]!,
    );
  }
}
