import { computeCheck } from "./fcs";
import type { Fcs } from "./fcs";
import type { Framer } from "./framing";
import { Stuffing } from "./octet-stuffing";

/**
 * Octet-stuffed framing after RFC 1662 section 4: flag 7E, escape 7D then the octet XOR 20, FCS least significant octet
 * first. Every frame has both its flags, so that a receiver that missed the last one is in step again.
 *
 * Memory: 4 octets.
 */
export class OctetFramer implements Framer {
  private readonly _fcs: Fcs;
  private readonly _check = new Uint8Array(4);
  /** The send ACCM: octets below 20 whose bit is set are escaped. */
  accm: number;

  /** @param accm send ACCM (RFC 1662 section 7.1), an int32: bit n asks to escape octet n */
  constructor(fcs: Fcs, accm: number) {
    this._fcs = fcs;
    this.accm = accm;
  }

  framedLength(length: number): number {
    return 2 * (length + this._fcs.size) + 2;
  }

  frame(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
    const fcs = this._fcs;
    const check = this._check;
    computeCheck(fcs, bytes, start, end, check);
    out[at++] = Stuffing.Flag;
    at = this._stuff(bytes, start, end, out, at);
    at = this._stuff(check, 0, fcs.size, out, at);
    out[at++] = Stuffing.Flag;
    return at;
  }

  private _stuff(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
    const accm = this.accm;
    // Below this the ACCM has a say; nowhere if it is empty.
    const controls = accm === 0 ? 0 : 0x20;
    for (let i = start; i < end; i++) {
      const octet = bytes[i]!;
      if (octet === Stuffing.Escape || octet === Stuffing.Flag || (octet < controls && (accm >>> octet) & 1)) {
        out[at++] = Stuffing.Escape;
        out[at++] = octet ^ Stuffing.EscapeBit;
      } else {
        out[at++] = octet;
      }
    }
    return at;
  }
}
