import type { Alarm, AlarmListener, Clock } from "../../src/ports";
import { RunLoop } from "../../src/scheduler/run-loop";
import { Scheduler } from "../../src/scheduler/scheduler";

/** A clock and an alarm that the test moves by hand. */
export class ManualClock implements Clock, Alarm {
  time = 0;
  /** When the alarm rings, -1 for never. */
  alarm = -1;
  /** What the alarm was set to, in order. */
  readonly settings: number[] = [];
  closed = false;
  private _listener: AlarmListener | null = null;

  now(): number {
    return this.time | 0;
  }

  attach(listener: AlarmListener): void {
    this._listener = listener;
  }

  set(delay: number): void {
    this.settings.push(delay);
    this.alarm = delay < 0 ? -1 : this.time + delay;
  }

  close(): void {
    this.closed = true;
    this.alarm = -1;
  }

  /** Moves on to `time`, ringing on the way. */
  runUntil(time: number): void {
    while (this.alarm >= 0 && this.alarm <= time) {
      this.time = this.alarm;
      this.ring();
    }
    this.time = time;
  }

  ring(): void {
    this.alarm = -1;
    this._listener!.wake();
  }
}

/** A run loop on a {@link ManualClock}. */
export function manualLoop(timers = 8): { clock: ManualClock; loop: RunLoop } {
  const clock = new ManualClock();
  return { clock, loop: new RunLoop(new Scheduler(timers), clock, clock) };
}
