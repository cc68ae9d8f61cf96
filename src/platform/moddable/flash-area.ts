import type { FlashArea } from "../../drivers/flash/flash-memory";
import type { EmbeddedFlash } from "./embedded";

const PIECE = 32;

/**
 * A partition of flash, as Moddable's `flash` has it, or the Pico's two sectors of `linkpulse/flash`.
 *
 * Memory: 32 octets and two objects. An operation that fails leaves an exception to the garbage collector.
 */
export class ModdableFlashArea implements FlashArea {
  readonly sectors: number;
  readonly sectorSize: number;
  private readonly _flash: EmbeddedFlash;
  private readonly _contents: Uint8Array;
  private readonly _piece: Uint8Array;

  /** @throws what the flash throws when it can't be mapped */
  constructor(flash: EmbeddedFlash) {
    this.sectorSize = flash.blockSize;
    this.sectors = Math.floor(flash.byteLength / flash.blockSize);
    this._flash = flash;
    this._contents = new Uint8Array(flash.map() as ArrayBuffer);
    this._piece = new Uint8Array(PIECE);
  }

  erase(sector: number): boolean {
    try {
      this._flash.erase(sector);
    } catch {
      return false;
    }
    return true;
  }

  program(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    let place = at;
    for (let i = start; i < end;) {
      const count = Math.min(PIECE, end - i);
      for (let k = 0; k < count; k++) this._piece[k] = bytes[i + k]!;
      try {
        this._flash.write(place, count, this._piece);
      } catch {
        return false;
      }
      place += count;
      i += count;
    }
    return true;
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    for (let i = start; i < end; i++) bytes[i] = this._contents[at + i - start]!;
    return true;
  }
}
