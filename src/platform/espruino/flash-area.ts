import type { FlashArea } from "../../drivers/flash/flash-memory";
import { checkedInteger } from "../../options";

/** What this platform asks of Espruino's module `Flash`, which is passed in. */
export interface EspruinoFlash {
  erasePage(address: number): void;
  write(data: Uint8Array, address: number): void;
  read(length: number, address: number): Uint8Array;
}

export interface EspruinoFlashOptions {
  /** `require("Flash")`. */
  io: EspruinoFlash;
  /** Where the first sector begins: in what `getFree()` gives, and outside of Storage. A multiple of 4096. */
  address: number;
  /** How many sectors, 2 to 64. */
  sectors: number;
}

const SECTOR = 4096;

/**
 * Sectors of flash that Espruino leaves free, as on ESP32; on the Pico Storage has all of them.
 *
 * What is read or programmed takes an array of its length for a moment.
 *
 * Memory: none of its own.
 */
export class EspruinoFlashArea implements FlashArea {
  readonly sectors: number;
  readonly sectorSize = SECTOR;
  private readonly _flash: EspruinoFlash;
  private readonly _address: number;

  /** @throws RangeError when an option is out of its range */
  constructor(options: EspruinoFlashOptions) {
    this.sectors = checkedInteger("flash: sectors", options.sectors, 2, 64, "");
    this._address = checkedInteger("flash: address", options.address, 0, 0x7ffff000, "");
    if (options.address % SECTOR !== 0)
      throw new RangeError(`flash: address is ${options.address}: no sector begins there`);
    this._flash = options.io;
  }

  erase(sector: number): boolean {
    try {
      this._flash.erasePage(this._address + SECTOR * sector);
    } catch {
      return false;
    }
    return true;
  }

  program(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    try {
      // eslint-disable-next-line linkpulse/no-allocation -- the view is gone with this line
      this._flash.write(bytes.subarray(start, end), this._address + at);
    } catch {
      return false;
    }
    return true;
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    try {
      bytes.set(this._flash.read(end - start, this._address + at), start);
    } catch {
      return false;
    }
    return true;
  }
}
