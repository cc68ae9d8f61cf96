import { hasFiveOnes, Ones, onesAtEnd } from "./bit-stuffing";
import type { Fcs } from "./frame-check";
import { FrameCollector } from "./frame-collector";
import { DeframerCounter } from "./framing";

/** The bits that a flag leaves among those of the frame that it ends: its first zero and its six ones. */
const FLAG_REST = 7;

/**
 * Takes bit-stuffed frames off a line (RFC 1662 section 5), from octets that hold its bits least significant first,
 * wherever among them the frames begin.
 *
 * - A flag ends a frame and begins the next. Two flags with nothing between are no frame (section 3.1), and may share
 *   their zero (section 5.1).
 * - A zero after five ones was put in by the sender and is taken out (section 5.2).
 * - Seven ones abort a frame: discarded, and not an FCS error (section 5.3). After a flag they are an idle line, and
 *   not counted.
 * - Fewer octets than an address, a control field and the FCS, or no whole number of octets: discarded, each counted
 *   apart (section 5.3).
 * - A frame longer than the buffer is given up; the next flag begins a new one.
 *
 * Memory: `capacity` octets, the FCS, and 4 * DeframerCounter.Size for the counters.
 */
export class BitDeframer extends FrameCollector {
  /** Whether a flag has begun a frame. */
  private _inside = false;
  /** How many ones came last; stays at seven. */
  private _ones = 0;
  /** The bits of the octet under way, the first of them lowest, and how many they are. */
  private _partial = 0;
  private _bits = 0;

  /** @param capacity the longest frame without its FCS, 2 to 65535 octets */
  constructor(capacity: number, fcs: Fcs, memory?: Uint8Array) {
    // Written out: the constructor that a compiler makes up passes its arguments on by a spread, which Espruino lacks.
    super(capacity, fcs, memory);
  }

  reset(): void {
    this._inside = false;
    this._begin();
  }

  push(bytes: Uint8Array, start: number, end: number, now: number): void {
    for (let i = start; i < end; i++) {
      const octet = bytes[i]!;
      if (this._inside && !hasFiveOnes(octet, this._ones)) {
        this._takePlain(octet, now);
      } else {
        for (let bit = 0; bit < 8; bit++) this._take((octet >>> bit) & 1, now);
      }
    }
  }

  /** Takes eight bits that are all the frame's own. */
  private _takePlain(octet: number, now: number): void {
    this._ones = onesAtEnd(octet);
    const bits = this._partial | (octet << this._bits);
    this._partial = bits >>> 8;
    this._store(bits & 0xff, now);
  }

  /** Takes one bit, whatever it means. */
  private _take(bit: number, now: number): void {
    const ones = this._ones;
    if (bit === 1) {
      if (ones === Ones.InAbort) return;
      this._ones = ones + 1;
      if (ones + 1 === Ones.InAbort) this._takeAbort(now);
      else this._keep(1, now);
    } else {
      this._ones = 0;
      if (ones === Ones.InFlag) this._takeFlag(now);
      else if (ones !== Ones.BeforeZero) this._keep(0, now);
    }
  }

  private _keep(bit: number, now: number): void {
    if (!this._inside) return;
    const bits = this._partial | (bit << this._bits);
    this._bits++;
    if (this._bits < 8) {
      this._partial = bits;
    } else {
      this._bits = 0;
      this._partial = 0;
      this._store(bits, now);
    }
  }

  private _store(octet: number, now: number): void {
    if (this._length < this._buffer.length) {
      this._buffer[this._length++] = octet;
    } else {
      this.reset();
      this._discard(DeframerCounter.Overlong, now);
    }
  }

  private _takeAbort(now: number): void {
    const frame = this._length > 0;
    this.reset();
    if (frame) this._discard(DeframerCounter.Aborts, now);
  }

  private _takeFlag(now: number): void {
    const aligned = this._bits === FLAG_REST;
    this._inside = true;
    this._bits = 0;
    this._partial = 0;
    if (this._length === 0) return;
    if (aligned) {
      this._finish(now);
    } else {
      this._begin();
      this._discard(DeframerCounter.Unaligned, now);
    }
  }
}
