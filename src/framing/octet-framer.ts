import { computeCheck } from "./frame-check";
import type { Fcs } from "./frame-check";
import type { Framer } from "./framing";
import { stuff } from "./octet-run";
import { Stuffing } from "./octet-stuffing";

/**
 * Octet-stuffed framing after RFC 1662 section 4: flag 7E, escape 7D then the octet XOR 20, FCS least significant octet
 * first. Every frame has both its flags, so that a receiver that missed the last one is in step again.
 *
 * Memory: none besides its fields.
 */
export class OctetFramer implements Framer {
  /** How frames are checked; may be changed between frames. */
  fcs: Fcs;
  /** The send ACCM: octets below 20 whose bit is set are escaped. */
  accm: number;
  done = true;
  private _bytes: Uint8Array | null = null;
  private _next = 0;
  private _end = 0;
  /** The ACCM of the frame that was begun. */
  private _begunAccm = 0;

  /** @param accm send ACCM (RFC 1662 section 7.1), an int32: bit n asks to escape octet n */
  constructor(fcs: Fcs, accm: number) {
    this.fcs = fcs;
    this.accm = accm;
  }

  appendCheck(bytes: Uint8Array, start: number, end: number): number {
    return computeCheck(this.fcs, bytes, start, end, bytes, end);
  }

  begin(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, limit: number): number {
    return this._begin(bytes, start, end, this.accm, out, at, limit);
  }

  next(out: Uint8Array, at: number, limit: number): number {
    const start = this._next;
    const fits = start + ((limit - at) >> 1);
    const end = fits < this._end ? fits : this._end;
    at = stuff(this._bytes!, start, end, out, at, this._begunAccm);
    this._next = end;
    if (end === this._end && at < limit) {
      out[at++] = Stuffing.Flag;
      this.done = true;
    }
    return at;
  }

  protected _begin(
    bytes: Uint8Array,
    start: number,
    end: number,
    accm: number,
    out: Uint8Array,
    at: number,
    limit: number,
  ): number {
    this._bytes = bytes;
    this._next = start;
    this._end = end;
    this._begunAccm = accm;
    this.done = false;
    out[at] = Stuffing.Flag;
    return this.next(out, at + 1, limit);
  }
}
