import { EmulatedI2cBus } from "../../../emulator/i2c/emulated-i2c-bus";
import type { I2cDevice } from "../../../emulator/i2c/i2c-device";
import { Simulation } from "../../../emulator/simulation/simulation";
import { I2cResult } from "../../../src/ports";

const RESULTS: Record<I2cResult, string> = {
  [I2cResult.Pending]: "pending",
  [I2cResult.Done]: "done",
  [I2cResult.Busy]: "busy",
  [I2cResult.AddressNak]: "address NAK",
  [I2cResult.DataNak]: "data NAK",
  [I2cResult.ArbitrationLost]: "arbitration lost",
  [I2cResult.ClockHeld]: "clock held",
  [I2cResult.DataHeld]: "data held",
};

export const resultName = (result: I2cResult) => RESULTS[result];

/** Octets as two hexadecimal digits each. */
export const hex = (octets: Iterable<number>) =>
  [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join(" ");

export const octets = (text: string) => (text === "" ? [] : text.split(" ").map((octet) => parseInt(octet, 16)));

/** A chip that is asked octet by octet on its two pins, in virtual time. */
export class I2cPins {
  readonly simulation: Simulation;
  readonly bus: EmulatedI2cBus;

  constructor(
    private readonly _address: number,
    make: (simulation: Simulation) => I2cDevice,
    simulation = new Simulation(),
  ) {
    this.simulation = simulation;
    this.bus = new EmulatedI2cBus(this.simulation, [make(this.simulation)], { blocking: true, longest: 300 });
  }

  /** Writes registers, octets in hexadecimal. @returns how it ended */
  write(register: number, text: string): string {
    const bytes = Uint8Array.of(register, ...octets(text));
    return RESULTS[this.bus.begin(this._address, bytes, 0, bytes.length, bytes.length)];
  }

  /** Reads registers; how it ended instead, if that is not well. */
  read(register: number, count: number): string {
    const bytes = new Uint8Array(1 + count);
    bytes[0] = register;
    const result = this.bus.begin(this._address, bytes, 0, 1, bytes.length);
    return result === I2cResult.Done ? hex(bytes.subarray(1)) : RESULTS[result];
  }

  /** Lets virtual time pass, seconds. */
  pass(seconds: number): this {
    const nanos = this.simulation.nanos + Math.round((seconds % 1) * 1e9);
    void this.simulation.runUntil(this.simulation.seconds + Math.floor(seconds) + Math.floor(nanos / 1e9), nanos % 1e9);
    return this;
  }
}
