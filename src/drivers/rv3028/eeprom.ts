import { MemoryState, PortFault, Tearing } from "../../ports";
import type { I2cBus, RetainedMemory } from "../../ports";
import { I2cRegisters } from "../rtc/i2c-registers";
import { EeCommand, EERD, Rv3028Register, RV3028_ADDRESS, Status } from "./registers";

/** How long the EEPROM may stay busy, ms: a write takes some 16, a refresh at power-up some 66. */
const BUSY_DEADLINE = 150;

const enum Phase {
  Idle,
  ReadingControl,
  /** Sets EERD. */
  Holding,
  /** Waits for EEbusy to be clear, then goes on to the next octet. */
  Settling,
  /** Address, the first command and the command itself, for reading an octet. */
  Addressing,
  Clearing,
  Commanding,
  AwaitingRead,
  Fetching,
  /** The same for writing it, if it is to change. */
  WritingData,
  ClearingAgain,
  CommandingWrite,
  AwaitingWrite,
  /** Puts EERD back. */
  Releasing,
}

/**
 * Octets of the RV-3028's EEPROM, which needs no supply to keep them. Each octet is read, and written only if it is to
 * change. Meanwhile EERD is set, so that the chip does not refresh its registers from the EEPROM, and is then put back as it
 * was found.
 *
 * It wears out: how often it can be written is for the application manual's table of EEPROM characteristics to say.
 *
 * Memory: that of {@link I2cRegisters} and some 50 octets.
 */
export class Rv3028Eeprom implements RetainedMemory {
  readonly size: number;
  readonly tearing = Tearing.Octet;
  readonly endurance: number;
  readonly lost = false;
  fault: PortFault = PortFault.None;
  /** Octets that were written, and so have worn; int32, wrapping. */
  writes = 0;
  private readonly _registers: I2cRegisters;
  private readonly _first: number;
  private readonly _small: Uint8Array;
  private _phase: Phase = Phase.Idle;
  private _state: MemoryState = MemoryState.Done;
  private _writing = false;
  private _at = 0;
  private _bytes: Uint8Array;
  private _start = 0;
  private _end = 0;
  private _control = 0;
  /** Whether an operation that failed has left EERD set. */
  private _leftSet = false;
  private _timed = false;
  private _due = 0;

  /** @param first the EEPROM address of its first octet; `endurance` as the port has it */
  constructor(bus: I2cBus, first: number, size: number, endurance: number, counters: Int32Array) {
    this.size = size;
    this.endurance = endurance;
    this._first = first;
    this._registers = new I2cRegisters(bus, RV3028_ADDRESS, counters);
    this._small = new Uint8Array(2);
    this._bytes = this._small;
  }

  read(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this._begin(false, at, bytes, start, end);
  }

  write(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    return this._begin(true, at, bytes, start, end);
  }

  poll(now: number): MemoryState {
    if (this._state !== MemoryState.Busy) return this._state;
    const state = this._registers.poll(now);
    if (state === MemoryState.Failed) this._fail(this._registers.fault);
    else if (state === MemoryState.Done) this._advance(now);
    return this._state;
  }

  private _begin(writing: boolean, at: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this._state === MemoryState.Busy) return false;
    const most = start + this.size - at;
    this._writing = writing;
    this._at = at;
    this._bytes = bytes;
    this._start = start;
    this._end = end < most ? end : most;
    this.fault = PortFault.None;
    this._state = MemoryState.Busy;
    this._readRegister(Phase.ReadingControl, Rv3028Register.CONTROL_1);
    return true;
  }

  /** The last access to a register is done. */
  private _advance(now: number): void {
    const small = this._small;
    switch (this._phase) {
      case Phase.ReadingControl:
        this._control = this._leftSet ? small[0]! & ~EERD : small[0]!;
        this._leftSet = true;
        this._writeRegister(Phase.Holding, Rv3028Register.CONTROL_1, this._control | EERD);
        break;
      case Phase.Holding:
        this._await(Phase.Settling);
        break;
      case Phase.Settling:
        if (this._isReady(now)) this._nextOctet();
        break;
      case Phase.Addressing:
        this._writeRegister(Phase.Clearing, Rv3028Register.EE_COMMAND, EeCommand.First);
        break;
      case Phase.Clearing:
        this._writeRegister(Phase.Commanding, Rv3028Register.EE_COMMAND, EeCommand.Read);
        break;
      case Phase.Commanding:
        this._await(Phase.AwaitingRead);
        break;
      case Phase.AwaitingRead:
        if (this._isReady(now)) this._readRegister(Phase.Fetching, Rv3028Register.EE_DATA);
        break;
      case Phase.Fetching:
        this._fetched(small[0]!);
        break;
      case Phase.WritingData:
        this._writeRegister(Phase.ClearingAgain, Rv3028Register.EE_COMMAND, EeCommand.First);
        break;
      case Phase.ClearingAgain:
        this._writeRegister(Phase.CommandingWrite, Rv3028Register.EE_COMMAND, EeCommand.Write);
        break;
      case Phase.CommandingWrite:
        this.writes = (this.writes + 1) | 0;
        this._await(Phase.AwaitingWrite);
        break;
      case Phase.AwaitingWrite:
        if (this._isReady(now)) this._octetDone();
        break;
      default:
        this._leftSet = false;
        this._phase = Phase.Idle;
        this._state = MemoryState.Done;
    }
  }

  private _nextOctet(): void {
    if (this._start < this._end) {
      this._writeRegister(Phase.Addressing, Rv3028Register.EE_ADDRESS, this._first + this._at);
    } else this._writeRegister(Phase.Releasing, Rv3028Register.CONTROL_1, this._control);
  }

  private _fetched(octet: number): void {
    const bytes = this._bytes;
    if (!this._writing) bytes[this._start] = octet;
    if (bytes[this._start] === octet) this._octetDone();
    else this._writeRegister(Phase.WritingData, Rv3028Register.EE_DATA, bytes[this._start]!);
  }

  private _octetDone(): void {
    this._at++;
    this._start++;
    this._nextOctet();
  }

  private _await(phase: Phase): void {
    this._timed = false;
    this._readRegister(phase, Rv3028Register.STATUS);
  }

  /** Whether EEbusy is clear; if it isn't, it is asked again, or the time for it is over. */
  private _isReady(now: number): boolean {
    if ((this._small[0]! & Status.EEBUSY) === 0) return true;
    if (!this._timed) {
      this._timed = true;
      this._due = (now + BUSY_DEADLINE) | 0;
    } else if (((now - this._due) | 0) >= 0) {
      this._fail(PortFault.Stuck);
      return false;
    }
    this._readRegister(this._phase, Rv3028Register.STATUS);
    return false;
  }

  private _readRegister(phase: Phase, register: number): void {
    this._phase = phase;
    this._registers.read(register, this._small, 0, 1);
  }

  private _writeRegister(phase: Phase, register: number, value: number): void {
    this._phase = phase;
    this._small[0] = value;
    this._registers.write(register, this._small, 0, 1);
  }

  private _fail(fault: PortFault): void {
    this.fault = fault;
    this._phase = Phase.Idle;
    this._state = MemoryState.Failed;
  }
}
