import type { EmulatedI2cBus } from "../../../emulator/i2c/emulated-i2c-bus";
import { I2cResult } from "../../../src/ports";
import { FakeDigital, host } from "./host";

interface FakeI2cOptions {
  data: number;
  clock: number;
  hz: number;
  port: number;
  address: number;
  timeout: number;
}

/** The platforms differ in what they do between writing and reading, and with an octet that is not acknowledged. */
export type I2cStyle = "pico" | "esp32";

/** ECMA-419 I2C as Moddable has it, on an emulated bus that the test makes. */
export class FakeI2c {
  static style: I2cStyle = "pico";
  static bus: EmulatedI2cBus;
  /** Those that are open. */
  static readonly opened: FakeI2c[] = [];
  readonly options: FakeI2cOptions;

  constructor(options: FakeI2cOptions) {
    if (FakeI2c.opened.some((other) => other.options.address === options.address)) throw new RangeError("duplicate");
    for (const pin of [options.data, options.clock]) {
      if (host.pins.get(pin)?.closed === false) throw new RangeError("inUse");
    }
    this.options = options;
    FakeI2c.opened.push(this);
  }

  read(buffer: Uint8Array): void {
    this._transact(buffer, 0, buffer.length);
  }

  write(buffer: Uint8Array): void {
    this._transact(buffer, buffer.length, buffer.length);
  }

  writeRead(written: Uint8Array, read: Uint8Array): void {
    if (FakeI2c.style === "pico") {
      this.write(written);
      this.read(read);
      return;
    }
    const both = Uint8Array.from([...written, ...read]);
    this._transact(both, written.length, both.length);
    read.set(both.subarray(written.length));
  }

  close(): void {
    FakeI2c.opened.splice(FakeI2c.opened.indexOf(this), 1);
  }

  private _transact(buffer: Uint8Array, middle: number, end: number): void {
    if (!FakeI2c.opened.includes(this)) throw new Error("closed");
    if (buffer.length === 0) throw new Error("no octets");
    const result = FakeI2c.bus.begin(this.options.address, buffer, 0, middle, end);
    if (result === I2cResult.Done || (result === I2cResult.DataNak && FakeI2c.style === "pico")) return;
    if (result !== I2cResult.AddressNak && result !== I2cResult.DataNak) host.ticks += this.options.timeout;
    throw new Error(middle > 0 ? "write failed" : "read failed");
  }
}

/** Pins of a bus whose data line a chip holds until it has seen so many clocks. */
export class HeldPins extends FakeDigital {
  static clocks = 0;
  static clockPin = 0;
  static dataPin = 0;
  /** The levels that the master gave the pins, as `C0`, `C1`, `D0`, `D1`. */
  static readonly edges: string[] = [];
  private readonly _name = this.options.pin === HeldPins.clockPin ? "C" : "D";

  constructor(options: FakeDigital["options"]) {
    if (FakeI2c.opened.length > 0) throw new RangeError("in use");
    super(options);
    if (options.mode === FakeDigital.Output) return;
    HeldPins.edges.push(`${this._name}1`);
    if (this._name === "C" && HeldPins.clocks > 0 && HeldPins.edges.includes("C0")) {
      HeldPins.clocks--;
      if (HeldPins.clocks === 0) FakeI2c.bus.holdData(0);
    }
  }

  override read(): number {
    return this._name === "D" && HeldPins.clocks > 0 ? 0 : 1;
  }

  override write(value: 0 | 1): void {
    super.write(value);
    HeldPins.edges.push(`${this._name}${value}`);
  }
}
