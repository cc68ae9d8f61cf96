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
 * An SPI bus with one chip, for drivers that ask for whole transactions, and for processors that drive its wires. To the chip, a transaction happens at the moment at which it is asked for; a logic analyser
 * sees it as levels from then on, or from the end of the one before, as long as the clock makes it last.
 */
export class EmulatedSpiBus implements SpiBus, SpiDevice {
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
  /** Whether the chip has heard that a transaction began. */
  private _isSelected = false;
  /** What stood on MOSI and MISO in the transaction under way, for the levels. */
  private _sent: number[] = [];
  private _received: number[] = [];

  constructor(simulation: Simulation, device: SpiDevice, options: SpiBusOptions = {}) {
    this._simulation = simulation;
    this._device = device;
    this.hz = options.hz ?? 8_000_000;
    this.longest = options.longest ?? 255;
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
    this.select();
    for (let i = start; i < end; i++) bytes[i] = this.exchange(bytes[i]!);
    this.deselect();
  }

  select(): void {
    this.transactions++;
    this._isSelected = this.cut === null;
    if (this._isSelected) this._device.select();
  }

  exchange(octet: number): number {
    this.octets++;
    const hears = this._isSelected && this.cut === null;
    const answer = hears ? this._device.exchange(octet) : this.cut === 0 ? 0 : 0xff;
    if (this._levels !== null) {
      this._sent.push(octet);
      this._received.push(answer);
    }
    return answer;
  }

  deselect(): void {
    if (this._isSelected) this._device.deselect();
    this._isSelected = false;
    if (this._sent.length === 0) return;
    this._levels!.draw(this._sent, this._received);
    this._sent = [];
    this._received = [];
  }
}
