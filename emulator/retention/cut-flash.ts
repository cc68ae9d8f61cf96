import type { FlashArea } from "../../src/drivers/flash/flash-memory";
import { XorShift32 } from "../../src/random";
import { MemoryState, Tearing } from "../../src/ports";
import { CutMemory } from "./cut-memory";
import { POWER_CUTS, tornValue } from "./cut-point";
import type { CutPoint } from "./cut-point";

/**
 * Flash that loses its supply, or fails otherwise, at a chosen octet that is programmed, or while a sector is erased, which
 * counts as one. A torn octet has only some of its bits at zero, a sector that is torn any of them still there. What is read
 * is not counted: a cut meanwhile is the same as one before the next octet.
 */
export class CutFlash extends CutMemory implements FlashArea {
  readonly sectors: number;
  readonly sectorSize: number;

  constructor(contents: Uint8Array, sectorSize: number, point: CutPoint | null) {
    super(contents, Tearing.Octet, point);
    this.sectorSize = sectorSize;
    this.sectors = contents.length / sectorSize;
  }

  program(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if ((at | (end - start)) & 3) throw new RangeError(`flash: ${end - start} octets at ${at} are no words`);
    const zeroed = bytes.slice(start, end).map((octet, i) => octet & this.contents[at + i]!);
    this.write(at, zeroed, 0, zeroed.length);
    return this.poll() === MemoryState.Done;
  }

  override read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    bytes.set(this.contents.subarray(at, at + end - start), start);
    return !this.off;
  }

  erase(sector: number): boolean {
    if (this.off) return false;
    const octet = this.octets++;
    const point = this._point;
    this.onWrite?.(octet, true);
    const cells = this.contents.subarray(sector * this.sectorSize, (sector + 1) * this.sectorSize);
    if (point === null || point.octet !== octet) {
      cells.fill(0xff);
      return true;
    }
    this.reached = true;
    this.off = POWER_CUTS.includes(point.kind);
    if (point.kind === "n" || point.kind === "w") cells.fill(0xff);
    if (point.kind === "w") cells[(octet * 7) % cells.length] = 0x5a;
    if (point.kind === "r" || point.kind === "s") {
      const random = new XorShift32(octet + (point.kind === "r" ? 1 : 2));
      for (let i = 0; i < cells.length; i++) cells[i]! |= random.next() & 0xff;
    }
    return point.kind === "w";
  }

  protected override _fail(point: CutPoint, fresh: number): void {
    const at = this._at;
    const old = this.contents[at]!;
    super._fail(point, fresh);
    if ("rsw".includes(point.kind)) this.contents[at] = old & (fresh | tornValue(point, old, fresh));
  }
}
