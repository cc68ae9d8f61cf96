import { checkedInteger } from "../options";

/**
 * The last round-trip times of a keepalive that is answered, and how many were lost: a ring of fixed length, worked out
 * when somebody reads it. All times are whole ms, rounded to the nearest; all are 0 where nothing was sampled.
 *
 * Jitter is the mean of the absolute differences between consecutive round trips of the ring: the mean deviation of
 * which RFC 3550 section 6.4.1 keeps a running estimate, here over a window with an end. What was lost in between is
 * passed over.
 *
 * Memory: 4 octets for each round trip of the capacity.
 */
export class RoundTrips {
  /** How many round trips the ring holds, at most its capacity. */
  sampled = 0;
  /** How many were lost since the last {@link clear}; int32, wrapping. */
  losses = 0;
  private readonly _ring: Int32Array;
  /** Where the next one goes: once the ring is full, the place of the oldest. */
  private _next = 0;

  /** @param capacity how many round trips to keep, 1 to 8192 */
  constructor(capacity: number) {
    this._ring = new Int32Array(checkedInteger("round trips: capacity", capacity, 1, 8192, ""));
  }

  /** Takes a round trip of `ms`, 0 to 2^31 - 1; the oldest makes room for it. */
  record(ms: number): void {
    const capacity = this._ring.length;
    this._ring[this._next] = ms;
    this._next = this._next + 1 === capacity ? 0 : this._next + 1;
    if (this.sampled < capacity) this.sampled++;
  }

  /** Counts round trips that never ended. */
  lost(count: number): void {
    this.losses = (this.losses + count) | 0;
  }

  /** Forgets all, the losses too. */
  clear(): void {
    this.sampled = 0;
    this.losses = 0;
    this._next = 0;
  }

  /** The latest round trip. */
  get last(): number {
    return this.sampled === 0 ? 0 : this._back(1);
  }

  /** The shortest. */
  get least(): number {
    let least = this.last;
    for (let back = 2; back <= this.sampled; back++) least = Math.min(least, this._back(back));
    return least;
  }

  /** The longest. */
  get greatest(): number {
    let greatest = 0;
    for (let back = 1; back <= this.sampled; back++) greatest = Math.max(greatest, this._back(back));
    return greatest;
  }

  get mean(): number {
    let sum = 0;
    for (let back = 1; back <= this.sampled; back++) sum += this._back(back);
    return this.sampled === 0 ? 0 : (sum / this.sampled + 0.5) | 0;
  }

  get jitter(): number {
    let sum = 0;
    for (let back = 2; back <= this.sampled; back++) sum += Math.abs(this._back(back - 1) - this._back(back));
    return this.sampled < 2 ? 0 : (sum / (this.sampled - 1) + 0.5) | 0;
  }

  /** The round trip that was recorded `back` records ago, 1 for the latest; at most {@link sampled}. */
  private _back(back: number): number {
    const place = this._next - back;
    return this._ring[place < 0 ? place + this._ring.length : place]!;
  }
}
