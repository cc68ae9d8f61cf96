import { hasFiveOnes, Ones, onesAtEnd } from "./bit-stuffing";
import { computeCheck } from "./frame-check";
import type { Fcs } from "./frame-check";
import type { Framer } from "./framing";

const FLAG = 0x7e;

/** The most that the end of a frame takes: a flag, and ones. */
const CLOSING = 4;

/**
 * Bit-stuffed framing after RFC 1662 section 5, into octets that hold the bits least significant first: the order in
 * which HDLC sends them. Every frame has both its flags, the first a whole octet.
 *
 * Zero insertion lets the last flag end anywhere in an octet. The rest of that octet and two more are ones then: a
 * receiver sees an idle line, which has to have fifteen ones at least (section 5.4), between that flag and what comes
 * next, be it the next frame's flag or the idle pattern of the hardware. A flag that ends with its octet is the end.
 *
 * Memory: none besides its fields.
 */
export class BitFramer implements Framer {
  done = true;
  private readonly _fcs: Fcs;
  private _bytes: Uint8Array | null = null;
  private _next = 0;
  private _end = 0;
  /** Bits that fill no octet yet, the first of them lowest, and how many they are. */
  private _partial = 0;
  private _bits = 0;
  /** How many ones came last. */
  private _ones = 0;

  constructor(fcs: Fcs) {
    this._fcs = fcs;
  }

  appendCheck(bytes: Uint8Array, start: number, end: number): number {
    return computeCheck(this._fcs, bytes, start, end, bytes, end);
  }

  begin(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, limit: number): number {
    this._bytes = bytes;
    this._next = start;
    this._end = end;
    this.done = false;
    this._partial = 0;
    this._bits = 0;
    this._ones = 0;
    out[at] = FLAG;
    return this.next(out, at + 1, limit);
  }

  next(out: Uint8Array, at: number, limit: number): number {
    const start = this._next;
    // Five octets become six at most, and bits wait of the piece before.
    const fits = start + (((limit - at - 1) * 3) >> 2);
    const end = fits < this._end ? fits : this._end;
    at = this._stuff(this._bytes!, start, end, out, at);
    this._next = end;
    if (end === this._end && limit - at >= CLOSING) {
      at = this._close(out, at);
      this.done = true;
    }
    return at;
  }

  private _close(out: Uint8Array, at: number): number {
    this._put(FLAG, 8);
    at = this._flush(out, at);
    if (this._bits === 0) return at;
    this._put(0xffffff >>> this._bits, 24 - this._bits);
    return this._flush(out, at);
  }

  private _stuff(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
    for (let i = start; i < end; i++) {
      const octet = bytes[i]!;
      if (hasFiveOnes(octet, this._ones)) {
        for (let bit = 0; bit < 8; bit++) this._putStuffed((octet >>> bit) & 1);
      } else {
        this._put(octet, 8);
        this._ones = onesAtEnd(octet);
      }
      at = this._flush(out, at);
    }
    return at;
  }

  private _putStuffed(bit: number): void {
    this._put(bit, 1);
    this._ones = bit === 1 ? this._ones + 1 : 0;
    if (this._ones < Ones.BeforeZero) return;
    this._put(0, 1);
    this._ones = 0;
  }

  private _put(value: number, bits: number): void {
    this._partial |= value << this._bits;
    this._bits += bits;
  }

  /** Writes the octets that are full. */
  private _flush(out: Uint8Array, at: number): number {
    while (this._bits >= 8) {
      out[at++] = this._partial;
      this._partial >>>= 8;
      this._bits -= 8;
    }
    return at;
  }
}
