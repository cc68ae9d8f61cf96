import type { SpiBus } from "../../ports";

/** What this platform asks of Espruino's `SPI1` and its like, which are passed in. */
export interface EspruinoSpi {
  setup(options: { sck: unknown; miso: unknown; mosi: unknown; baud: number; mode: 0; order: "msb" }): void;
  /** Sends octets while `select` is low, and returns those that came in. */
  send(data: Uint8Array, select: EspruinoPin): Uint8Array;
}

/** A `Pin`, such as `D17`. */
export interface EspruinoPin {
  write(level: 0 | 1): void;
  mode(mode: "input_pullup"): void;
}

export interface EspruinoSpiOptions {
  /** `SPI1` or another. */
  io: EspruinoSpi;
  /** Pins. */
  sck: unknown;
  miso: unknown;
  mosi: unknown;
  select: EspruinoPin;
  /** At most so many Hz. */
  baud: number;
}

/**
 * An SPI bus over Espruino's `SPI1`, with one chip.
 *
 * Each transaction takes a view and an array of its length for a moment: `send` knows no other way to hand over what comes
 * in. Both are gone with it.
 *
 * Memory: none of its own.
 */
export class EspruinoSpiBus implements SpiBus {
  /** `send` keeps as many octets on the stack. */
  readonly longest = 128;
  private readonly _spi: EspruinoSpi;
  private readonly _select: EspruinoPin;

  constructor(options: EspruinoSpiOptions) {
    this._spi = options.io;
    this._select = options.select;
    this._select.write(1);
    this._spi.setup({
      sck: options.sck,
      miso: options.miso,
      mosi: options.mosi,
      baud: options.baud,
      mode: 0,
      order: "msb",
    });
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    // eslint-disable-next-line linkpulse/no-allocation -- the view is gone with this line
    bytes.set(this._spi.send(bytes.subarray(start, end), this._select), start);
  }

  /** Espruino has nothing to give an SPI back with. */
  close(): void {}
}
