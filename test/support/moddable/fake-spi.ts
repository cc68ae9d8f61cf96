import type { SpiDevice } from "../../../emulator/spi/spi-device";

export interface FakeSpiOptions {
  clock: number;
  out: number;
  in: number;
  select: number;
  port: number;
  hz: number;
  active: 0 | 1;
  mode: number;
}

/** The platforms differ in what the first transfer does, and in how much one takes. */
export type SpiStyle = "pico" | "esp32";

/** ECMA-419 SPI as Moddable has it, with a chip that the test puts on it. */
export class FakeSpi {
  static style: SpiStyle = "pico";
  static device: SpiDevice | null = null;
  static last: FakeSpi;
  readonly options: FakeSpiOptions;
  /** Octets of each time that the chip was selected, as they came in on MOSI. */
  readonly transactions: number[][] = [[]];
  calls = 0;
  closed = false;
  /** Both platforms make the select pin an output that is low; the Pico takes that for selected already. */
  private _selected = true;
  private _known = FakeSpi.style === "pico";

  constructor(options: FakeSpiOptions) {
    if (options.active !== 0 || options.mode !== 0) throw new Error("the chip wants mode 0, and its select pin low");
    this.options = options;
    FakeSpi.last = this;
    FakeSpi.device?.select();
  }

  transfer(buffer: Uint8Array): void {
    if (this.closed) throw new Error("closed");
    this.calls++;
    if (!this._known) this._select();
    if (FakeSpi.style === "pico" && buffer.length > 255) return;
    for (let i = 0; i < buffer.length; i++) {
      this.transactions.at(-1)!.push(buffer[i]!);
      buffer[i] = FakeSpi.device === null ? buffer[i]! ^ 0xff : FakeSpi.device.exchange(buffer[i]!);
    }
  }

  flush(deselect: boolean): void {
    if (!deselect || !this._known) return;
    this._known = false;
    this._selected = false;
    FakeSpi.device?.deselect();
  }

  close(): void {
    this.closed = true;
  }

  private _select(): void {
    this._known = true;
    if (this._selected) return;
    this._selected = true;
    this.transactions.push([]);
    FakeSpi.device?.select();
  }
}
