import { computeCheck } from "./frame-check";
import type { Fcs } from "./frame-check";
import type { Framer } from "./framing";
import { stuff } from "./octet-run";
import { Stuffing } from "./octet-stuffing";

/**
 * Octet-stuffed framing after RFC 1662 section 4: flag 7E, escape 7D then the octet XOR 20, FCS least significant octet
 * first. Every frame has both its flags, so that a receiver that missed the last one is in step again.
 *
 * Memory: 4 octets.
 */
export class OctetFramer implements Framer {
  /** How frames are checked; may be changed between frames. */
  fcs: Fcs;
  private readonly _check = new Uint8Array(4);
  /** The send ACCM: octets below 20 whose bit is set are escaped. */
  accm: number;

  /** @param accm send ACCM (RFC 1662 section 7.1), an int32: bit n asks to escape octet n */
  constructor(fcs: Fcs, accm: number) {
    this.fcs = fcs;
    this.accm = accm;
  }

  framedLength(length: number): number {
    return 2 * (length + this.fcs.size) + 2;
  }

  frame(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
    const fcs = this.fcs;
    const check = this._check;
    computeCheck(fcs, bytes, start, end, check);
    out[at++] = Stuffing.Flag;
    at = stuff(bytes, start, end, out, at, this.accm);
    at = stuff(check, 0, fcs.size, out, at, this.accm);
    out[at++] = Stuffing.Flag;
    return at;
  }
}
