import { Fcs32 } from "../../src/framing/fcs";
import type { Direction, PcapngWriter } from "./pcapng";

const fcs = new Fcs32();

/** Writes the frames of one direction at an Ethernet interface to a capture, without FCS; those with a wrong one marked. */
export class EthernetTap {
  private readonly _writer: PcapngWriter;
  private readonly _interface: number;
  private readonly _direction: Direction;

  constructor(writer: PcapngWriter, interfaceNumber: number, direction: Direction) {
    this._writer = writer;
    this._interface = interfaceNumber;
    this._direction = direction;
  }

  /** Takes a frame with its FCS. */
  octets(bytes: Uint8Array, start: number, end: number, seconds: number, nanos: number): void {
    const wrong = fcs.update(fcs.initial, bytes, start, end) !== fcs.good;
    const last = Math.max(start, end - fcs.size);
    this._writer.writeFrame(this._interface, this._direction, wrong, seconds, nanos, bytes, start, last);
  }
}
