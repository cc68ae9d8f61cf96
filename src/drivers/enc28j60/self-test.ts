import { SelfTest } from "../../ports";
import { FrameLength } from "./buffer-memory";
import type { Enc28j60Transmitter } from "./transmitter";

/** Source and destination are ours: such a frame means nothing to anybody else. EtherType 0x9000, Ethernet v2.0 chapter 8. */
const ETHERTYPE = 0x9000;
/** Octets; the shortest frame that needs no padding. */
const LENGTH = 60;
/** How many frames are tried: what the PHY loops back may get lost (errata 9 and 10). */
const TRIES = 4;
/** ms that a frame has to come back. */
const DEADLINE = 5;

/** The frames of a PHY loopback test. A failure is a hint only: the loopback is unreliable (errata 9 and 10). */
export class Enc28j60SelfTest {
  result: SelfTest = SelfTest.None;
  private readonly _frame: Uint8Array;
  /** Whether a frame has been sent, until {@link _deadline}. */
  private _waiting = false;
  private _tries = 0;
  private _deadline = 0;

  constructor(address: Uint8Array) {
    this._frame = new Uint8Array(LENGTH);
    this._frame.set(address, 0);
    this._frame.set(address, 6);
    this._frame[12] = ETHERTYPE >> 8;
    this._frame[13] = ETHERTYPE & 0xff;
    // Function Reply, so that no station forwards it, then octets with every bit in both states.
    this._frame[FrameLength.Header + 2] = 1;
    for (let i = FrameLength.Header + 6; i < LENGTH; i++) this._frame[i] = (i * 0x35) ^ 0x5a;
  }

  start(): void {
    this.result = SelfTest.Running;
    this._waiting = false;
    this._tries = 0;
  }

  /** Sends the next frame if it is time; to be called while none leaves. @returns whether the test is over */
  step(transmitter: Enc28j60Transmitter, now: number): boolean {
    if (this.result !== SelfTest.Running) return true;
    if (this._waiting && ((now - this._deadline) | 0) < 0) return false;
    if (this._tries === TRIES) {
      this.result = SelfTest.Failed;
      return true;
    }
    this._waiting = true;
    this._tries++;
    this._deadline = (now + DEADLINE) | 0;
    transmitter.send(this._frame, 0, LENGTH);
    return false;
  }

  /** Takes a frame that arrived; whether it was one of ours. */
  take(bytes: Uint8Array, start: number, length: number): boolean {
    if (length !== LENGTH) return false;
    for (let i = 0; i < LENGTH; i++) if (bytes[start + i] !== this._frame[i]) return false;
    this.result = SelfTest.Passed;
    return true;
  }
}
