import { checkedInteger } from "../../options";
import type { ConfigStore } from "../../ports";
import type { Preference } from "./embedded";

export interface PreferenceConfigOptions {
  /** The default export of the SDK's module `preference`. */
  io: Preference;
  /** Preference domain, 1 to 14 characters. Default `linkpulse`. */
  domain?: string;
  /** The longest configuration, 64 to 1024 octets. Default 512. */
  capacity?: number;
}

/** Octets of a piece: on the Pico a preference has, with domain, key and head, 64 octets at most. */
const PIECE = 32;

/**
 * The configuration as preferences of the Moddable SDK: in flash on the Pico, in NVS on ESP32.
 *
 * It is cut into pieces, for a preference is short. There are two sets of pieces, of which the one in use is never
 * written to; a set's head (its sequence number modulo 256, then its length, 2 octets) is deleted before its pieces change
 * and written when all of them stand. Power that fails in between leaves the configuration that was there before.
 *
 * Memory: 32 octets. Reading and saving allocate: they happen at boot, and when a person asks for it.
 */
export class PreferenceConfig implements ConfigStore {
  private readonly _io: Preference;
  private readonly _domain: string;
  private readonly _capacity: number;
  /** The piece being filled. */
  private readonly _piece: Uint8Array;
  private _length = 0;
  private _fits = true;
  /** The set that is being written. */
  private _set = "a";
  private _sequence = 0;

  /** @throws RangeError when an option is out of range */
  constructor(options: PreferenceConfigOptions) {
    const capacity = options.capacity === undefined ? 512 : options.capacity;
    this._io = options.io;
    this._domain = options.domain === undefined ? "linkpulse" : options.domain;
    checkedInteger("configuration store: length of domain", this._domain.length, 1, 14, " characters");
    this._capacity = checkedInteger("configuration store: capacity", capacity, 64, 1024, " octets");
    this._piece = new Uint8Array(PIECE);
  }

  begin(): void {
    const current = this._current();
    this._set = current === "a" ? "b" : "a";
    this._sequence = current === "" ? 0 : (this._head(current)![0]! + 1) & 0xff;
    this._length = 0;
    this._fits = true;
    this._attempt(this._set, null);
  }

  write(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > this._capacity - this._length) this._fits = false;
    for (let i = start; this._fits && i < end; i++) {
      this._piece[this._length % PIECE] = bytes[i]!;
      this._length++;
      if (this._length % PIECE === 0) this._savePiece(this._length / PIECE - 1);
    }
    return this._fits;
  }

  commit(): boolean {
    if (this._fits && this._length % PIECE !== 0) this._savePiece((this._length / PIECE) | 0);
    // eslint-disable-next-line linkpulse/no-allocation -- a person asked for it
    if (this._fits) this._attempt(this._set, new Uint8Array([this._sequence, this._length >> 8, this._length]).buffer);
    return this._fits;
  }

  read(from: number, bytes: Uint8Array): number {
    const current = this._current();
    if (current === "") return 0;
    const head = this._head(current)!;
    const length = (head[1]! << 8) | head[2]!;
    const piece = this._io.get(this._domain, pieceKey(current, (from / PIECE) | 0));
    if (from >= length || piece === undefined) return 0;
    // eslint-disable-next-line linkpulse/no-allocation -- at boot only
    const octets = new Uint8Array(piece as ArrayBuffer);
    let count = 0;
    for (let at = from % PIECE; at < octets.length && from + count < length && count < bytes.length; at++) {
      bytes[count++] = octets[at]!;
    }
    return count;
  }

  /** The set with the later sequence number, or "" if there is none. */
  private _current(): string {
    const a = this._head("a");
    const b = this._head("b");
    if (a === null) return b === null ? "" : "b";
    if (b === null) return "a";
    return ((b[0]! - a[0]!) & 0xff) < 0x80 ? "b" : "a";
  }

  /** A set's head, or null while it has none. */
  private _head(set: string): Uint8Array | null {
    const head = this._io.get(this._domain, set);
    // eslint-disable-next-line linkpulse/no-allocation -- at boot, and when a person asked for it
    return head instanceof ArrayBuffer && head.byteLength === 3 ? new Uint8Array(head) : null;
  }

  private _savePiece(index: number): void {
    this._attempt(pieceKey(this._set, index), this._piece.buffer as ArrayBuffer);
  }

  /** Sets a preference, or deletes it. The SDK throws when there is no room left. */
  private _attempt(key: string, value: ArrayBuffer | null): void {
    try {
      if (value === null) this._io.delete(this._domain, key);
      else this._io.set(this._domain, key, value);
    } catch {
      this._fits = false;
    }
  }
}

function pieceKey(set: string, index: number): string {
  // eslint-disable-next-line linkpulse/no-allocation -- at boot, and when a person asked for it
  return set + index;
}
