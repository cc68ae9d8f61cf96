import { Fcs16, Fcs32 } from "../../src/framing/fcs";
import { NoFcs } from "../../src/framing/frame-check";
import type { Fcs } from "../../src/framing/frame-check";
import { isLinkConfiguration } from "../../src/framing/ppp-framing";
import {
  ControlCode,
  ControlField,
  controlPacketEnd,
  FcsAlternative,
  LcpOption,
  OptionField,
  PppField,
} from "../../src/wire/ppp";

/** Tells which FCS the frames of one direction of a line have. */
export interface FrameCheck {
  /** The FCS of a frame that is whole, octets `[start, end)` with it. */
  fcsOf(bytes: Uint8Array, start: number, end: number): Fcs;
  /** A frame's FCS was right; octets `[start, end)` without it. */
  passed(bytes: Uint8Array, start: number, end: number): void;
}

const FCS_16 = new Fcs16();
const FCS_32 = new Fcs32();
const NO_FCS = new NoFcs();

/** The same FCS for all frames. */
export class FixedCheck implements FrameCheck {
  private readonly _fcs: Fcs;

  constructor(fcs: Fcs) {
    this._fcs = fcs;
  }

  fcsOf(): Fcs {
    return this._fcs;
  }

  passed(): void {}
}

/**
 * The FCS that the two ends of a PPP link agree upon (RFC 1570 section 2.1). Whoever acknowledges the peer's request for
 * an FCS sends with it from then on: the Configure-Acks of a direction tell the FCS of that direction. LCP's packets of
 * codes 1 to 7 have FCS-16 whatever is agreed upon.
 */
export class PppCheck implements FrameCheck {
  private _negotiated: Fcs = FCS_16;

  fcsOf(bytes: Uint8Array, start: number, end: number): Fcs {
    return isLinkConfiguration(bytes, start, end) ? FCS_16 : this._negotiated;
  }

  passed(bytes: Uint8Array, start: number, end: number): void {
    const packet = start + PppField.Information;
    if (!isLinkConfiguration(bytes, start, end) || bytes[packet] !== ControlCode.ConfigureAck) return;
    const last = controlPacketEnd(bytes, packet, end);
    this._negotiated = FCS_16;
    for (
      let at = packet + ControlField.Data;
      at + OptionField.Data < last;
      at += Math.max(1, bytes[at + OptionField.Length]!)
    ) {
      if (bytes[at] !== LcpOption.FcsAlternatives) continue;
      const alternative = bytes[at + OptionField.Data];
      if (alternative === FcsAlternative.Fcs32) this._negotiated = FCS_32;
      else if (alternative === FcsAlternative.Null) this._negotiated = NO_FCS;
    }
  }
}
