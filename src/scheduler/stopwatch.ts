const enum State {
  /** When it was last asked. */
  Last,
  /** Whole seconds up to then, and the rest of them in ms. */
  Seconds,
  Rest,
  Size,
}

/**
 * How long ago something was, followed through a clock that wraps. It must be asked at least every 49.7 days.
 *
 * Memory: 12 octets.
 */
export class Stopwatch {
  private readonly _state: Int32Array;

  constructor() {
    this._state = new Int32Array(State.Size);
  }

  /** It is now. */
  restart(now: number): void {
    this._state[State.Last] = now;
    this._state[State.Seconds] = 0;
    this._state[State.Rest] = 0;
  }

  /** Whole seconds since the last {@link restart}. */
  seconds(now: number): number {
    const state = this._state;
    const passed = state[State.Rest]! + ((now - state[State.Last]!) >>> 0);
    state[State.Last] = now;
    state[State.Rest] = passed % 1000;
    state[State.Seconds]! += (passed - (passed % 1000)) / 1000;
    return state[State.Seconds]!;
  }
}
