import { checkedInteger } from "../../options";
import { I2cResult } from "../../ports";
import type { I2cBus } from "../../ports";

/** What this platform asks of Espruino's `I2C1` and its like, which are passed in. */
export interface EspruinoI2c {
  setup(options: { sda: unknown; scl: unknown; bitrate: number }): void;
  /** Sends octets, with a stop or without. Throws when the chip does not answer, or the time is over. */
  writeTo(to: { address: number; stop: boolean }, data: Uint8Array): void;
  /** Reads octets, and stops. Throws as `writeTo` does. */
  readFrom(address: number, count: number): Uint8Array;
}

/** A `Pin`, such as `D4`, of a bus that must be freed. */
export interface EspruinoBusPin {
  read(): unknown;
  write(level: 0 | 1): void;
  mode(mode: "opendrain_pullup"): void;
}

export interface EspruinoI2cOptions {
  /** `I2C1` or another. */
  io: EspruinoI2c;
  sda: EspruinoBusPin;
  scl: EspruinoBusPin;
  /** Hz, 10000 to 1000000. */
  bitrate: number;
}

/** Clocks that free a chip which holds SDA (UM10204 rev. 7, section 3.1.16). */
const CLEARING_CLOCKS = 9;

/**
 * An I2C bus over Espruino's `I2C1`. `begin` waits for the end of the transaction, 50 ms at most on the Pico and a second on
 * ESP32.
 *
 * An error that speaks of a timeout is told as {@link I2cResult.ClockHeld}, any other as {@link I2cResult.AddressNak}. On the
 * Pico (2v29) an octet that is written and not acknowledged ends the transaction without an error: what matters is to be
 * read back.
 *
 * Each transaction takes a view and an array of its length for a moment, and an error if it fails. All are gone with it.
 *
 * Memory: two objects.
 */
export class EspruinoI2cBus implements I2cBus {
  /** `readFrom` keeps as many octets on the stack. */
  readonly longest = 64;
  private readonly _i2c: EspruinoI2c;
  private readonly _sda: EspruinoBusPin;
  private readonly _scl: EspruinoBusPin;
  private readonly _bitrate: number;
  private readonly _to: { address: number; stop: boolean };
  private _result: I2cResult = I2cResult.Done;

  /** @throws RangeError when the bit rate is out of its range; what Espruino throws when the pins can't be used */
  constructor(options: EspruinoI2cOptions) {
    this._i2c = options.io;
    this._sda = options.sda;
    this._scl = options.scl;
    this._bitrate = checkedInteger("I2C: bit rate", options.bitrate, 10_000, 1_000_000, " Hz");
    this._to = { address: 0, stop: true };
    this._setUp();
  }

  begin(address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    this._result = I2cResult.Done;
    this._to.address = address;
    this._to.stop = middle === end;
    try {
      // eslint-disable-next-line linkpulse/no-allocation -- the view is gone with this line
      if (start < middle) this._i2c.writeTo(this._to, bytes.subarray(start, middle));
      if (middle < end) bytes.set(this._i2c.readFrom(address, end - middle), middle);
    } catch (error) {
      this._result = isTimeout(error as Error) ? I2cResult.ClockHeld : I2cResult.AddressNak;
    }
    return this._result;
  }

  poll(): I2cResult {
    return this._result;
  }

  recover(): I2cResult {
    const scl = this._scl;
    const sda = this._sda;
    scl.write(1);
    sda.write(1);
    scl.mode("opendrain_pullup");
    sda.mode("opendrain_pullup");
    for (let i = 0; i < CLEARING_CLOCKS && !sda.read(); i++) {
      scl.write(0);
      scl.write(1);
    }
    this._result = I2cResult.Done;
    if (!scl.read()) this._result = I2cResult.ClockHeld;
    else if (!sda.read()) this._result = I2cResult.DataHeld;
    else {
      // A stop: SDA rises while SCL is high.
      scl.write(0);
      sda.write(0);
      scl.write(1);
      sda.write(1);
    }
    // eslint-disable-next-line linkpulse/no-allocation -- a chip held the bus, which is rare
    this._setUp();
    return this._result;
  }

  /** @setup */
  private _setUp(): void {
    this._i2c.setup({ sda: this._sda, scl: this._scl, bitrate: this._bitrate });
  }
}

function isTimeout(error: Error): boolean {
  return error.message.indexOf("timeout") >= 0;
}
