import { SchedulerCounter } from "../scheduler/scheduler";
import type { Scheduler } from "../scheduler/scheduler";
import { ascii } from "../text";
import type { LineWriter } from "./line-writer";
import type { Report } from "./report";

const TIMERS = ascii(" timers, ");
const REGISTERED = ascii(" registered, ");
const ARMED = ascii(" armed");
const NEXT = ascii(", the next due in ");
const MS = ascii(" ms");
const WAKE_UPS = ascii(" wake-ups with work, ");
const IDLE = ascii(" without, ");
const SERVED = ascii(" timers served, ");
const EARLY = ascii(" early, the latest ");
const LATE = ascii(" ms late");

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
    const scheduler = this._scheduler;
    const counters = scheduler.counters;
    if (this._first) {
      this._first = false;
      line.count(scheduler.capacity, TIMERS);
      line.count(scheduler.registered, REGISTERED);
      line.count(scheduler.armed, ARMED);
      if (scheduler.armed === 0) return true;
      line.text(NEXT);
      line.count(scheduler.delay(now), MS);
      return true;
    }
    line.count(counters[SchedulerCounter.WakeUps]!, WAKE_UPS);
    line.count(counters[SchedulerCounter.Idle]!, IDLE);
    line.count(counters[SchedulerCounter.Served]!, SERVED);
    line.count(counters[SchedulerCounter.Early]!, EARLY);
    line.count(counters[SchedulerCounter.MostLate]!, LATE);
    return false;
  }
}
