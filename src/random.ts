import type { Random } from "./ports";

/**
 * Marsaglia's xorshift generator with 32 bits of state (Journal of Statistical Software 8:14, 2003; the triple
 * 13, 17, 5): three shifts a number, no allocation, the same on every engine. Not for secrets.
 */
export class XorShift32 implements Random {
  private readonly _state: Int32Array;

  /** @param seed any int32; 0 would stay 0 for ever and is replaced */
  constructor(seed: number) {
    this._state = new Int32Array(1);
    this._state[0] = seed === 0 ? 0x6c696e6b : seed;
  }

  next(): number {
    let x = this._state[0]!;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this._state[0] = x;
    return x;
  }
}
