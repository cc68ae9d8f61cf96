import type { Fcs } from "./fcs";
import type { Framer } from "./framing";

export const FLAG = 0x7e;
export const ESCAPE = 0x7d;
/** What an escaped octet is combined with by exclusive or. */
export const ESCAPE_BIT = 0x20;

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
    let value = ~fcs.update(fcs.initial, bytes, start, end);
    for (let i = 0; i < fcs.size; i++) {
      check[i] = value;
      value >>>= 8;
    }
    out[at++] = FLAG;
    at = this._stuff(bytes, start, end, out, at);
    at = this._stuff(check, 0, fcs.size, out, at);
    out[at++] = FLAG;
    return at;
  }

  private _stuff(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number): number {
    const accm = this.accm;
    for (let i = start; i < end; i++) {
      const octet = bytes[i]!;
      if (octet === FLAG || octet === ESCAPE || (octet < 0x20 && (accm >>> octet) & 1)) {
        out[at++] = ESCAPE;
        out[at++] = octet ^ ESCAPE_BIT;
      } else {
        out[at++] = octet;
      }
    }
    return at;
  }
}
