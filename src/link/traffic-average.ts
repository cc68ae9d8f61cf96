import { checkedInteger } from "../options";

/** How often a sample is taken, ms. */
const SAMPLE = 5000;
/** The time constant: five minutes, as in `show interfaces`, in samples. */
const DECAY = 60;
/** 255/255 in 16.16 fixed point. */
const FULL = 255 << 16;

/**
 * Load and reliability of an interface as exponential moving averages over five minutes, in n/255, as IOS shows them.
 * Nothing wakes the chip for it: the samples of five seconds that are due are worked out when something is counted or
 * read, however many they are.
 *
 * Load is what both directions carry together of the bandwidth. Reliability is the share of frames that were good, of
 * all that arrived: a sample in which none did says nothing and changes nothing.
 *
 * Memory: seven numbers.
 */
export class TrafficAverage {
  /** Octets that a sample's time can carry. */
  private readonly _fullSample: number;
  private _lastSample = 0;
  private _octets = 0;
  private _frames = 0;
  private _errors = 0;
  /** n/255 in 16.16 fixed point, as is the reliability. */
  private _load = 0;
  private _reliability = FULL;

  /** @param bandwidth of the line, 1 to 1000000000 bit/s */
  constructor(bandwidth: number) {
    checkedInteger("interface: bandwidth", bandwidth, 1, 1000000000, " bit/s");
    this._fullSample = (bandwidth / 8) * (SAMPLE / 1000);
  }

  /** Idle and without error. */
  start(now: number): void {
    this._lastSample = now;
    this._octets = 0;
    this._frames = 0;
    this._errors = 0;
    this._load = 0;
    this._reliability = FULL;
  }

  /** Counts good frames, octets in either direction, and errors that happened at `now`. */
  count(octets: number, frames: number, errors: number, now: number): void {
    this._sample(now);
    this._octets = (this._octets + octets) | 0;
    this._frames = (this._frames + frames) | 0;
    this._errors = (this._errors + errors) | 0;
  }

  /** 1 to 255: an idle line shows 1/255. */
  load(now: number): number {
    this._sample(now);
    const load = (this._load + 0x8000) >> 16;
    return load < 1 ? 1 : load;
  }

  /** 0 to 255. */
  reliability(now: number): number {
    this._sample(now);
    return (this._reliability + 0x8000) >> 16;
  }

  private _sample(now: number): void {
    // Unsigned: nothing may have been counted for longer than half of the clock's range.
    const age = (now - this._lastSample) >>> 0;
    if (age < SAMPLE) return;
    const samples = (age / SAMPLE) | 0;
    this._lastSample = (this._lastSample + samples * SAMPLE) | 0;
    const weight = 1 - Math.exp(-1 / DECAY);
    // A frame counts when it ends, on a slow line many samples after it began: only the average is held at 255.
    let load = this._load;
    load += ((this._octets / this._fullSample) * FULL - load) * weight;
    if (load > FULL) load = FULL;
    // All that was counted belongs to the first sample; the others were idle.
    this._load = (samples === 1 ? load : load * Math.exp((1 - samples) / DECAY)) | 0;
    const arrived = this._frames + this._errors;
    if (arrived > 0) {
      const share = (this._frames / arrived) * FULL;
      this._reliability = (this._reliability + (share - this._reliability) * weight) | 0;
    }
    this._octets = 0;
    this._frames = 0;
    this._errors = 0;
  }
}
