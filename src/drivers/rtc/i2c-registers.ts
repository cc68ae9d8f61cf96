import { I2cResult, MemoryState, PortFault } from "../../ports";
import type { I2cBus } from "../../ports";
import { I2cCounter } from "./counters";

/** The most octets that are read or written in one transaction, that of the register's number left out. */
const MOST = 31;
/** How long a transaction may take, other masters' included, ms: 33 octets at 10 kHz take 30. */
const DEADLINE = 100;
/** How often a transaction is begun anew after another master won, or a chip held the bus. */
const TRIES = 3;

/**
 * Registers of a chip on an I2C bus, numbered by one octet, which rises with each that is read or written. One operation
 * at a time, cut into transactions; each {@link poll} does one step of it.
 *
 * Memory: 32 octets and some 40.
 */
export class I2cRegisters {
  /** Why the last operation failed. */
  fault: PortFault = PortFault.None;
  /** How its last transaction ended. */
  result: I2cResult = I2cResult.Done;
  private readonly _bus: I2cBus;
  private readonly _address: number;
  private readonly _counters: Int32Array;
  private readonly _buffer: Uint8Array;
  private readonly _most: number;
  private _state: MemoryState = MemoryState.Done;
  private _writing = false;
  private _register = 0;
  private _bytes: Uint8Array;
  private _start = 0;
  private _end = 0;
  /** Octets of the transaction that is under way; 0: none is. */
  private _count = 0;
  private _tries = 0;
  /** When the time of this transaction is over; counted from the first poll. */
  private _timed = false;
  private _due = 0;

  /** @param address 7 bits */
  constructor(bus: I2cBus, address: number, counters: Int32Array) {
    this._bus = bus;
    this._address = address;
    this._counters = counters;
    this._most = Math.min(MOST, bus.longest - 1);
    this._buffer = new Uint8Array(1 + this._most);
    this._bytes = this._buffer;
  }

  get busy(): boolean {
    return this._state === MemoryState.Busy;
  }

  /** The most octets that are read, or written, in one transaction: what a chip hands over at one moment. */
  get most(): number {
    return this._most;
  }

  /** Begins to read registers from `register` on into `[start, end)`. @returns false while an operation is under way */
  read(register: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this._begin(false, register, bytes, start, end);
  }

  /** Begins to write octets `[start, end)` to registers from `register` on. @returns as {@link read} does */
  write(register: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this._begin(true, register, bytes, start, end);
  }

  /** Carries on: begins a transaction, or looks at the one under way. */
  poll(now: number): MemoryState {
    if (this._state !== MemoryState.Busy) return this._state;
    if (!this._timed) {
      this._timed = true;
      this._due = (now + DEADLINE) | 0;
    }
    const result = this._count > 0 ? this._bus.poll() : this._beginTransaction();
    this.result = result;
    if (result === I2cResult.Done) this._finishTransaction();
    else if (result === I2cResult.Pending || result === I2cResult.Busy) this._await(result, now);
    else this._failTransaction(result);
    return this._state;
  }

  private _begin(writing: boolean, register: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this._state === MemoryState.Busy) return false;
    this._writing = writing;
    this._register = register;
    this._bytes = bytes;
    this._start = start;
    this._end = end;
    this._count = 0;
    this._tries = 0;
    this._timed = false;
    this.fault = PortFault.None;
    this._state = start < end ? MemoryState.Busy : MemoryState.Done;
    return true;
  }

  private _beginTransaction(): I2cResult {
    const buffer = this._buffer;
    const left = this._end - this._start;
    const count = left < this._most ? left : this._most;
    buffer[0] = this._register;
    if (this._writing) for (let i = 0; i < count; i++) buffer[1 + i] = this._bytes[this._start + i]!;
    const result = this._bus.begin(this._address, buffer, 0, this._writing ? 1 + count : 1, 1 + count);
    if (result === I2cResult.Busy) return result;
    this._counters[I2cCounter.Transactions]!++;
    this._count = count;
    return result;
  }

  private _finishTransaction(): void {
    const count = this._count;
    if (!this._writing) for (let i = 0; i < count; i++) this._bytes[this._start + i] = this._buffer[1 + i]!;
    // Of a read, the second address.
    this._counters[I2cCounter.Octets]! += 2 + count + (this._writing ? 0 : 1);
    this._start += count;
    this._register += count;
    this._count = 0;
    this._tries = 0;
    this._timed = false;
    if (this._start >= this._end) this._state = MemoryState.Done;
  }

  private _await(result: I2cResult, now: number): void {
    if (((now - this._due) | 0) < 0) return;
    this._counters[I2cCounter.TimedOut]!++;
    // What others have under way is theirs.
    if (result === I2cResult.Pending) this._recover();
    this._fail(PortFault.Stuck);
  }

  private _failTransaction(result: I2cResult): void {
    const counters = this._counters;
    this._count = 0;
    this._tries++;
    switch (result) {
      case I2cResult.AddressNak:
        counters[I2cCounter.AddressNaks]!++;
        this._fail(PortFault.Absent);
        return;
      case I2cResult.DataNak:
        counters[I2cCounter.DataNaks]!++;
        this._fail(PortFault.Absent);
        return;
      case I2cResult.ArbitrationLost:
        counters[I2cCounter.ArbitrationsLost]!++;
        break;
      case I2cResult.ClockHeld:
        counters[I2cCounter.ClockHeld]!++;
        this._recover();
        break;
      default:
        counters[I2cCounter.DataHeld]!++;
        this._recover();
    }
    if (this._tries >= TRIES) this._fail(PortFault.Stuck);
  }

  private _recover(): void {
    this._counters[I2cCounter.Recoveries]!++;
    this._bus.recover();
  }

  private _fail(fault: PortFault): void {
    this.fault = fault;
    this._count = 0;
    this._state = MemoryState.Failed;
  }
}
