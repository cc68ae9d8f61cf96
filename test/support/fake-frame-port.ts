import { PortFault, SelfTest } from "../../src/ports";
import type { Controller, FramePort, FramePortListener } from "../../src/ports";
import { ascii } from "../../src/text";
import { checkCtp, CtpKind, forwardCtp } from "../../src/wire/ctp";

/** Whose place a {@link FakeFramePort} takes: an ENC28J60 that hears itself and tests itself, or a W5500. */
export type FakeChip = "enc28j60" | "w5500";

/** ms that a frame takes to leave, and to come back or be answered; and that a self-test takes. */
const LEAVING = 1;
const AWAY = 3;
const TESTING = 8;

/** An Ethernet chip with a loop server on its wire, in the time of whoever gives it `after`. */
export class FakeFramePort implements FramePort, Controller {
  readonly address: Uint8Array;
  readonly server: Uint8Array = Uint8Array.of(2, 0, 0, 0, 0, 0x5e);
  readonly hearsItself: boolean;
  readonly chip: Uint8Array;
  readonly revision: Uint8Array;
  readonly medium = ascii("10 Mbit/s, half duplex");
  readonly counters = new Int32Array(4);
  readonly counterNames = ascii("frames sent|frames received|transmit errors|overruns");
  linkUp = true;
  fault: PortFault = PortFault.None;
  selfTest: SelfTest;
  /** Whether all that is sent comes back through the network, too. */
  loop = false;
  /** Whether the loop server answers. */
  serverAnswers = true;
  listener: FramePortListener | undefined;
  private readonly _after: (delay: number, happens: (now: number) => void) => void;
  private _busy = false;

  /** @param after has something happen so many ms from now */
  constructor(kind: FakeChip, number: number, after: (delay: number, happens: (now: number) => void) => void) {
    this.address = Uint8Array.of(2, 0, 0, 0, 0, number);
    this.hearsItself = kind === "enc28j60";
    this.selfTest = this.hearsItself ? SelfTest.None : SelfTest.Lacking;
    this.chip = ascii(kind.toUpperCase());
    this.revision = ascii(this.hearsItself ? "B7" : "4");
    this._after = after;
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    if (this._busy || !this.linkUp || this.selfTest === SelfTest.Running) return false;
    const frame = bytes.slice(start, end);
    this._busy = true;
    this._after(LEAVING, (now) => {
      this._busy = false;
      this.counters[0]!++;
      this.listener!.frameSent(this.linkUp, now);
    });
    const toUs = Buffer.from(frame.subarray(0, 6)).equals(this.address);
    if (this.loop) this._arrives(frame.slice());
    if (toUs && this.hearsItself) this._arrives(frame);
    else if (!toUs && this.serverAnswers && checkCtp(frame, 0, frame.length) === CtpKind.Forward) {
      forwardCtp(frame, 0, this.server);
      this._arrives(frame);
    }
    return true;
  }

  startSelfTest(): boolean {
    if (!this.hearsItself || this._busy || this.selfTest === SelfTest.Running) return false;
    this.selfTest = SelfTest.Running;
    this._after(TESTING, (now) => {
      this.selfTest = SelfTest.Passed;
      this.listener!.portChanged(now);
    });
    return true;
  }

  /** The link comes or goes, or a fault does. */
  change(linkUp: boolean, fault: PortFault, now: number): void {
    this.linkUp = linkUp;
    this.fault = fault;
    this.listener!.portChanged(now);
  }

  private _arrives(frame: Uint8Array): void {
    this._after(AWAY, (now) => {
      if (!this.linkUp) return;
      this.counters[1]!++;
      this.listener!.frameReceived(frame, 0, frame.length, now);
    });
  }
}
