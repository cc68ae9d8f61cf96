import { FlashMemory } from "../../src/drivers/flash/flash-memory";
import { WordMemory } from "../../src/drivers/words/word-memory";
import type { RetainedWords } from "../../src/drivers/words/word-memory";
import type { Tearing } from "../../src/ports";
import type { SlotFormat } from "../../src/retention/slot-format";
import { readInt32, writeInt32 } from "../../src/wire/octets";
import { CutFlash } from "./cut-flash";
import { CutMemory } from "./cut-memory";
import type { CutPoint } from "./cut-point";
import { StoreSubject } from "./subject";
import type { MakeSubject } from "./subject";

/** Makes what loses its supply at a chosen point. */
export type MakeCut = (contents: Uint8Array, tearing: Tearing, point: CutPoint | null) => CutMemory;

/** The memory of a chip, or one that a driver makes of something else: its own driver is in the trial then. */
export interface CutSubject {
  readonly cut: MakeCut;
  readonly make: MakeSubject;
}

export const plainMemory: MakeCut = (contents, tearing, point) => new CutMemory(contents, tearing, point);

export function storeInMemory(format: SlotFormat): CutSubject {
  return { cut: plainMemory, make: (cut, record) => new StoreSubject(cut, record, format) };
}

/** A processor's registers: it is not told that their supply is gone. */
class CutWords implements RetainedWords {
  readonly lost = false;
  readonly count: number;
  private readonly _cut: CutMemory;
  private readonly _octets = new Uint8Array(4);

  constructor(cut: CutMemory) {
    this.count = cut.size >> 2;
    this._cut = cut;
  }

  /** Not counted: a cut meanwhile is the same as one before the next word is written. */
  read(index: number): number {
    return readInt32(this._cut.contents, 4 * index);
  }

  write(index: number, word: number): void {
    writeInt32(this._octets, 0, word);
    this._cut.write(4 * index, this._octets, 0, 4);
    this._cut.poll();
  }
}

/** {@link WordMemory} over words. */
export function storeInWords(format: SlotFormat): CutSubject {
  return {
    cut: plainMemory,
    make: (cut, record) => new StoreSubject(cut, record, format, new WordMemory(new CutWords(cut))),
  };
}

/** {@link FlashMemory} of `size` octets over flash of such sectors: as many as the contents have. */
export function storeInFlash(size: number, sectorSize: number, format: SlotFormat): CutSubject {
  return {
    cut: (contents, _tearing, point) => new CutFlash(contents, sectorSize, point),
    make: (cut, record) => {
      const memory = new FlashMemory({ area: cut as CutFlash, size, cycles: 100_000 });
      return new StoreSubject(cut, record, format, memory);
    },
  };
}
