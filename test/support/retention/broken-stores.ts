import type { CutMemory } from "../../../emulator/retention/cut-memory";
import { transfer } from "../../../emulator/retention/subject";
import type { Subject } from "../../../emulator/retention/subject";
import { Fcs32 } from "../../../src/framing/fcs";
import { crcBackwards } from "../../../src/retention/crc";
import { readInt32, writeInt32 } from "../../../src/wire/octets";

export interface Flaws {
  commitFirst?: boolean;
  noReadBack?: boolean;
  oneSlot?: boolean;
  noSeed?: boolean;
  /** The commit word of the slot stays as it is while the record is written. */
  noErase?: boolean;
  /** The CRC calls everything good: that a record is whole must come from the order alone. */
  blind?: boolean;
}

const BLIND = 0x01020304;
const HEADER = 5;

/** A store as small as can be, `commit word 4 | sequence 1 | record` in each slot, with flaws. */
export class SmallStore implements Subject {
  private readonly _slots: Uint8Array[];
  private readonly _good = [false, false];
  private _newest = -1;

  constructor(
    private readonly _memory: CutMemory,
    private readonly _record: number,
    private readonly _flaws: Flaws,
  ) {
    const size = HEADER + this._record;
    this._slots = [new Uint8Array(size), new Uint8Array(size)];
  }

  start(): Uint8Array | null | undefined {
    const count = this._flaws.oneSlot ? 1 : 2;
    for (let slot = 0; slot < count; slot++) {
      const image = this._slots[slot]!;
      // What was not acknowledged once is asked again.
      if (![1, 2, 3].some(() => transfer(this._memory, false, this._at(slot), image))) return undefined;
      const check = readInt32(image, 0);
      this._good[slot] = check === this._check(image) && (check !== 0 || this._flaws.noSeed === true);
      if (!this._good[slot]) continue;
      if (this._newest < 0 || (image[4]! - this._slots[this._newest]![4]!) << 24 > 0) this._newest = slot;
    }
    return this._newest < 0 ? null : this._slots[this._newest]!.slice(HEADER);
  }

  save(record: Uint8Array): boolean {
    return [1, 2, 3].some(() => this._write(record));
  }

  private _write(record: Uint8Array): boolean {
    const target = this._flaws.oneSlot || this._newest !== 0 ? 0 : 1;
    const image = new Uint8Array(HEADER + this._record);
    image[4] = this._newest < 0 ? 1 : this._slots[this._newest]![4]! + 1;
    image.set(record, HEADER);
    writeInt32(image, 0, this._check(image));
    const at = this._at(target);
    const memory = this._memory;
    if (this._flaws.commitFirst) {
      if (!transfer(memory, true, at, image)) return false;
    } else {
      const erased = image.slice().fill(0, 0, 4);
      const erases = !this._flaws.noErase;
      if (!transfer(memory, true, erases ? at : at + 4, erases ? erased : image.subarray(4))) return false;
      if (!transfer(memory, true, at, image.subarray(0, 4))) return false;
    }
    if (!this._flaws.noReadBack) {
      const back = new Uint8Array(image.length);
      if (!transfer(memory, false, at, back)) return false;
      if (back.some((octet, i) => octet !== image[i])) return false;
    }
    this._slots[target] = image;
    this._newest = target;
    return true;
  }

  private _at(slot: number): number {
    return slot * (this._memory.size >> 1);
  }

  private _check(image: Uint8Array): number {
    if (this._flaws.blind) return BLIND;
    const seed = this._flaws.noSeed ? 0 : 0x4b454550;
    return crcBackwards(new Fcs32(), seed, image, 4, image.length);
  }
}
