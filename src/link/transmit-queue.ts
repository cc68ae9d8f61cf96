import { FramerRoom } from "../framing/framing";
import type { Framer } from "../framing/framing";
import type { SerialPort } from "../ports";

/** What a {@link TransmitQueue} must hold. */
export interface TransmitRoom {
  /** The longest frame, octets. */
  frame: number;
  /** The longest of the link protocol's own frames for which there must always be room, octets. */
  own: number;
  /** How many of them may wait at once. */
  ownFrames: number;
}

/** Octets on their way to the port: a keepalive whole, whatever has to be escaped, and as much as a UART takes at once. */
const PIECE = 128;

/** What stands before each of the link protocol's frames: an octet that is its length with the FCS. */
const LENGTH = 1;
const LONGEST_OWN = 255 - FramerRoom.Check;

/** What a frame of the link protocol takes besides its octets. */
const OVERHEAD = LENGTH + FramerRoom.Check;

/** How many octets a {@link TransmitQueue} takes. */
export function transmitMemory(room: TransmitRoom): number {
  return room.frame + FramerRoom.Check + (room.ownFrames + 1) * (OVERHEAD + room.own) + PIECE;
}

const enum Leaving {
  Nothing,
  Own,
  /** The port has not taken anything of it yet. */
  PacketBegun,
  Packet,
}

/**
 * The way out of a serial interface. Frames wait as they are, with their FCS; the one that leaves is stuffed in small pieces
 * as the port takes them. Frames of the link protocol itself (keepalives) go before packets; a frame that has begun is
 * finished first. A frame of the link protocol that is too long for its part, as an answer to a long echo request is, goes
 * where a packet does.
 *
 * Memory: {@link transmitMemory}.
 */
export class TransmitQueue {
  private readonly _port: SerialPort;
  private _framer: Framer;
  /**
   * First the packet's place, then those of the link protocol's frames in order, emptied as a whole, with one more for what
   * is made and finds no room; at last the piece that is leaving.
   */
  readonly octets: Uint8Array;
  private readonly _ownPart: number;
  private readonly _piecePart: number;
  private readonly _end: number;
  /** Up to where the link protocol's frames may reach. */
  private readonly _ownLimit: number;
  private _ownStart: number;
  private _ownEnd: number;
  /** The end of the packet with its FCS; 0 while there is none. */
  private _packetEnd = 0;
  /** Where in {@link octets} the link protocol's next frame is to be made: behind those that wait, or see {@link reserve}. */
  offset: number;
  private _leaving: Leaving = Leaving.Nothing;
  /** The end of the link protocol's frame that is leaving. */
  private _leavingEnd = 0;
  private _pieceStart: number;
  private _pieceEnd: number;

  /** @param octets what it keeps everything in: the first {@link transmitMemory} of them */
  constructor(port: SerialPort, framer: Framer, room: TransmitRoom, octets: Uint8Array) {
    this._port = port;
    this._framer = framer;
    this._ownPart = room.frame + FramerRoom.Check;
    this._ownLimit = this._ownPart + room.ownFrames * (OVERHEAD + room.own);
    this._piecePart = this._ownLimit + OVERHEAD + room.own;
    this._end = this._piecePart + PIECE;
    this.octets = octets;
    this.offset = this._ownPart + LENGTH;
    this._ownStart = this._ownPart;
    this._ownEnd = this._ownPart;
    this._pieceStart = this._piecePart;
    this._pieceEnd = this._piecePart;
  }

  /** Whether a packet would be taken now. */
  get packetFree(): boolean {
    return this._packetEnd === 0;
  }

  /** How long a frame may be that is made at {@link offset}, octets. */
  get room(): number {
    return this.offset === 0 ? this._ownPart - FramerRoom.Check : this._piecePart - this.offset - FramerRoom.Check;
  }

  /**
   * Says how long the link protocol's next frame is: for a long one {@link offset} goes to where a packet stands. Returns
   * whether there is room for it.
   */
  reserve(length: number): boolean {
    const at = this._ownEnd + LENGTH;
    const long = length > LONGEST_OWN || length > this._ownLimit - this._ownPart - OVERHEAD;
    this.offset = long && this.packetFree ? 0 : at;
    if (!long) return at + length + FramerRoom.Check <= this._ownLimit;
    return this.packetFree && length <= this._ownPart - FramerRoom.Check;
  }

  /** Frames from now on in another way. What has not left is forgotten. */
  use(framer: Framer): void {
    this._framer = framer;
    this.clear();
  }

  /** Takes a frame of the link protocol that stands at {@link offset}; false if there is no room for it. */
  putOwn(length: number): boolean {
    const at = this.offset;
    if (at === 0) {
      if (length > this.room) return false;
      this.putPacket(length);
      return true;
    }
    if (at + length + FramerRoom.Check > this._ownLimit) return false;
    const octets = this.octets;
    const end = this._framer.appendCheck(octets, at, at + length);
    octets[at - LENGTH] = end - at;
    this._ownEnd = end;
    this.offset = end + LENGTH;
    return true;
  }

  /** Takes a packet's frame, which stands at the beginning; to be called only while {@link packetFree}. */
  putPacket(length: number): void {
    this._packetEnd = this._framer.appendCheck(this.octets, 0, length);
    this.offset = this._ownEnd + LENGTH;
  }

  /** Forgets everything that has not left. */
  clear(): void {
    this._ownStart = this._ownPart;
    this._ownEnd = this._ownPart;
    this._packetEnd = 0;
    this._leaving = Leaving.Nothing;
    this._pieceStart = this._piecePart;
    this._pieceEnd = this._piecePart;
    this.offset = this._ownPart + LENGTH;
  }

  /** Gives the port what it takes; returns how many octets that was. */
  drain(): number {
    let written = 0;
    while (this._pieceStart < this._pieceEnd || this._nextPiece()) {
      const taken = this._port.write(this.octets, this._pieceStart, this._pieceEnd);
      this._pieceStart += taken;
      written += taken;
      if (this._pieceStart === this._pieceEnd) continue;
      if (this._leaving === Leaving.PacketBegun) this._hesitate(taken);
      break;
    }
    return written;
  }

  /** The port took only so much of a packet's first piece: a packet of which nothing has left begins anew, behind keepalives. */
  private _hesitate(taken: number): void {
    this._leaving = taken === 0 ? Leaving.Nothing : Leaving.Packet;
    if (taken === 0) this._pieceStart = this._pieceEnd;
  }

  /** Makes the next piece of the frame that is leaving, or the first of the next. Returns whether there is one. */
  private _nextPiece(): boolean {
    const octets = this.octets;
    const first = this._piecePart;
    if (this._leaving !== Leaving.Nothing) {
      if (!this._framer.done) {
        if (this._leaving === Leaving.PacketBegun) this._leaving = Leaving.Packet;
        this._pieceStart = first;
        this._pieceEnd = this._framer.next(octets, first, this._end);
        return true;
      }
      this._left();
    }
    let start = 0;
    let end = this._packetEnd;
    if (this._ownStart < this._ownEnd) {
      start = this._ownStart + LENGTH;
      end = start + octets[this._ownStart]!;
      this._leavingEnd = end;
      this._leaving = Leaving.Own;
    } else if (end === 0) {
      return false;
    } else {
      this._leaving = Leaving.PacketBegun;
    }
    this._pieceStart = first;
    this._pieceEnd = this._framer.begin(octets, start, end, octets, first, this._end);
    return true;
  }

  /** The frame that was leaving is out. */
  private _left(): void {
    if (this._leaving !== Leaving.Own) {
      this._packetEnd = 0;
    } else if (this._leavingEnd < this._ownEnd) {
      this._ownStart = this._leavingEnd;
    } else {
      this._ownStart = this._ownPart;
      this._ownEnd = this._ownPart;
      this.offset = this._ownPart + LENGTH;
    }
    this._leaving = Leaving.Nothing;
  }
}
