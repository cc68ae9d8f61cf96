import { Mcp7940nRegister, ST, Wkday } from "../../src/drivers/mcp7940n/registers";
import { EeCommand, Rv3028Register } from "../../src/drivers/rv3028/registers";
import { I2cResult } from "../../src/ports";
import type { I2cBus } from "../../src/ports";

/** After so many transactions the kinds of fault come in the same order again. */
const ROUND = 9_999;
/** From {@link I2cResult.AddressNak} on. */
const FAULTS = 5;

/** Registers of a clock chip in fixed memory, with the bus to it. Its time stands still. */
export class SoakChip implements I2cBus {
  readonly longest: number;
  /** Octets that crossed the bus, addresses included; int32, wrapping. */
  octets = 0;
  protected readonly registers: Uint8Array;
  private readonly _faultEvery: number;
  private _transactions = 0;

  /** @param faultEvery one in so many transactions fails, each in its own way, and none ends at once; 0: none fails */
  constructor(faultEvery: number) {
    this.longest = 32;
    this.registers = new Uint8Array(256);
    this._faultEvery = faultEvery;
  }

  begin(_address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    if (this._faultEvery > 0) {
      this._transactions = (this._transactions + 1) % ROUND;
      if (this._transactions % this._faultEvery === 0) {
        return (I2cResult.AddressNak + (this._transactions % FAULTS)) as I2cResult;
      }
    }
    let register = bytes[start]!;
    for (let i = start + 1; i < middle; i++) this.put(register++ & 255, bytes[i]!);
    for (let i = middle; i < end; i++) bytes[i] = this.registers[register++ & 255]!;
    this.octets = (this.octets + 1 + end - start + (middle < end ? 1 : 0)) | 0;
    return this._faultEvery > 0 ? I2cResult.Pending : I2cResult.Done;
  }

  poll(): I2cResult {
    return I2cResult.Done;
  }

  recover(): I2cResult {
    return I2cResult.Done;
  }

  protected put(register: number, value: number): void {
    this.registers[register] = value;
  }
}

/** An MCP7940N, whose oscillator runs as soon as it is told to. */
export class SoakMcp7940n extends SoakChip {
  protected override put(register: number, value: number): void {
    super.put(register, value);
    const flags = this.registers[Mcp7940nRegister.RTCWKDAY]! & ~Wkday.OSCRUN;
    const runs = (this.registers[Mcp7940nRegister.RTCSEC]! & ST) !== 0;
    this.registers[Mcp7940nRegister.RTCWKDAY] = flags | (runs ? Wkday.OSCRUN : 0);
  }
}

/** An RV-3028, whose EEPROM is never busy. */
export class SoakRv3028 extends SoakChip {
  private readonly _eeprom: Uint8Array;

  constructor(faultEvery: number) {
    super(faultEvery);
    this._eeprom = new Uint8Array(256);
  }

  protected override put(register: number, value: number): void {
    const registers = this.registers;
    // Flags can only be cleared.
    registers[register] = register === Rv3028Register.STATUS ? value & registers[register]! : value;
    if (register !== Rv3028Register.EE_COMMAND) return;
    const address = registers[Rv3028Register.EE_ADDRESS]!;
    if (value === EeCommand.Read) registers[Rv3028Register.EE_DATA] = this._eeprom[address]!;
    else if (value === EeCommand.Write) this._eeprom[address] = registers[Rv3028Register.EE_DATA]!;
  }
}
