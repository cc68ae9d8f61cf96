import { NoFcs } from "../../src/framing/frame-check";
import type { FrameSink } from "../../src/framing/framing";
import { OctetDeframer } from "../../src/framing/octet-deframer";
import { checkChdlc, ChdlcKind } from "../../src/wire/chdlc";
import { pppHeaderLength } from "../../src/wire/ppp";
import { PppCheck } from "../capture/frame-check";
import type { BenchTime } from "./bench-time";

/** A frame that crossed the port. */
export interface BenchFrame {
  /** ms, as {@link BenchTime} tells it */
  at: number;
  sent: boolean;
  /** Whether its FCS was right. */
  good: boolean;
  kind: "hdlc" | "ppp" | "other";
  /** From its first octet on, without flags and FCS. */
  bytes: Buffer;
}

/** The longest frame that is kept, octets. */
const LONGEST = 4096;

/** How many frames are kept, for a day with four each second; the observer is told of those behind too. */
const MOST_FRAMES = 400_000;

/** Fewer octets than these with the FCS are no frame (RFC 1662 section 4.3). */
const SHORTEST = 4;

/** One direction of the line. */
class Direction implements FrameSink {
  private readonly _deframer = new OctetDeframer(LONGEST, new NoFcs(), 0);
  private readonly _check = new PppCheck();
  private readonly _found: (good: boolean, bytes: Buffer) => void;

  constructor(found: (good: boolean, bytes: Buffer) => void) {
    this._found = found;
    this._deframer.attach(this);
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    this._deframer.push(bytes, start, end, 0);
  }

  reset(): void {
    this._deframer.reset();
  }

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    if (end - start < SHORTEST) return;
    const fcs = this._check.fcsOf(bytes, start, end);
    const good = fcs.update(fcs.initial, bytes, start, end) === fcs.good;
    const last = Math.max(start, end - fcs.size);
    if (good) this._check.passed(bytes, start, last);
    this._found(good, Buffer.from(bytes.subarray(start, last)));
  }

  frameDiscarded(): void {}
}

/** Reads along on both directions of a port, whatever is spoken there, and keeps the frames. */
export class FrameMonitor {
  readonly frames: BenchFrame[] = [];
  /** How many crossed the port: those that were sent, those that arrived whole, and those that did not. */
  readonly counts = { sent: 0, received: 0, damaged: 0 };
  /** Told of each frame. */
  observer: ((frame: BenchFrame) => void) | null = null;
  /** Off while what crosses the line is no frames. */
  private _on = true;
  private readonly _sent: Direction;
  private readonly _received: Direction;

  constructor(time: BenchTime) {
    const put = (sent: boolean) => (good: boolean, bytes: Buffer) => {
      const frame: BenchFrame = { at: time.now(), sent, good, kind: kindOf(bytes), bytes };
      this.counts[sent ? "sent" : good ? "received" : "damaged"]++;
      if (this.frames.length < MOST_FRAMES) this.frames.push(frame);
      this.observer?.(frame);
    };
    this._sent = new Direction(put(true));
    this._received = new Direction(put(false));
  }

  set on(on: boolean) {
    this._on = on;
    this._sent.reset();
    this._received.reset();
  }

  octets(sent: boolean, bytes: Uint8Array, start: number, end: number): void {
    if (this._on) (sent ? this._sent : this._received).push(bytes, start, end);
  }
}

function kindOf(bytes: Uint8Array): BenchFrame["kind"] {
  if (checkChdlc(bytes, 0, bytes.length) !== ChdlcKind.Bad) return "hdlc";
  return pppHeaderLength(bytes, 0, bytes.length) > 0 ? "ppp" : "other";
}
