import type { Alarm, AlarmListener, Clock } from "../../ports";
import { MAX_SPAN } from "../../scheduler/time";

/**
 * Milliseconds by Espruino's only clock, `Date.now()`, which jumps when a program sets the time. A step back, or a step
 * forward that no alarm lasts, is left out; a smaller one looks like a late wake-up.
 */
export class EspruinoClock implements Clock {
  private readonly _last: Float64Array;
  private readonly _now: Int32Array;

  constructor() {
    this._last = new Float64Array(1);
    this._last[0] = Date.now();
    this._now = new Int32Array(1);
  }

  now(): number {
    const elapsed = Math.floor(Date.now() - this._last[0]!);
    if (elapsed < 0 || elapsed > MAX_SPAN) {
      this._last[0] = Date.now();
    } else if (elapsed > 0) {
      this._last[0]! += elapsed;
      this._now[0]! += elapsed;
    }
    return this._now[0]!;
  }
}

declare function setTimeout(callback: () => void, delay: number): number;
declare function clearTimeout(id: number): void;

/** The one timer of a run loop. Espruino hands on what arrived before it looks at its timers. */
export class EspruinoAlarm implements Alarm {
  private readonly _ring: () => void;
  private _listener: AlarmListener | null = null;
  /** What `setTimeout` returned; -1 while nothing is set, since `clearTimeout()` of nothing clears every timer. */
  private _timeout = -1;

  constructor() {
    this._ring = () => {
      this._timeout = -1;
      this._listener!.wake();
    };
  }

  attach(listener: AlarmListener): void {
    this._listener = listener;
  }

  set(delay: number): void {
    this.close();
    if (delay >= 0) this._timeout = setTimeout(this._ring, delay);
  }

  close(): void {
    if (this._timeout === -1) return;
    clearTimeout(this._timeout);
    this._timeout = -1;
  }
}

declare const E: { hwRand?: () => number } | undefined;

/** A random int32, from the chip where Espruino offers that. @setup */
export function randomSeed(): number {
  if (typeof E !== "undefined" && E.hwRand !== undefined) return E.hwRand() | 0;
  return (Math.random() * 0x100000000) | 0;
}
