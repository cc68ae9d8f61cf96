import type { Framer } from "../framing/framing";
import type { SerialPort } from "../ports";

/**
 * The way out of a serial interface: framed octets on their way to the port, in two parts of a fixed buffer. Frames of the link
 * protocol itself (keepalives) go before packets; a frame that has begun is finished first.
 *
 * Memory: the longest frame, two framed frames of the link protocol and one framed packet, the last three at their worst
 * case (see {@link Framer}).
 */
export class TransmitQueue {
  private readonly _port: SerialPort;
  private readonly _framer: Framer;
  /**
   * First the place where a frame is made before it is put: as many octets as the longest has. Then the link protocol's
   * framed frames in order, emptied as a whole, and the packet's framed frame.
   */
  readonly octets: Uint8Array;
  private readonly _ownPart: number;
  private readonly _packetPart: number;
  private _ownStart: number;
  private _ownEnd: number;
  private _packetStart: number;
  private _packetEnd: number;

  /** Lengths in octets, without FCS: of the longest frame of the link protocol, and of the longest packet's. */
  constructor(port: SerialPort, framer: Framer, ownFrameLength: number, packetFrameLength: number) {
    this._port = port;
    this._framer = framer;
    this._ownPart = ownFrameLength > packetFrameLength ? ownFrameLength : packetFrameLength;
    this._packetPart = this._ownPart + 2 * framer.framedLength(ownFrameLength);
    this.octets = new Uint8Array(this._packetPart + framer.framedLength(packetFrameLength));
    this._ownStart = this._ownPart;
    this._ownEnd = this._ownPart;
    this._packetStart = this._packetPart;
    this._packetEnd = this._packetPart;
  }

  /** Whether a packet would be taken now. */
  get packetFree(): boolean {
    return this._packetEnd === this._packetPart;
  }

  /** Takes a frame of the link protocol; false if there is no room for it. */
  putOwn(bytes: Uint8Array, start: number, end: number): boolean {
    if (this._ownEnd + this._framer.framedLength(end - start) > this._packetPart) return false;
    this._ownEnd = this._framer.frame(bytes, start, end, this.octets, this._ownEnd);
    return true;
  }

  /** Takes the frame of a packet; to be called only while {@link packetFree}. */
  putPacket(bytes: Uint8Array, start: number, end: number): void {
    this._packetEnd = this._framer.frame(bytes, start, end, this.octets, this._packetPart);
  }

  /** Forgets everything that has not left. */
  clear(): void {
    this._ownStart = this._ownPart;
    this._ownEnd = this._ownPart;
    this._packetStart = this._packetPart;
    this._packetEnd = this._packetPart;
  }

  /** Gives the port what it takes; returns how many octets that was. */
  drain(): number {
    let written = 0;
    while (this._ownEnd > this._ownPart || !this.packetFree) {
      const packet = this._packetStart > this._packetPart || this._ownEnd === this._ownPart;
      written += packet ? this._writePacket() : this._writeOwn();
      if (packet ? !this.packetFree : this._ownEnd > this._ownPart) break;
    }
    return written;
  }

  private _writeOwn(): number {
    const taken = this._port.write(this.octets, this._ownStart, this._ownEnd);
    this._ownStart += taken;
    if (this._ownStart === this._ownEnd) {
      this._ownStart = this._ownPart;
      this._ownEnd = this._ownPart;
    }
    return taken;
  }

  private _writePacket(): number {
    const taken = this._port.write(this.octets, this._packetStart, this._packetEnd);
    this._packetStart += taken;
    if (this._packetStart === this._packetEnd) {
      this._packetStart = this._packetPart;
      this._packetEnd = this._packetPart;
    }
    return taken;
  }
}
