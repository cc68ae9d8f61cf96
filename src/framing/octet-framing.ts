import type { Fcs } from "./frame-check";
import type { Deframer, Framer, Framing } from "./framing";
import { OctetDeframer } from "./octet-deframer";
import { OctetFramer } from "./octet-framer";

/** Octet-stuffed framing for an asynchronous line, both ways with one FCS and one ACCM. */
export class OctetFraming implements Framing {
  private readonly _fcs: Fcs;
  private readonly _accm: number;

  /** @param accm send and receive ACCM (RFC 1662 section 7.1), an int32; 0 escapes flag and escape only */
  constructor(fcs: Fcs, accm: number) {
    this._fcs = fcs;
    this._accm = accm;
  }

  /** @setup */
  createFramer(): Framer {
    return new OctetFramer(this._fcs, this._accm);
  }

  /** @setup */
  createDeframer(capacity: number, memory?: Uint8Array): Deframer {
    return new OctetDeframer(capacity, this._fcs, this._accm, memory);
  }
}
