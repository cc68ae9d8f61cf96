import Time from "time";
import { checkedInteger } from "../../options";
import { I2cResult } from "../../ports";
import type { I2cBus } from "../../ports";
import type { EmbeddedDigital, EmbeddedDigitalClass, EmbeddedI2c, EmbeddedI2cClass } from "./embedded";
import type { EmbeddedI2cSettings } from "./embedded";

export interface ModdableI2cOptions extends EmbeddedI2cSettings {
  /** `I2C` of `embedded:io/i2c`. */
  io: EmbeddedI2cClass;
  /** `Digital` of `embedded:io/digital`, to free a bus that a chip holds. */
  digital: EmbeddedDigitalClass;
  /** The chips on the bus, 7 bits each: 1 to 8 of them. */
  addresses: readonly number[];
}

/** Octets of a transaction: what a driver of a clock chip asks for at most. */
const LONGEST = 32;
/** How long the class waits for a transaction, ms: 33 octets at 10 kHz take 30. */
const TIMEOUT = 50;
/** Clocks that free a chip which holds SDA (UM10204 rev. 7, section 3.1.16). */
const CLEARING_CLOCKS = 9;

/**
 * An I2C bus over ECMA-419's I2C, which knows one chip each. `begin` waits for the end of the transaction.
 *
 * The class says no more of a failure than that it failed: one that took all its time is told as
 * {@link I2cResult.ClockHeld}, any other as {@link I2cResult.AddressNak}. On the Pico (SDK 8.2.3) an octet that is written
 * and not acknowledged ends the transaction without an error, and between writing and reading there is a stop instead of a
 * repeated start: what matters is to be read back, and there should be no other master.
 *
 * Memory: 64 octets, 65 objects and one for each chip. A transaction that fails leaves an exception to the garbage
 * collector, {@link recover} some objects more.
 */
export class ModdableI2cBus implements I2cBus {
  readonly longest = LONGEST;
  private readonly _options: ModdableI2cOptions;
  private readonly _chips: EmbeddedI2c[];
  private readonly _out: Uint8Array;
  private readonly _in: Uint8Array;
  /** Views of 0, 1, 2, ... octets. */
  private readonly _outViews: Uint8Array[];
  private readonly _inViews: Uint8Array[];
  private _result: I2cResult = I2cResult.Done;

  /** @throws RangeError when an address is out of range; what the I2C class throws when pins or port can't be used */
  constructor(options: ModdableI2cOptions) {
    checkedInteger("I2C: number of addresses", options.addresses.length, 1, 8, "");
    for (let i = 0; i < options.addresses.length; i++)
      checkedInteger("I2C: address", options.addresses[i]!, 8, 119, "");
    this._options = options;
    this._chips = [];
    this._out = new Uint8Array(LONGEST);
    this._in = new Uint8Array(LONGEST);
    this._outViews = [];
    this._inViews = [];
    for (let length = 0; length <= LONGEST; length++) {
      this._outViews.push(new Uint8Array(this._out.buffer, 0, length));
      this._inViews.push(new Uint8Array(this._in.buffer, 0, length));
    }
    this._open();
  }

  begin(address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    const chip = this._chips[this._options.addresses.indexOf(address)];
    if (chip === undefined) return (this._result = I2cResult.AddressNak);
    const written = middle - start;
    const read = end - middle;
    for (let i = 0; i < written; i++) this._out[i] = bytes[start + i]!;
    const begun = Time.ticks;
    try {
      if (read === 0) chip.write(this._outViews[written]!);
      else if (written === 0) chip.read(this._inViews[read]!);
      else chip.writeRead(this._outViews[written]!, this._inViews[read]!);
    } catch {
      const late = ((Time.ticks - begun) | 0) >= TIMEOUT;
      return (this._result = late ? I2cResult.ClockHeld : I2cResult.AddressNak);
    }
    for (let i = 0; i < read; i++) bytes[middle + i] = this._in[i]!;
    return (this._result = I2cResult.Done);
  }

  poll(): I2cResult {
    return this._result;
  }

  recover(): I2cResult {
    // eslint-disable-next-line linkpulse/no-allocation -- a chip holds the bus, which is rare
    return this._free();
  }

  close(): void {
    for (let i = 0; i < this._chips.length; i++) this._chips[i]!.close();
    this._chips.length = 0;
  }

  /** Takes the pins from the class for a while. @setup */
  private _free(): I2cResult {
    this.close();
    const clock = new OpenDrain(this._options.digital, this._options.clock);
    const data = new OpenDrain(this._options.digital, this._options.data);
    for (let i = 0; i < CLEARING_CLOCKS && data.read() === 0; i++) {
      clock.pull();
      clock.release();
    }
    let result = I2cResult.Done;
    if (clock.read() === 0) result = I2cResult.ClockHeld;
    else if (data.read() === 0) result = I2cResult.DataHeld;
    else {
      // A stop: SDA rises while SCL is high.
      clock.pull();
      data.pull();
      clock.release();
      data.release();
    }
    clock.close();
    data.close();
    this._open();
    return result;
  }

  /** @setup */
  private _open(): void {
    const { addresses, io, data, clock, hz, port } = this._options;
    for (let i = 0; i < addresses.length; i++) {
      this._chips.push(new io({ data, clock, hz, port, address: addresses[i]!, timeout: TIMEOUT }));
    }
  }
}

/** A pin that is pulled low or let go. It never drives high: the Pico's `OutputOpenDrain` does (SDK 8.2.3). */
class OpenDrain {
  private readonly _io: EmbeddedDigitalClass;
  private readonly _pin: number;
  private _digital: EmbeddedDigital;

  constructor(io: EmbeddedDigitalClass, pin: number) {
    this._io = io;
    this._pin = pin;
    this._digital = new io({ pin: pin, mode: io.InputPullUp });
  }

  read(): number {
    return this._digital.read();
  }

  /** @setup */
  pull(): void {
    this._digital.close();
    this._digital = new this._io({ pin: this._pin, mode: this._io.Output });
    this._digital.write(0);
  }

  /** @setup */
  release(): void {
    this._digital.close();
    this._digital = new this._io({ pin: this._pin, mode: this._io.InputPullUp });
  }

  close(): void {
    this._digital.close();
  }
}
