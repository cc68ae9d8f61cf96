import { checkedInteger } from "../options";
import type { Fcs } from "./fcs";
import { DeframerCounter } from "./framing";
import type { Deframer, FrameSink } from "./framing";
import { ESCAPE, ESCAPE_BIT, FLAG } from "./octet-framer";

const enum State {
  /** Nothing is kept until a flag: at the start, and after a frame that was given up. */
  Hunting,
  Inside,
  /** The last octet was an escape. */
  Escaped,
}

/**
 * Takes octet-stuffed frames off a line (RFC 1662 section 4).
 *
 * - A flag ends a frame and begins the next; two flags with nothing between are no frame (section 4.4.1).
 * - 7D 7E aborts a frame: discarded, and not an FCS error (section 4.3).
 * - Fewer octets than an address, a control field and the FCS: discarded and counted apart (section 4.3).
 * - An octet below 20 whose bit stands in the receive ACCM was inserted on the way and is dropped (section 4.2).
 * - A frame longer than the buffer is given up; the next flag begins a new one.
 *
 * Memory: `capacity` octets, the FCS, and 24 for the counters.
 */
export class OctetDeframer implements Deframer {
  readonly counters: Int32Array;
  readonly capacity: number;
  /** The receive ACCM; an int32. */
  accm: number;
  private readonly _buffer: Uint8Array;
  private readonly _fcs: Fcs;
  private _length = 0;
  private _state: State = State.Hunting;
  private _sink: FrameSink | null = null;

  /**
   * @param capacity the longest frame without its FCS, 2 to 65535 octets
   * @param accm receive ACCM (RFC 1662 section 7.1), an int32
   */
  constructor(capacity: number, fcs: Fcs, accm: number) {
    this.capacity = checkedInteger("deframer: buffer", capacity, 2, 65535, " octets");
    this._buffer = new Uint8Array(capacity + fcs.size);
    this._fcs = fcs;
    this.accm = accm;
    this.counters = new Int32Array(DeframerCounter.Size);
  }

  attach(sink: FrameSink): void {
    this._sink = sink;
  }

  reset(): void {
    this._state = State.Hunting;
    this._length = 0;
  }

  push(bytes: Uint8Array, start: number, end: number, now: number): void {
    const buffer = this._buffer;
    for (let i = start; i < end; i++) {
      const octet = bytes[i]!;
      if (octet === FLAG) {
        this._flag(now);
      } else if (this._state === State.Hunting) {
        continue;
      } else if (octet < 0x20 && (this.accm >>> octet) & 1) {
        this.counters[DeframerCounter.Dropped]!++;
      } else if (octet === ESCAPE) {
        this._state = State.Escaped;
      } else if (this._length === buffer.length) {
        this._discard(DeframerCounter.Overlong, now);
        this.reset();
      } else if (this._state === State.Escaped) {
        this._state = State.Inside;
        buffer[this._length++] = octet ^ ESCAPE_BIT;
      } else {
        buffer[this._length++] = octet;
      }
    }
  }

  private _flag(now: number): void {
    const fcs = this._fcs;
    const length = this._length;
    const state = this._state;
    this._state = State.Inside;
    this._length = 0;
    if (state === State.Escaped) {
      this._discard(DeframerCounter.Aborts, now);
    } else if (state === State.Hunting || length === 0) {
      return;
    } else if (length < 2 + fcs.size) {
      this._discard(DeframerCounter.Short, now);
    } else if (fcs.update(fcs.initial, this._buffer, 0, length) !== fcs.good) {
      this._discard(DeframerCounter.FcsErrors, now);
    } else {
      this.counters[DeframerCounter.Frames]!++;
      if (this._sink !== null) this._sink.frameReceived(this._buffer, 0, length - fcs.size, now);
    }
  }

  private _discard(reason: DeframerCounter, now: number): void {
    this.counters[reason]!++;
    if (this._sink !== null) this._sink.frameDiscarded(reason, now);
  }
}
