import type { Alarm, AlarmListener, Clock } from "../../ports";

/** Milliseconds since the process started, which no change of the time of day moves. */
export class NodeClock implements Clock {
  now(): number {
    return Math.floor(performance.now()) | 0;
  }
}

/**
 * The one timer of a run loop. Node serves timers before input and output; a timer that is late has octets waiting
 * behind it, so the listener is woken after these were handed on.
 */
export class NodeAlarm implements Alarm {
  private _listener: AlarmListener | null = null;
  private _timer: NodeJS.Timeout | undefined;
  private _afterInput: NodeJS.Immediate | undefined;

  attach(listener: AlarmListener): void {
    this._listener = listener;
  }

  set(delay: number): void {
    this.close();
    if (delay >= 0) this._timer = setTimeout(this._ring, delay);
  }

  close(): void {
    clearTimeout(this._timer);
    clearImmediate(this._afterInput);
  }

  private readonly _ring = () => {
    this._afterInput = setImmediate(this._wake);
  };

  private readonly _wake = () => {
    this._listener!.wake();
  };
}
