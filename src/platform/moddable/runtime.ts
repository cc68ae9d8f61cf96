import Time from "time";
import Timer from "timer";
import type { Alarm, AlarmListener, Clock } from "../../ports";

/** The milliseconds since the start, as Moddable counts them. */
export class ModdableClock implements Clock {
  now(): number {
    return Time.ticks;
  }
}

/**
 * A timer that is never called must repeat, or Moddable gives it up after the first call; so it repeats after 12.4
 * days, and is set anew long before.
 */
const REPEAT = 0x3fffffff;

/**
 * The one timer of a run loop, re-armed without allocating.
 *
 * Moddable serves timers before the messages that tell of received octets. A timer that is late has octets waiting
 * behind it, so it is called twice: the first call only lets the messages through.
 */
export class ModdableAlarm implements Alarm {
  private readonly _timer: Timer;
  private _listener: AlarmListener | null = null;
  private _letThrough = false;

  constructor() {
    this._timer = Timer.repeat(() => this._ring(), REPEAT);
    Timer.schedule(this._timer);
  }

  attach(listener: AlarmListener): void {
    this._listener = listener;
  }

  set(delay: number): void {
    this._letThrough = false;
    if (delay < 0) Timer.schedule(this._timer);
    else Timer.schedule(this._timer, delay, REPEAT);
  }

  close(): void {
    Timer.clear(this._timer);
  }

  private _ring(): void {
    if (!this._letThrough) {
      this._letThrough = true;
      Timer.schedule(this._timer, 0, REPEAT);
      return;
    }
    this._letThrough = false;
    Timer.schedule(this._timer);
    this._listener!.wake();
  }
}
