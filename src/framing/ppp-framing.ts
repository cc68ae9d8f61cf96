import { ControlCode, PPP_ADDRESS, PPP_CONTROL, PppField, PppProtocol } from "../wire/ppp";
import { readUint16 } from "../wire/octets";
import { FCS16, FCS32 } from "./fcs";
import { computeCheck, NoFcs } from "./frame-check";
import type { Fcs } from "./frame-check";
import type { Deframer, Framer, Framing } from "./framing";
import { OctetDeframer } from "./octet-deframer";
import { OctetFramer } from "./octet-framer";

/** All of an ACCM's bits: what both ends begin with (RFC 1662 section 7.1). */
export const DEFAULT_ACCM = -1;

/** Whether a frame is an LCP packet that always travels in default framing: codes 1 to 7 (RFC 1661 section 5, RFC 1570 section 2.1). */
export function isLinkConfiguration(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start <= PppField.Information) return false;
  // First, since it tells keepalives apart.
  const code = bytes[start + PppField.Information]!;
  if (code < ControlCode.ConfigureRequest || code > ControlCode.CodeReject) return false;
  if (bytes[start] !== PPP_ADDRESS || bytes[start + PppField.Control] !== PPP_CONTROL) return false;
  return readUint16(bytes, start + PppField.Protocol) === PppProtocol.LCP;
}

/** An {@link OctetFramer} that frames LCP's own packets by default, whatever the others have. */
class PppFramer extends OctetFramer {
  constructor() {
    super(FCS16, DEFAULT_ACCM);
  }

  override appendCheck(bytes: Uint8Array, start: number, end: number): number {
    const fcs = this.fcs === FCS16 || isLinkConfiguration(bytes, start, end) ? FCS16 : this.fcs;
    return computeCheck(fcs, bytes, start, end, bytes, end);
  }

  override begin(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, limit: number): number {
    const accm = isLinkConfiguration(bytes, start, end) ? DEFAULT_ACCM : this.accm;
    return this._begin(bytes, start, end, accm, out, at, limit);
  }
}

/** An {@link OctetDeframer} that takes LCP's own packets with FCS-16, whatever the others have. */
class PppDeframer extends OctetDeframer {
  constructor(capacity: number, memory: Uint8Array | undefined) {
    super(capacity, FCS32, DEFAULT_ACCM, memory);
    this.negotiate(DEFAULT_ACCM, FCS16);
  }

  /** Takes effect at once; what has come of a frame that is under way is checked anew. */
  negotiate(accm: number, fcs: Fcs): void {
    this.accm = accm;
    this._fcs = fcs;
    this._checked = 0;
    this._register = fcs.initial;
  }

  protected override _finish(now: number): void {
    const buffer = this._buffer;
    const fcs = this._fcs === FCS16 || isLinkConfiguration(buffer, 0, this._length) ? FCS16 : this._fcs;
    const known = fcs === this._fcs;
    const register = known ? this._register : fcs.initial;
    this._judge(fcs, fcs.update(register, buffer, known ? this._checked : 0, this._length), now);
  }
}

/**
 * Octet-stuffed framing whose ACCM and FCS are negotiated, each way on its own, while the line is in use (RFC 1662
 * section 7, RFC 1570 section 2.1). LCP's packets of codes 1 to 7 keep the default framing: ACCM FFFFFFFF, FCS-16. One
 * belongs to one interface.
 *
 * Memory: the deframer's.
 */
export class PppFraming implements Framing {
  private readonly _framer: PppFramer;
  private readonly _noFcs: Fcs;
  private _deframer: PppDeframer | null = null;

  constructor() {
    this._framer = new PppFramer();
    this._noFcs = new NoFcs();
  }

  createFramer(): Framer {
    return this._framer;
  }

  /** Called once, by whoever wires the interface. @setup */
  createDeframer(capacity: number, memory?: Uint8Array): Deframer {
    this._deframer = new PppDeframer(capacity, memory);
    return this._deframer;
  }

  /** Sends from now on with this ACCM and FCS (0, 16 or 32 bits), but for LCP's own packets. */
  negotiateSending(accm: number, fcs: number): void {
    this._framer.fcs = this._fcsOf(fcs);
    this._framer.accm = accm;
  }

  /** Expects this ACCM and FCS (0, 16 or 32 bits) from now on, but in LCP's own packets. */
  negotiateReceiving(accm: number, fcs: number): void {
    if (this._deframer !== null) this._deframer.negotiate(accm, this._fcsOf(fcs));
  }

  /** Back to default framing both ways. */
  reset(): void {
    this.negotiateSending(DEFAULT_ACCM, 16);
    this.negotiateReceiving(DEFAULT_ACCM, 16);
  }

  private _fcsOf(bits: number): Fcs {
    return bits === 32 ? FCS32 : bits === 16 ? FCS16 : this._noFcs;
  }
}
