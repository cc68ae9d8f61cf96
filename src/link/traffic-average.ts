import { checkedInteger } from "../options";

/** How often a sample is taken, ms. */
const SAMPLE = 5000;
/** The time constant: five minutes, as in `show interfaces`, in samples. */
const DECAY = 60;
/** 255/255 in 16.16 fixed point. */
const FULL = 255 << 16;

const enum State {
  LastSample,
  Octets,
  Frames,
  Errors,
  /** n/255 in 16.16 fixed point, as is Reliability. */
  Load,
  Reliability,
  Size,
}

/**
 * Load and reliability of an interface as exponential moving averages over five minutes, in n/255, as IOS shows them.
 * Nothing wakes the chip for it: the samples of five seconds that are due are worked out when something is counted or
 * read, however many they are.
 *
 * Load is what both directions carry together of the bandwidth. Reliability is the share of frames that were good, of
 * all that arrived: a sample in which none did says nothing and changes nothing.
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
    this.start(0);
  }

  /** Idle and without error. */
  start(now: number): void {
    this._state.fill(0);
    this._state[State.LastSample] = now;
    this._state[State.Reliability] = FULL;
  }

  /** Counts good frames, octets in either direction, and errors that happened at `now`. */
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
    const weight = 1 - Math.exp(-1 / DECAY);
    // A frame counts when it ends, on a slow line many samples after it began: only the average is held at 255.
    let load = state[State.Load]!;
    load += ((state[State.Octets]! / this._fullSample) * FULL - load) * weight;
    if (load > FULL) load = FULL;
    // All that was counted belongs to the first sample; the others were idle.
    state[State.Load] = samples === 1 ? load : load * Math.exp((1 - samples) / DECAY);
    const arrived = state[State.Frames]! + state[State.Errors]!;
    if (arrived > 0) {
      state[State.Reliability]! += ((state[State.Frames]! / arrived) * FULL - state[State.Reliability]!) * weight;
    }
    state[State.Octets] = 0;
    state[State.Frames] = 0;
    state[State.Errors] = 0;
  }
}
