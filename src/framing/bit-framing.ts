import { BitDeframer } from "./bit-deframer";
import { BitFramer } from "./bit-framer";
import type { Fcs } from "./frame-check";
import type { Deframer, Framer, Framing } from "./framing";

/** Bit-stuffed framing for a synchronous line whose bits the hardware clocks, both ways with one FCS. */
export class BitFraming implements Framing {
  private readonly _fcs: Fcs;

  constructor(fcs: Fcs) {
    this._fcs = fcs;
  }

  /** @setup */
  createFramer(): Framer {
    return new BitFramer(this._fcs);
  }

  /** @setup */
  createDeframer(capacity: number, memory?: Uint8Array): Deframer {
    return new BitDeframer(capacity, this._fcs, memory);
  }
}
