import { ascii } from "../text";
import { Diagnostic, Disposition, Verdict } from "./machine";
import type { LinkProtocol } from "./machine";

const NAME = ascii("FRAME-RELAY");

/**
 * Frame Relay, as an encapsulation that an interface can be set to and that is not spoken here: the line protocol is
 * down, nothing is sent, and there is no keepalive. LMI, which is Frame Relay's, is a protocol of another kind.
 */
export class FrameRelay implements LinkProtocol {
  readonly nameText = NAME;
  readonly interval = 0;
  readonly retries = 0;
  readonly defaultRetries = 0;
  readonly looped = false;
  readonly asksAddress = false;
  readonly headerLength = 0;
  readonly ownFrameLength = 0;
  readonly ownFrames = 0;
  readonly payloadStart = 0;
  readonly payloadProtocol = 0;
  readonly payloadKnown = false;
  readonly active = false;
  readonly due = 0;
  readonly verdict = Verdict.Down;
  readonly diagnostic = Diagnostic.None;
  address = 0;
  mask = 0;
  /** Frames that arrived, and were ignored. */
  ignored = 0;

  get configuredAddress(): number {
    return this.address;
  }

  get configuredMask(): number {
    return this.mask;
  }

  attach(): void {
    // Nothing is ever sent or concluded.
  }

  start(): void {
    // The line protocol stays down.
  }

  stop(): void {
    // There is nothing to stop.
  }

  poll(): void {
    // Nothing is ever due.
  }

  excuse(): void {
    // Nothing is judged.
  }

  receive(): Disposition {
    this.ignored = (this.ignored + 1) | 0;
    return Disposition.Discarded;
  }

  writeHeader(): number {
    return 0;
  }

  setKeepalive(): void {
    // There is no keepalive.
  }

  setAddress(address: number, mask: number): void {
    this.address = address;
    this.mask = mask;
  }
}
