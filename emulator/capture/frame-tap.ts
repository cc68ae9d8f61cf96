import type { Deframer, FrameSink } from "../../src/framing/framing";
import type { FrameCheck } from "./frame-check";
import type { Direction, PcapngWriter } from "./pcapng";

/**
 * Listens to the octets of one direction at an interface and writes the frames among them to a capture; those with a
 * wrong FCS too, marked as such. What no flag ends, or is broken off, is not written.
 */
export class FrameTap implements FrameSink {
  private readonly _writer: PcapngWriter;
  private readonly _interface: number;
  private readonly _direction: Direction;
  private readonly _deframer: Deframer;
  private readonly _check: FrameCheck;
  private _seconds = 0;
  private _nanos = 0;

  /**
   * @param deframer for frames as they stand on this line, but made with `NoFcs`: another would keep frames with a wrong
   * FCS to itself
   * @param check which FCS the frames have
   */
  constructor(
    writer: PcapngWriter,
    interfaceNumber: number,
    direction: Direction,
    deframer: Deframer,
    check: FrameCheck,
  ) {
    this._writer = writer;
    this._interface = interfaceNumber;
    this._direction = direction;
    this._deframer = deframer;
    this._check = check;
    deframer.attach(this);
  }

  /** Takes octets that crossed the interface at a time, which is the time of the frames that end in them. */
  octets(bytes: Uint8Array, start: number, end: number, seconds: number, nanos: number): void {
    this._seconds = seconds;
    this._nanos = nanos;
    this._deframer.push(bytes, start, end, 0);
  }

  frameReceived(bytes: Uint8Array, start: number, end: number): void {
    const fcs = this._check.fcsOf(bytes, start, end);
    const wrong = fcs.update(fcs.initial, bytes, start, end) !== fcs.good;
    const last = Math.max(start, end - fcs.size);
    if (!wrong) this._check.passed(bytes, start, last);
    this._writer.writeFrame(this._interface, this._direction, wrong, this._seconds, this._nanos, bytes, start, last);
  }

  frameDiscarded(): void {}
}
