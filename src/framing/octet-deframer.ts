import type { Fcs } from "./frame-check";
import { FrameCollector } from "./frame-collector";
import { DeframerCounter } from "./framing";
import { copyRun } from "./octet-run";
import { Meaning, MEANINGS, Stuffing } from "./octet-stuffing";

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
 * - A flag ends a frame and begins the next; two flags with nothing between are no frame (section 3.1).
 * - 7D 7E aborts a frame: discarded, and not an FCS error (section 4.3).
 * - Fewer octets than an address, a control field and the FCS: discarded and counted apart (section 4.3).
 * - An octet below 20 whose bit stands in the receive ACCM was inserted on the way and is dropped, after an escape too
 *   (section 4.2).
 * - A frame longer than the buffer is given up; the next flag begins a new one.
 *
 * Memory: `capacity` octets, the FCS, and 4 * DeframerCounter.Size for the counters.
 */
export class OctetDeframer extends FrameCollector {
  /** The receive ACCM; an int32. */
  accm: number;
  private _state: State = State.Hunting;

  /**
   * @param capacity the longest frame without its FCS, 2 to 65535 octets
   * @param accm receive ACCM (RFC 1662 section 7.1), an int32
   * @param memory see {@link Framing.createDeframer}
   */
  constructor(capacity: number, fcs: Fcs, accm: number, memory?: Uint8Array) {
    super(capacity, fcs, memory);
    this.accm = accm;
  }

  reset(): void {
    this._state = State.Hunting;
    this._begin();
  }

  push(bytes: Uint8Array, start: number, end: number, now: number): void {
    let i = start;
    while (i < end) {
      // Not worth it for a few octets, nor where two frames meet: no run begins with a flag.
      if (end - i > 3 && this._state === State.Inside && bytes[i] !== Stuffing.Flag) i = this._takeRun(bytes, i, end);
      if (i < end) this._take(bytes[i++]!, now);
    }
  }

  /** Takes one octet, whatever it means. */
  private _take(octet: number, now: number): void {
    if (octet === Stuffing.Flag) {
      this._takeFlag(now);
    } else if (this._state === State.Hunting) {
      return;
    } else if (octet < 0x20 && (this.accm >>> octet) & 1) {
      this.counters[DeframerCounter.Dropped]!++;
    } else if (octet === Stuffing.Escape && this._state === State.Inside) {
      this._state = State.Escaped;
    } else if (this._length === this._buffer.length) {
      this.reset();
      this._discard(DeframerCounter.Overlong, now);
    } else {
      this._buffer[this._length++] = this._state === State.Escaped ? octet ^ Stuffing.EscapeBit : octet;
      this._state = State.Inside;
    }
  }

  private _takeFlag(now: number): void {
    const state = this._state;
    this._state = State.Inside;
    if (state === State.Escaped) {
      this._begin();
      this._discard(DeframerCounter.Aborts, now);
    } else if (this._length > 0) {
      this._finish(now);
    }
  }

  /**
   * Inside a frame, takes octets that stand for themselves, as far as they go and there is room, and returns the index
   * of the first that was not taken. Four at a time where the FCS can: that is where a host's compiler gains most.
   */
  private _takeRun(bytes: Uint8Array, start: number, end: number): number {
    const buffer = this._buffer;
    const fcs = this._fcs;
    const special = this.accm === 0 ? Meaning.Delimiter : Meaning.Delimiter | Meaning.Control;
    let at = this._length;
    let i = start;
    if (end - i > buffer.length - at) end = i + buffer.length - at;
    if (fcs.update4 !== undefined) {
      let register = fcs.update(this._register, buffer, this._checked, at);
      for (; i < end - 3; i += 4) {
        const a = bytes[i]!;
        const b = bytes[i + 1]!;
        const c = bytes[i + 2]!;
        const d = bytes[i + 3]!;
        if (((MEANINGS[a]! | MEANINGS[b]! | MEANINGS[c]! | MEANINGS[d]!) & special) !== 0) break;
        buffer[at] = a;
        buffer[at + 1] = b;
        buffer[at + 2] = c;
        buffer[at + 3] = d;
        at += 4;
        register = fcs.update4(register, a, b, c, d);
      }
      this._register = register;
      this._checked = at;
    }
    const copied = copyRun(bytes, i, end, buffer, at, special);
    this._length = at + copied;
    return i + copied;
  }
}
