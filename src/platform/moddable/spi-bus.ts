import type { SpiBus } from "../../ports";
import type { EmbeddedSpi, EmbeddedSpiClass, EmbeddedSpiSettings } from "./embedded";
import { createViews } from "./octet-views";

/** All but `io` is handed to the SPI class as it stands. */
export interface ModdableSpiOptions extends EmbeddedSpiSettings {
  /** `SPI` of `embedded:io/spi`. */
  io: EmbeddedSpiClass;
}

/** Octets of one call of the SPI class: a power of two; the Pico's does nothing with more than 255, and does not say so. */
const PIECE = 128;
/** Up to so many octets go in one call whatever their number. */
const SHORT = 8;

/**
 * An SPI bus over ECMA-419's SPI, with one chip whose select pin the class drives, active low. A transaction may take
 * several calls of the class: it keeps the chip selected until it is told otherwise.
 *
 * Memory: 128 octets and 17 objects.
 */
export class ModdableSpiBus implements SpiBus {
  /** More than any frame. */
  readonly longest = 2048;
  private readonly _spi: EmbeddedSpi;
  private readonly _bytes: Uint8Array;
  /** Views of 128, 64, ... octets, and of 0 to 8. */
  private readonly _long: Uint8Array[];
  private readonly _short: Uint8Array[];

  /** @throws what the SPI class throws when pins or port can't be used */
  constructor(options: ModdableSpiOptions) {
    this._bytes = new Uint8Array(PIECE);
    this._long = createViews(this._bytes, PIECE);
    this._short = [];
    for (let length = 0; length <= SHORT; length++) this._short.push(new Uint8Array(this._bytes.buffer, 0, length));
    // The default of `active` is not the same everywhere.
    this._spi = new options.io(Object.assign({}, options, { active: 0 as const, mode: 0 as const }));
    // The select pin comes up low on some platforms, and on the Pico the first transfer does not drive it.
    this._spi.transfer(this._short[1]!);
    this._spi.flush(true);
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    let size = PIECE;
    let i = 0;
    while (end - at > SHORT) {
      while (size > end - at) {
        size >>= 1;
        i++;
      }
      this._exchange(this._long[i]!, size, bytes, at);
      at += size;
    }
    if (at < end) this._exchange(this._short[end - at]!, end - at, bytes, at);
    this._spi.flush(true);
  }

  close(): void {
    this._spi.close!();
  }

  private _exchange(view: Uint8Array, size: number, bytes: Uint8Array, at: number): void {
    for (let i = 0; i < size; i++) view[i] = bytes[at + i]!;
    this._spi.transfer(view);
    bytes.set(view, at);
  }
}
