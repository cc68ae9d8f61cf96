import { checkedInteger } from "../../options";
import { MemoryState, PortFault, Tearing } from "../../ports";
import type { RetainedMemory } from "../../ports";
import { readInt32, writeInt32 } from "../../wire/octets";

/** Flash that is erased by the sector, to ones; programming makes ones into zeros. */
export interface FlashArea {
  /** 2 or more, each of so many octets, a multiple of 4. */
  readonly sectors: number;
  readonly sectorSize: number;
  /** Makes all octets of a sector 0xFF. @returns whether it was done */
  erase(sector: number): boolean;
  /** Programs octets `[start, end)` from `at` on: a multiple of 4 of them, at a multiple of 4. @returns as `erase` does */
  program(at: number, bytes: Uint8Array, start: number, end: number): boolean;
  /** Reads octets from `at` on into `[start, end)`. @returns as `erase` does */
  read(at: number, bytes: Uint8Array, start: number, end: number): boolean;
}

export interface FlashMemoryOptions {
  area: FlashArea;
  /** Octets of the memory: 4 to 4096, and so few that a sector holds them twice. */
  size: number;
  /** How often a sector can be erased, from the flash's data sheet. */
  cycles: number;
}

/** Before a record stand its place, its length and the complement of both; before the records of a sector its generation. */
const HEAD = 8;
const PIECE = 32;
const NONE = -1;

const enum Phase {
  Idle,
  /** Adds a record to the sector in use. */
  Appending,
  /** That is full: the next one is erased, and begins with all that the memory holds. */
  Erasing,
  Copying,
}

/**
 * Memory whose octets can be written any number of times, in flash: a log of what was written, each record whole or not at
 * all. A sector begins with all contents; when it is full, the next one is begun, and its generation, written last, makes it
 * the one that counts. So the sectors wear alike, and one that holds the contents is never erased.
 *
 * The head of a record, and the generation of a sector, stand beside their complement and are programmed after what they
 * stand for: bits that are still ones there betray that they were broken off. What is programmed is read back; where it
 * differs the sector is left for the next one. A write that changes nothing programs nothing.
 *
 * `sector: generation 4 | complement 4 | records`, `record: place 2 | length 2 | complement 4 | octets, filled up to 4`.
 *
 * Memory: `size` + 2 * 32 octets, and some 60.
 */
export class FlashMemory implements RetainedMemory {
  readonly size: number;
  readonly tearing = Tearing.Latched;
  /** How often all octets can be written. */
  readonly endurance: number;
  readonly lost = false;
  fault: PortFault = PortFault.None;
  /** How many sectors were erased since the flash was first used; those that a cut broke off are not among them. */
  erases = 0;
  private readonly _area: FlashArea;
  private readonly _image: Uint8Array;
  private readonly _piece: Uint8Array;
  private readonly _check: Uint8Array;
  /** The sector in use, and where its next record goes; {@link NONE}: none is. */
  private _sector = NONE;
  private _end = 0;
  /** The sector that is erased next. */
  private _next = 0;
  private _phase: Phase = Phase.Idle;
  private _state: MemoryState = MemoryState.Done;
  /** What is being written: octets of the memory `[_at, _at + _length)`, from `_bytes[_start]` on. */
  private _at = 0;
  private _length = 0;
  private _bytes: Uint8Array;
  private _start = 0;

  /** Reads the flash. @throws RangeError when an option is out of its range */
  constructor(options: FlashMemoryOptions) {
    const area = options.area;
    this.size = checkedInteger("flash memory: size", options.size, 4, 4096, " octets");
    const record = HEAD + padded(this.size);
    const records = Math.floor((area.sectorSize - HEAD) / record);
    if (records < 2) {
      throw new RangeError(
        `flash memory: size is ${this.size}: a sector of ${area.sectorSize} octets must hold it twice`,
      );
    }
    checkedInteger("flash memory: sectors", area.sectors, 2, 1024, "");
    const cycles = checkedInteger("flash memory: cycles", options.cycles, 1, 10_000_000, " erasures");
    this.endurance = Math.min(records * cycles * area.sectors, 0x7fffffff);
    this._area = area;
    this._image = new Uint8Array(this.size);
    this._piece = new Uint8Array(PIECE);
    this._check = new Uint8Array(PIECE);
    this._bytes = this._piece;
    this._load();
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this._phase !== Phase.Idle) return false;
    const count = Math.min(end - start, this.size - at);
    for (let i = 0; i < count; i++) bytes[start + i] = this._image[at + i]!;
    this.fault = PortFault.None;
    this._state = MemoryState.Done;
    return true;
  }

  write(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this._phase !== Phase.Idle) return false;
    this._at = at;
    this._length = Math.min(end - start, this.size - at);
    this._bytes = bytes;
    this._start = start;
    this.fault = PortFault.None;
    this._state = MemoryState.Done;
    if (this._changes()) {
      this._phase = Phase.Appending;
      this._state = MemoryState.Busy;
    }
    return true;
  }

  poll(): MemoryState {
    switch (this._phase) {
      case Phase.Idle:
        break;
      case Phase.Appending:
        if (this._sector !== NONE && this._append()) this._take();
        else {
          this._end = this._area.sectorSize;
          this._phase = Phase.Erasing;
        }
        break;
      case Phase.Erasing:
        if (this._area.erase(this._next)) this._phase = Phase.Copying;
        else this._fail();
        break;
      default:
        if (this._copy()) this._take();
        else this._fail();
    }
    return this._state;
  }

  // --- reading the flash

  /** Finds the sector that counts, and reads its records. */
  private _load(): void {
    const area = this._area;
    for (let sector = 0; sector < area.sectors; sector++) {
      const generation = this._word(sector * area.sectorSize);
      if (generation === NONE) continue;
      if (this._sector !== NONE && ((generation - this.erases) | 0) <= 0) continue;
      this._sector = sector;
      this.erases = generation;
    }
    if (this._sector === NONE) return;
    this._next = this._after(this._sector);
    this._end = HEAD;
    while (this._replay());
    const base = this._sector * area.sectorSize;
    for (let at = this._end; at < area.sectorSize; at += 4) {
      // The rest of a record that was broken off: nothing can be programmed over it.
      if (!this._isBlank(base + at)) this._end = area.sectorSize;
    }
  }

  /** Takes the next record over. @returns false when there is none */
  private _replay(): boolean {
    const area = this._area;
    const at = this._sector * area.sectorSize + this._end;
    if (this._end + HEAD > area.sectorSize) return false;
    const head = this._word(at);
    const place = head >>> 16;
    const length = head & 0xffff;
    const whole = HEAD + padded(length);
    if (head === NONE || length === 0 || place + length > this.size || this._end + whole > area.sectorSize)
      return false;
    if (!area.read(at + HEAD, this._image, place, place + length)) return false;
    this._end += whole;
    return true;
  }

  /** The word at a place of the flash, if its complement follows it; else {@link NONE}. No head or generation is that, or 0. */
  private _word(at: number): number {
    if (!this._area.read(at, this._check, 0, HEAD)) return NONE;
    const word = readInt32(this._check, 0);
    return word !== 0 && readInt32(this._check, 4) === ~word ? word : NONE;
  }

  private _isBlank(at: number): boolean {
    return this._area.read(at, this._check, 0, 4) && readInt32(this._check, 0) === -1;
  }

  // --- writing it

  private _changes(): boolean {
    for (let i = 0; i < this._length; i++) {
      if (this._image[this._at + i] !== this._bytes[this._start + i]) return true;
    }
    return false;
  }

  /** The octet of the memory after this write. */
  private _fresh(at: number): number {
    const i = at - this._at;
    return i >= 0 && i < this._length ? this._bytes[this._start + i]! : this._image[at]!;
  }

  private _append(): boolean {
    const whole = HEAD + padded(this._length);
    if (this._end + whole > this._area.sectorSize) return false;
    if (!this._record(this._sector, this._end, this._at, this._length)) return false;
    this._end += whole;
    return true;
  }

  private _copy(): boolean {
    const generation = (this.erases + 1) | 0;
    if (!this._record(this._next, HEAD, 0, this.size)) return false;
    if (!this._head(this._next * this._area.sectorSize, generation)) return false;
    this._sector = this._next;
    this._next = this._after(this._sector);
    this._end = HEAD + HEAD + padded(this.size);
    this.erases = generation;
    return true;
  }

  /** Programs a record of what the memory holds from `place` on. */
  private _record(sector: number, end: number, place: number, length: number): boolean {
    const at = sector * this._area.sectorSize + end;
    for (let done = 0; done < length; done += PIECE) {
      const count = Math.min(PIECE, padded(length - done));
      for (let i = 0; i < count; i++) this._piece[i] = done + i < length ? this._fresh(place + done + i) : 0xff;
      if (!this._program(at + HEAD + done, count)) return false;
    }
    return this._head(at, (place << 16) | length);
  }

  private _head(at: number, word: number): boolean {
    writeInt32(this._piece, 0, word);
    writeInt32(this._piece, 4, ~word);
    return this._program(at, HEAD);
  }

  /** Programs the first octets of the piece, and reads them back. */
  private _program(at: number, count: number): boolean {
    if (!this._area.program(at, this._piece, 0, count) || !this._area.read(at, this._check, 0, count)) return false;
    for (let i = 0; i < count; i++) if (this._check[i] !== this._piece[i]) return false;
    return true;
  }

  private _take(): void {
    for (let i = 0; i < this._length; i++) this._image[this._at + i] = this._bytes[this._start + i]!;
    this._phase = Phase.Idle;
    this._state = MemoryState.Done;
  }

  /** The next attempt is made on another sector, where there is one. */
  private _fail(): void {
    this._next = this._after(this._next);
    if (this._next === this._sector) this._next = this._after(this._next);
    this.fault = PortFault.Stuck;
    this._phase = Phase.Idle;
    this._state = MemoryState.Failed;
  }

  private _after(sector: number): number {
    return (sector + 1) % this._area.sectors;
  }
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
