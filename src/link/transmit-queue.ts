import type { Framer } from "../framing/framing";
import type { SerialPort } from "../ports";

/** What a {@link TransmitQueue} must hold, octets. */
export interface TransmitRoom {
  /** The longest frame, unframed. */
  frame: number;
  /** The link protocol's own frames that may wait at once, framed. */
  own: number;
  /** The longest packet's frame, framed. */
  packet: number;
}

/** How many octets a {@link TransmitQueue} takes. */
export function transmitMemory(room: TransmitRoom): number {
  return room.frame + room.own + room.packet;
}

/**
 * The way out of a serial interface: framed octets on their way to the port, in two parts of a fixed buffer. Frames of the link
 * protocol itself (keepalives) go before packets; a frame that has begun is finished first. A frame of the link protocol
 * that is too long for its part, as an answer to a long echo request is, goes where a packet does.
 *
 * Memory: its {@link TransmitRoom}.
 */
export class TransmitQueue {
  private readonly _port: SerialPort;
  private _framer: Framer;
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

  /** @param octets what it keeps everything in: {@link transmitMemory} */
  constructor(port: SerialPort, framer: Framer, room: TransmitRoom, octets: Uint8Array) {
    this._port = port;
    this._framer = framer;
    this._ownPart = room.frame;
    this._packetPart = room.frame + room.own;
    this.octets = octets;
    this._ownStart = this._ownPart;
    this._ownEnd = this._ownPart;
    this._packetStart = this._packetPart;
    this._packetEnd = this._packetPart;
  }

  /** Whether a packet would be taken now. */
  get packetFree(): boolean {
    return this._packetEnd === this._packetPart;
  }

  /** Frames from now on in another way. What has not left is forgotten. */
  use(framer: Framer): void {
    this._framer = framer;
    this.clear();
  }

  /** Takes a frame of the link protocol; false if there is no room for it. */
  putOwn(bytes: Uint8Array, start: number, end: number): boolean {
    const length = this._framer.framedLength(end - start);
    if (length > this._packetPart - this._ownPart) {
      if (!this.packetFree || length > this.octets.length - this._packetPart) return false;
      this.putPacket(bytes, start, end);
      return true;
    }
    if (this._ownEnd + length > this._packetPart) return false;
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
