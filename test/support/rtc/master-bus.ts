import { I2cResult } from "../../../src/ports";
import type { I2cBus } from "../../../src/ports";
import type { I2cMaster } from "./i2c-master";

/** A bus for drivers on a master that takes its time: a transaction goes on by itself, and is asked about. */
export class MasterBus implements I2cBus {
  readonly longest = 32;
  /** The end of what is under way. */
  settled: Promise<void> = Promise.resolve();
  private _result: I2cResult = I2cResult.Done;

  constructor(private readonly _master: I2cMaster) {}

  begin(_address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    if (this._result === I2cResult.Pending) return I2cResult.Busy;
    this._result = I2cResult.Pending;
    this.settled = this._transact(bytes, start, middle, end).then((result) => void (this._result = result));
    return I2cResult.Pending;
  }

  poll(): I2cResult {
    return this._result;
  }

  recover(): I2cResult {
    return I2cResult.Done;
  }

  private async _transact(bytes: Uint8Array, start: number, middle: number, end: number): Promise<I2cResult> {
    const master = this._master;
    let result = I2cResult.Done;
    if (!(await master.start(start === middle))) result = I2cResult.AddressNak;
    for (let i = start; i < middle && result === I2cResult.Done; i++) {
      if (!(await master.write(bytes[i]!))) result = I2cResult.DataNak;
    }
    if (middle < end && result === I2cResult.Done) {
      if (start < middle) await master.start(true);
      for (let i = middle; i < end; i++) bytes[i] = await master.read(i === end - 1);
    }
    await master.stop();
    return result;
  }
}
