import type { Random } from "./ports";

/**
 * Marsaglia's xorshift generator with 32 bits of state (Journal of Statistical Software 8:14, 2003; the triple
 * 13, 17, 5): three shifts a number, no allocation, the same on every engine. Not for secrets.
 */
export class XorShift32 implements Random {
  private _state: number;

  /** @param seed any number, of which the lowest 32 bits count; 0 would stay 0 for ever and is replaced */
  constructor(seed: number) {
    this._state = (seed | 0) === 0 ? 0x6c696e6b : seed | 0;
    // The first numbers of neighbouring seeds (serial numbers, addresses) differ in a few low bits only: leave them out.
    for (let i = 0; i < 4; i++) this.next();
  }

  next(): number {
    let x = this._state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this._state = x;
    return x;
  }
}
