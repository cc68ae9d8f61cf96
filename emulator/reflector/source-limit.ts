/** How many answers a source may have at once, and how many more a second. */
const BURST = 20;
const PER_SECOND = 5;

/** How many sources are remembered: the one that was quiet for longest makes room. */
const MOST_SOURCES = 4096;

/**
 * Limits how often each source is answered, in bounded memory: a bucket of tokens for each of the last sources. Whoever
 * invents many sources gets one answer for each datagram, which is what sending to their victims directly would do.
 */
export class SourceLimit {
  /** By address, the quiet ones first. */
  private readonly _buckets = new Map<number, { tokens: number; at: number }>();

  get sources(): number {
    return this._buckets.size;
  }

  /** Takes a token of an address at `now`, ms; false if it has none. */
  take(address: number, now: number): boolean {
    const bucket = this._buckets.get(address) ?? { tokens: BURST, at: now };
    this._buckets.delete(address);
    this._buckets.set(address, bucket);
    if (this._buckets.size > MOST_SOURCES) this._buckets.delete(this._buckets.keys().next().value!);
    bucket.tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * PER_SECOND);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
