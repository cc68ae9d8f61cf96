import { checkedInteger } from "../options";

/** How often a sample is taken, ms. */
const SAMPLE = 5000;
/** The time constant: five minutes, as in `show interfaces`, in samples. */
const DECAY = 60;

const enum State {
  LastSample,
  Octets,
  Frames,
  Errors,
  /** n/255 in 16.16 fixed point. */
  Load,
  Reliability,
  Size,
}

/**
 * Load and reliability of an interface as exponential moving averages over five minutes, in n/255, as IOS shows them.
 * A sample stands for five seconds. Nothing wakes the chip for it: samples that are due are worked out when something is
 * counted or read, however many they are.
 *
 * Memory: 24 octets.
 */
export class TrafficAverage {
  private readonly _state: Int32Array;
  /** Octets that a sample's time can carry. */
  private readonly _fullSample: number;

  /** @param bandwidth of the line, 1 to 1000000000 bit/s */
  constructor(bandwidth: number) {
    checkedInteger("interface: bandwidth", bandwidth, 1, 1000000000, " bit/s");
    this._fullSample = (bandwidth / 8) * (SAMPLE / 1000);
    this._state = new Int32Array(State.Size);
  }

  /** Idle and without error. */
  start(now: number): void {
    this._state.fill(0);
    this._state[State.LastSample] = now;
    this._state[State.Reliability] = 255 << 16;
  }

  /** Counts frames, their octets and errors that happened at `now`. */
  count(octets: number, frames: number, errors: number, now: number): void {
    const state = this._state;
    this._sample(now);
    state[State.Octets]! += octets;
    state[State.Frames]! += frames;
    state[State.Errors]! += errors;
  }

  /** 1 to 255: an idle line shows 1/255. */
  load(now: number): number {
    this._sample(now);
    const load = (this._state[State.Load]! + 0x8000) >> 16;
    return load < 1 ? 1 : load;
  }

  /** 0 to 255. */
  reliability(now: number): number {
    this._sample(now);
    return (this._state[State.Reliability]! + 0x8000) >> 16;
  }

  private _sample(now: number): void {
    const state = this._state;
    // Unsigned: nothing may have been counted for longer than half of the clock's range.
    const age = (now - state[State.LastSample]!) >>> 0;
    if (age < SAMPLE) return;
    const samples = (age / SAMPLE) | 0;
    state[State.LastSample] = (state[State.LastSample]! + samples * SAMPLE) | 0;
    const load = state[State.Octets]! / this._fullSample;
    const weight = 1 - Math.exp(-1 / DECAY);
    state[State.Load]! += ((load > 1 ? 1 : load) * (255 << 16) - state[State.Load]!) * weight;
    const all = state[State.Frames]! + state[State.Errors]!;
    if (all > 0) {
      state[State.Reliability]! += ((state[State.Frames]! / all) * (255 << 16) - state[State.Reliability]!) * weight;
    }
    if (samples > 1) state[State.Load]! *= Math.exp((1 - samples) / DECAY);
    state[State.Octets] = 0;
    state[State.Frames] = 0;
    state[State.Errors] = 0;
  }
}
