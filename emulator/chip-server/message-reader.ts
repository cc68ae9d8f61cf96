/** Octets of a message's length, big-endian. */
export const LENGTH_OCTETS = 2;

const LONGEST = 0xffff;

/** Cuts a stream of octets into messages: a length, 2 octets big-endian, and as many octets. */
export class MessageReader {
  private readonly _bytes = new Uint8Array(LENGTH_OCTETS + LONGEST);
  private _used = 0;

  /** Whether the stream has come to the middle of a message. */
  get isInside(): boolean {
    return this._used > 0;
  }

  /** Takes the next octets, and hands on each message that they make whole; it is valid during the call only. */
  read(octets: Uint8Array, take: (message: Uint8Array) => void): void {
    for (let at = 0; at < octets.length;) {
      const count = Math.min(this._wanted(), octets.length - at);
      this._bytes.set(octets.subarray(at, at + count), this._used);
      this._used += count;
      at += count;
      if (this._used < LENGTH_OCTETS || this._wanted() > 0) continue;
      const end = this._used;
      this._used = 0;
      take(this._bytes.subarray(LENGTH_OCTETS, end));
    }
  }

  /** The stream is over; what was left of a message is dropped. */
  reset(): void {
    this._used = 0;
  }

  /** How many octets the length, or after it the message, still lacks. */
  private _wanted(): number {
    if (this._used < LENGTH_OCTETS) return LENGTH_OCTETS - this._used;
    return LENGTH_OCTETS + ((this._bytes[0]! << 8) | this._bytes[1]!) - this._used;
  }
}

/** A message as it stands in the stream. */
export function messageOf(octets: Uint8Array): Uint8Array {
  const message = new Uint8Array(LENGTH_OCTETS + octets.length);
  message[0] = octets.length >> 8;
  message[1] = octets.length;
  message.set(octets, LENGTH_OCTETS);
  return message;
}
