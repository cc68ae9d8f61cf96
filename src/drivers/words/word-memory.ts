import { MemoryState, PortFault, Tearing } from "../../ports";
import type { RetainedMemory } from "../../ports";

/** Words of 32 bits that outlive a reset: a chip's registers, or a piece of its memory. */
export interface RetainedWords {
  readonly count: number;
  /** Whether the chip says that their supply was gone. */
  readonly lost: boolean;
  /** The word as an int32; `index` is below `count`. */
  read(index: number): number;
  write(index: number, word: number): void;
}

/**
 * Retained memory of words, which a processor writes whole or not at all. Octets are in them from the highest to the lowest.
 * Nothing outside of it is touched: an operation that would go beyond its end ends there.
 *
 * Memory: some 20 octets.
 */
export class WordMemory implements RetainedMemory {
  readonly size: number;
  readonly tearing = Tearing.Word;
  readonly endurance = 0;
  readonly lost: boolean;
  fault: PortFault = PortFault.None;
  private readonly _words: RetainedWords;
  private _state: MemoryState = MemoryState.Done;

  constructor(words: RetainedWords) {
    this.size = 4 * words.count;
    this.lost = words.lost;
    this._words = words;
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    const words = this._words;
    let octet = at;
    for (let i = start; i < end && octet < this.size; i++, octet++) {
      bytes[i] = words.read(octet >> 2) >> (24 - 8 * (octet & 3));
    }
    this._end(PortFault.None);
    return true;
  }

  write(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (((at | (end - start)) & 3) !== 0) {
      this._end(PortFault.Stuck);
      return true;
    }
    let word = at >> 2;
    for (let i = start; i < end && word < this._words.count; i += 4, word++) {
      this._words.write(word, (bytes[i]! << 24) | (bytes[i + 1]! << 16) | (bytes[i + 2]! << 8) | bytes[i + 3]!);
    }
    this._end(PortFault.None);
    return true;
  }

  poll(): MemoryState {
    return this._state;
  }

  private _end(fault: PortFault): void {
    this.fault = fault;
    this._state = fault === PortFault.None ? MemoryState.Done : MemoryState.Failed;
  }
}
