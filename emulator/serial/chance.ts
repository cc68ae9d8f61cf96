import { XorShift32 } from "../../src/random";

/** The dice of a line's faults. */
export class Chance extends XorShift32 {
  /** Bits of an error burst that are still to come. */
  private _burstLeft = 0;

  /** A number from 0 up to, and without, 1. */
  fraction(): number {
    return (this.next() >>> 0) / 0x100000000;
  }

  happens(probability: number): boolean {
    return probability > 0 && this.fraction() < probability;
  }

  /** Whether the next bit is flipped: by itself, with a probability, or inside a burst, whose bits are random. */
  flipsBit(probability: number, burst: number): boolean {
    if (this._burstLeft > 0) {
      this._burstLeft--;
      return this.happens(0.5);
    }
    if (!this.happens(probability)) return false;
    this._burstLeft = burst - 1;
    return true;
  }
}
