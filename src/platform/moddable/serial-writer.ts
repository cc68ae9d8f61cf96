import type { EmbeddedSerial } from "./embedded";
import { createViews } from "./octet-views";

/** How many views octets are written through: any number of octets is a sum of their sizes. */
const VIEW_SIZES = 6;

/**
 * Writes any number of octets to an ECMA-419 Serial, which only takes whole buffers and throws when one does not fit.
 *
 * Memory: 32 octets and seven objects.
 */
export class SerialWriter {
  /** How many octets the transmitter has room for, as the last `onWritable` said, less what was written since. */
  room = 0;
  private readonly _serial: EmbeddedSerial;
  private readonly _bytes: Uint8Array;
  private readonly _views: Uint8Array[];

  constructor(serial: EmbeddedSerial) {
    this._serial = serial;
    this._bytes = new Uint8Array(32);
    this._views = createViews(this._bytes, 32);
  }

  /** Writes what fits of octets `[start, end)`, and returns how many that were. */
  write(bytes: Uint8Array, start: number, end: number): number {
    const taken = end - start < this.room ? end - start : this.room;
    const last = start + taken;
    let at = start;
    for (let i = 0; i < VIEW_SIZES; i++) {
      const view = this._views[i]!;
      const size = 32 >> i;
      while (last - at >= size) {
        for (let k = 0; k < size; k++) this._bytes[k] = bytes[at + k]!;
        this._serial.write(view);
        at += size;
      }
    }
    this.room -= taken;
    return taken;
  }
}
