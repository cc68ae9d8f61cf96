import type { Alarm, AlarmListener, Clock } from "../ports";
import type { Scheduler } from "./scheduler";

/**
 * Drives a scheduler from the one timer of a runtime: sleeps until the first deadline, serves what is due, sleeps
 * again. Whoever calls into the core from outside (a port that received something, a program that shuts an interface)
 * calls {@link update} afterwards, since that may have moved the first deadline.
 *
 * A listener that throws stops nothing: the alarm is set all the same.
 *
 * Memory: the scheduler's, and 8 octets.
 */
export class RunLoop implements AlarmListener {
  readonly scheduler: Scheduler;
  private readonly _clock: Clock;
  private readonly _alarm: Alarm;
  private _running = false;
  private _closed = false;
  /** Whether the alarm is set, to `_deadline`. */
  private _set = false;
  private _deadline = 0;

  constructor(scheduler: Scheduler, clock: Clock, alarm: Alarm) {
    this.scheduler = scheduler;
    this._clock = clock;
    this._alarm = alarm;
    alarm.attach(this);
  }

  /** The time, as every call into the core wants it, ms. */
  now(): number {
    return this._clock.now();
  }

  /** Sets the alarm to the first deadline, if it is not. */
  update(): void {
    if (!this._running) this._setAlarm();
  }

  wake(): void {
    this._set = false;
    this._running = true;
    try {
      this.scheduler.run(this._clock.now());
    } finally {
      this._running = false;
      this._setAlarm();
    }
  }

  /** Gives the alarm back: nothing is served any more. */
  close(): void {
    if (this._closed) return;
    this._closed = true;
    this._alarm.close();
  }

  private _setAlarm(): void {
    if (this._closed) return;
    const now = this._clock.now();
    const delay = this.scheduler.delay(now);
    const deadline = (now + delay) | 0;
    if (delay < 0) {
      if (this._set) this._alarm.set(-1);
      this._set = false;
    } else if (!this._set || deadline !== this._deadline) {
      this._alarm.set(delay);
      this._set = true;
      this._deadline = deadline;
    }
  }
}
