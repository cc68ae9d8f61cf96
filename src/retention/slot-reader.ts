import type { SlotFormat } from "./slot-format";

/** What was found in a slot. */
export const enum SlotState {
  /** Nothing was ever committed to it, or it was made invalid for a save that was broken off. */
  Empty,
  /** A save was broken off before its commit word. */
  BrokenOff,
  Damaged,
  Good,
}

/**
 * Reads one slot in pieces, header first, then the record from its end on, as its check goes.
 *
 * Memory: some 50 octets.
 */
export class SlotReader {
  state: SlotState = SlotState.Empty;
  /** Of a good slot. */
  schema = 0;
  length = 0;
  sequence = 0;
  /** What is to be read next: octets `[at, at + count)` of the slot; nothing if `count` is 0. */
  at = 0;
  count = 0;
  private readonly _format: SlotFormat;
  /** The longest record of a slot, and the longest piece, octets. */
  private readonly _longest: number;
  private readonly _piece: number;
  private readonly _header: Uint8Array;
  private _check = 0;
  private _left = -1;

  constructor(format: SlotFormat, longest: number, piece: number) {
    this._format = format;
    this._longest = longest;
    this._piece = piece;
    this._header = new Uint8Array(format.header);
  }

  begin(): void {
    this._left = -1;
    this.at = 0;
    this.count = this._format.header;
  }

  /** Takes the octets that were asked for, from `bytes[start]` on. A record that fits in one piece is all there then. */
  take(bytes: Uint8Array, start: number): void {
    const format = this._format;
    if (this._left < 0) {
      for (let i = 0; i < format.header; i++) this._header[i] = bytes[start + i]!;
      const length = format.lengthOf(this._header);
      if (length < 0 || length > this._longest) {
        this._end(this._stateOfHeader());
        return;
      }
      this.length = length;
      this._left = length;
      this._check = format.seed;
    } else {
      this._check = format.update(this._check, bytes, start, start + this.count);
      this._left -= this.count;
    }
    if (this._left > 0) {
      this.count = this._left < this._piece ? this._left : this._piece;
      this.at = format.header + this._left - this.count;
      return;
    }
    const good = format.isGood(this._header, this._check);
    this.schema = format.schemaOf(this._header);
    this.sequence = format.sequenceOf(this._header);
    this._end(good ? SlotState.Good : SlotState.Damaged);
  }

  private _end(state: SlotState): void {
    this.state = state;
    this.count = 0;
  }

  /** Of a header that no record has. */
  private _stateOfHeader(): SlotState {
    const header = this._header;
    const first = header[0]!;
    let same = first === 0 || first === 0xff;
    for (let i = 1; i < header.length && same; i++) same = header[i] === first;
    if (same) return SlotState.Empty;
    return (header[0]! | header[1]! | header[2]! | header[3]!) === 0 ? SlotState.BrokenOff : SlotState.Damaged;
  }
}
