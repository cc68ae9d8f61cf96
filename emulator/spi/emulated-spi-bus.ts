import type { SpiBus } from "../../src/ports";
import type { Level, LogicAnalyser } from "../serial/pin";
import { SECOND } from "../simulation/simulation";
import type { Simulation } from "../simulation/simulation";
import type { SpiDevice } from "./spi-device";
import { SpiLevels } from "./spi-levels";

export interface SpiBusOptions {
  /** Clock, 1 Hz to 100 MHz. Default 8 MHz. */
  hz?: number;
  /** The most octets of one transaction. Default 255, as the RP2040's port of Moddable has it. */
  longest?: number;
}

/**
 * An SPI bus with one chip. To the chip, a transaction happens at the moment at which it is asked for; a logic analyser
 * sees it as levels from then on, or from the end of the one before, as long as the clock makes it last.
 */
export class EmulatedSpiBus implements SpiBus {
  readonly longest: number;
  readonly hz: number;
  /** Transactions and their octets so far. */
  transactions = 0;
  octets = 0;
  /** The wires are cut: the chip hears nothing, and MISO reads as this level. Null: they are not. */
  cut: Level | null = null;
  private readonly _simulation: Simulation;
  private readonly _device: SpiDevice;
  private _levels: SpiLevels | null = null;
  /** What stood on MOSI, for the levels. */
  private readonly _sent: Uint8Array;

  constructor(simulation: Simulation, device: SpiDevice, options: SpiBusOptions = {}) {
    this._simulation = simulation;
    this._device = device;
    this.hz = options.hz ?? 8_000_000;
    this.longest = options.longest ?? 255;
    this._sent = new Uint8Array(this.longest);
  }

  /** Puts a logic analyser's probes on the four wires: `<name>.CS`, `.SCK`, `.MOSI` and `.MISO`. */
  observe(name: string, analyser: LogicAnalyser): void {
    this._levels = new SpiLevels(this._simulation, analyser, name, SECOND / this.hz);
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length < 1 || length > this.longest || end > bytes.length) {
      throw new RangeError(`SPI: a transaction of ${length} octets: it must have 1 to ${this.longest}`);
    }
    this.transactions++;
    this.octets += length;
    for (let i = 0; i < length; i++) this._sent[i] = bytes[start + i]!;
    if (this.cut === null) this._exchange(bytes, start, end);
    else bytes.fill(this.cut === 1 ? 0xff : 0, start, end);
    this._levels?.draw(this._sent, bytes, start, end);
  }

  private _exchange(bytes: Uint8Array, start: number, end: number): void {
    this._device.select();
    for (let i = start; i < end; i++) bytes[i] = this._device.exchange(bytes[i]!);
    this._device.deselect();
  }
}
