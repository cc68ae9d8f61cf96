import type { Framer } from "../framing/framing";
import type { SerialPort } from "../ports";

const enum Sending {
  Nothing,
  Own,
  Packet,
}

/**
 * The way out of a serial interface: framed octets on their way to the port, in two fixed buffers. Frames of the link
 * protocol itself (keepalives) go before packets; a frame that has begun is finished first.
 *
 * Memory: two framed frames of the link protocol and one framed packet, at their worst case (see {@link Framer}).
 */
export class TransmitQueue {
  private readonly _port: SerialPort;
  private readonly _framer: Framer;
  /** Holds the link protocol's frames in order; emptied as a whole. */
  private readonly _own: Uint8Array;
  private readonly _packet: Uint8Array;
  private _ownStart = 0;
  private _ownEnd = 0;
  private _packetStart = 0;
  private _packetEnd = 0;
  private _sending: Sending = Sending.Nothing;

  /** Lengths in octets, without FCS: of the longest frame of the link protocol, and of the longest packet's. */
  constructor(port: SerialPort, framer: Framer, ownFrameLength: number, packetFrameLength: number) {
    this._port = port;
    this._framer = framer;
    this._own = new Uint8Array(2 * framer.framedLength(ownFrameLength));
    this._packet = new Uint8Array(framer.framedLength(packetFrameLength));
  }

  /** Whether a packet would be taken now. */
  get packetFree(): boolean {
    return this._packetEnd === 0;
  }

  /** Whether everything has left. */
  get idle(): boolean {
    return this._ownEnd === 0 && this._packetEnd === 0;
  }

  /** Takes a frame of the link protocol; false if there is no room for it. */
  putOwn(bytes: Uint8Array, start: number, end: number): boolean {
    if (this._ownEnd + this._framer.framedLength(end - start) > this._own.length) return false;
    this._ownEnd = this._framer.frame(bytes, start, end, this._own, this._ownEnd);
    return true;
  }

  /** Takes the frame of a packet; false while the one before has not left. */
  putPacket(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.packetFree) return false;
    this._packetEnd = this._framer.frame(bytes, start, end, this._packet, 0);
    return true;
  }

  /** Forgets everything that has not left. */
  clear(): void {
    this._ownStart = 0;
    this._ownEnd = 0;
    this._packetStart = 0;
    this._packetEnd = 0;
    this._sending = Sending.Nothing;
  }

  /** Gives the port what it takes; returns how many octets that was. */
  drain(): number {
    let written = 0;
    for (;;) {
      if (this._sending === Sending.Nothing) {
        if (this._ownEnd > 0) this._sending = Sending.Own;
        else if (this._packetEnd > 0) this._sending = Sending.Packet;
        else return written;
      }
      if (this._sending === Sending.Own) {
        const taken = this._port.write(this._own, this._ownStart, this._ownEnd);
        this._ownStart += taken;
        written += taken;
        if (this._ownStart < this._ownEnd) return written;
        this._ownStart = 0;
        this._ownEnd = 0;
      } else {
        const taken = this._port.write(this._packet, this._packetStart, this._packetEnd);
        this._packetStart += taken;
        written += taken;
        if (this._packetStart < this._packetEnd) return written;
        this._packetStart = 0;
        this._packetEnd = 0;
      }
      this._sending = Sending.Nothing;
    }
  }
}
