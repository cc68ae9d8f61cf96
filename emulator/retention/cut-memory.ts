import { MemoryState, PortFault, Tearing } from "../../src/ports";
import type { RetainedMemory } from "../../src/ports";
import { POWER_CUTS, tornValue } from "./cut-point";
import type { CutPoint } from "./cut-point";

/**
 * Retained memory that loses its supply, or fails otherwise, at a chosen octet of its traffic. Its contents outlive it:
 * the next power-up is another memory with the same contents. Everything it is asked is done at once.
 */
export class CutMemory implements RetainedMemory {
  readonly contents: Uint8Array;
  readonly tearing: Tearing;
  readonly endurance = 0;
  readonly lost = false;
  fault = PortFault.None;
  /** Octets read and written since it was switched on. */
  octets = 0;
  /** Whether the supply is gone. */
  off = false;
  /** Whether the chosen octet was reached. */
  reached = false;
  /** Told the number of each octet that is written, and whether a cut can come before it. */
  onWrite: ((octet: number, begins: boolean) => void) | null = null;
  protected readonly _point: CutPoint | null;
  private _writing = false;
  protected _at = 0;
  private _bytes: Uint8Array = new Uint8Array(0);
  private _start = 0;
  private _end = 0;

  constructor(contents: Uint8Array, tearing: Tearing, point: CutPoint | null = null) {
    this.contents = contents;
    this.tearing = tearing;
    this._point = point;
  }

  get size(): number {
    return this.contents.length;
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this._begin(false, at, bytes, start, end);
  }

  write(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.tearing === Tearing.Word && (at % 4 !== 0 || (end - start) % 4 !== 0)) {
      throw new RangeError(`memory of words: ${end - start} octets at ${at} are no words`);
    }
    return this._begin(true, at, bytes, start, end);
  }

  poll(): MemoryState {
    while (this._start < this._end) {
      if (this.off || !this._octet()) {
        this.fault = PortFault.Absent;
        return MemoryState.Failed;
      }
      this._at++;
      this._start++;
    }
    return MemoryState.Done;
  }

  private _begin(writing: boolean, at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (at < 0 || end <= start || at + (end - start) > this.contents.length || end > bytes.length) {
      throw new RangeError(`memory of ${this.size} octets: ${end - start} octets at ${at}`);
    }
    this._writing = writing;
    this._at = at;
    this._bytes = bytes;
    this._start = start;
    this._end = end;
    return true;
  }

  /** One octet. @returns whether it was done and acknowledged */
  private _octet(): boolean {
    const octet = this.octets++;
    const point = this._point;
    const fresh = this._bytes[this._start]!;
    if (this._writing) this.onWrite?.(octet, this.tearing !== Tearing.Word || this._at % 4 === 0);
    if (point === null || point.octet !== octet) {
      if (this._writing) this.contents[this._at] = fresh;
      else this._bytes[this._start] = this.contents[this._at]!;
      return true;
    }
    this.reached = true;
    this.off = POWER_CUTS.includes(point.kind);
    if (this._writing) this._fail(point, fresh);
    return point.kind === "w";
  }

  protected _fail(point: CutPoint, fresh: number): void {
    const old = this.contents[this._at]!;
    if (point.kind === "n") this.contents[this._at] = fresh;
    else if (point.kind !== "b" && point.kind !== "o" && point.kind !== "k") {
      this.contents[this._at] = tornValue(point, old, fresh);
    }
  }
}
