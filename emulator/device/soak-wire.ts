import type { Random } from "../../src/ports";

/** The most octets that a direction of a wire holds; more are lost. */
const CAPACITY = 1024;

/** One direction of a wire in memory: what an end has sent and the other has not been given yet. */
export class SoakWire {
  /** Nothing that is sent arrives. */
  cut = false;
  /** What is sent comes back to its sender. */
  loopback = false;
  /** Whether a bit of what is sent next is to be flipped. */
  damaged = false;
  /** What {@link take} took. */
  taken: Uint8Array;
  length = 0;
  private _bytes: Uint8Array;
  private readonly _random: Random;

  constructor(random: Random) {
    this.taken = new Uint8Array(CAPACITY);
    this._bytes = new Uint8Array(CAPACITY);
    this._random = random;
  }

  put(bytes: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end && this.length < CAPACITY; i++) this._bytes[this.length++] = bytes[i]!;
  }

  /** Moves all that is under way to {@link taken}, and returns how many octets that is. */
  take(): number {
    const length = this.length;
    const bytes = this._bytes;
    this._bytes = this.taken;
    this.taken = bytes;
    if (this.damaged && length > 0) {
      this.damaged = false;
      const bit = this._random.next() >>> 8;
      bytes[(bit >> 3) % length]! ^= 1 << (bit & 7);
    }
    this.length = 0;
    return length;
  }

  /** Fills {@link taken} with noise, and returns how many octets that is. */
  noise(): number {
    const length = 8 + ((this._random.next() >>> 8) % 56);
    for (let i = 0; i < length; i++) this.taken[i] = this._random.next() >>> 8;
    return length;
  }
}
