import { Tearing } from "../../ports";
import type { I2cBus, PortFault, RetainedMemory, MemoryState } from "../../ports";
import { I2cRegisters } from "./i2c-registers";

/**
 * The battery-backed RAM of a clock chip, whose octets are registers. Nothing outside of it is touched: an operation that
 * would go beyond its end ends there instead, because many chips go on with their clock.
 *
 * Memory: that of {@link I2cRegisters}.
 */
export class RegisterMemory implements RetainedMemory {
  readonly size: number;
  readonly tearing = Tearing.Latched;
  readonly endurance = 0;
  lost = false;
  private readonly _registers: I2cRegisters;
  private readonly _first: number;

  /** @param first the register of its first octet */
  constructor(bus: I2cBus, address: number, first: number, size: number, counters: Int32Array) {
    this.size = size;
    this._first = first;
    this._registers = new I2cRegisters(bus, address, counters);
  }

  get fault(): PortFault {
    return this._registers.fault;
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this._registers.read(this._first + at, bytes, start, this._limit(at, start, end));
  }

  write(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this._registers.write(this._first + at, bytes, start, this._limit(at, start, end));
  }

  poll(now: number): MemoryState {
    return this._registers.poll(now);
  }

  private _limit(at: number, start: number, end: number): number {
    const most = start + this.size - at;
    return end < most ? end : most;
  }
}
