import Flash from "flash";
import type { EmbeddedFlash } from "../embedded";

/** What mcconfig calls the partition that it makes where a manifest has the define `file.partition`. */
const STORAGE = "storage";

/** A partition of the board's flash, by Moddable's class. */
export default class Esp32Flash implements EmbeddedFlash {
  private readonly _flash: Flash;

  /**
   * @param name the partition's, in the project's partitions.csv; without one `storage`, 64 KB, for which the part's manifest asks
   * @throws Error when there is no such partition
   */
  constructor(name?: string) {
    this._flash = new Flash(name === undefined ? STORAGE : name);
  }

  get byteLength(): number {
    return this._flash.byteLength;
  }

  get blockSize(): number {
    return this._flash.blockSize;
  }

  erase(sector: number): void {
    this._flash.erase(sector);
  }

  write(offset: number, byteLength: number, buffer: Uint8Array): void {
    this._flash.write(offset, byteLength, buffer);
  }

  map(): unknown {
    return this._flash.map();
  }
}
