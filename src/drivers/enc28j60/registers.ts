import type { SpiBus } from "../../ports";
import { Common, Econ1, Instruction, RegisterBits } from "./common";

/** The most octets of a transaction that writes into the buffer memory. */
const LONGEST_WRITE = 128;

/**
 * The ENC28J60's instructions: registers by number, whatever their bank, and the buffer memory.
 *
 * Memory: at most 132 octets.
 */
export class Enc28j60Registers {
  private readonly _bus: SpiBus;
  private readonly _bytes: Uint8Array;
  private readonly _chunk: Uint8Array;
  /** The bank that is selected; -1 if nobody knows. */
  private _bank = -1;

  constructor(bus: SpiBus) {
    this._bus = bus;
    this._bytes = new Uint8Array(4);
    this._chunk = new Uint8Array(bus.longest < LONGEST_WRITE ? bus.longest : LONGEST_WRITE);
  }

  /** The system reset; the chip is not ready before 1 ms has passed. */
  reset(): void {
    this._bytes[0] = Instruction.SystemReset;
    this._bus.transfer(this._bytes, 0, 1);
    this._bank = -1;
  }

  /** No longer relies on the bank that was selected last. */
  forgetBank(): void {
    this._bank = -1;
  }

  selectBank(bank: number): void {
    const wrong = this._bank < 0 ? Econ1.BSEL : this._bank & ~bank;
    const missing = this._bank < 0 ? bank : bank & ~this._bank;
    this._bank = bank;
    if (wrong !== 0) this._instruct(Instruction.BitFieldClear | Common.ECON1, wrong, 2);
    if (missing !== 0) this._instruct(Instruction.BitFieldSet | Common.ECON1, missing, 2);
  }

  read(register: number): number {
    this._selectBankOf(register);
    const length = (register & RegisterBits.Mac) !== 0 ? 3 : 2;
    this._instruct(Instruction.ReadControlRegister | (register & RegisterBits.Address), 0, length);
    return this._bytes[length - 1]!;
  }

  write(register: number, value: number): void {
    this._selectBankOf(register);
    this._instruct(Instruction.WriteControlRegister | (register & RegisterBits.Address), value, 2);
  }

  /** A pair of registers, `low` and the next. */
  read16(low: number): number {
    const octet = this.read(low);
    return octet | (this.read(low + 1) << 8);
  }

  /** A pair of registers, low octet first: the order that ERXRDPT and MIWR ask for (pages 45 and 19). */
  write16(low: number, value: number): void {
    this.write(low, value & 0xff);
    this.write(low + 1, (value >> 8) & 0xff);
  }

  /** Sets bits of an ETH register. */
  set(register: number, bits: number): void {
    this._selectBankOf(register);
    this._instruct(Instruction.BitFieldSet | (register & RegisterBits.Address), bits, 2);
  }

  /** Clears bits of an ETH register. */
  clear(register: number, bits: number): void {
    this._selectBankOf(register);
    this._instruct(Instruction.BitFieldClear | (register & RegisterBits.Address), bits, 2);
  }

  /** Reads `length` octets of the buffer memory from ERDPT on to `bytes` at `at`, which is 1 or more. */
  readMemory(bytes: Uint8Array, at: number, length: number): void {
    const most = this._bus.longest - 1;
    while (length > 0) {
      const size = length < most ? length : most;
      // The instruction takes the place of the octet before, so that nothing needs to be copied.
      const before = bytes[at - 1]!;
      bytes[at - 1] = Instruction.ReadBufferMemory;
      this._bus.transfer(bytes, at - 1, at + size);
      bytes[at - 1] = before;
      at += size;
      length -= size;
    }
  }

  /** Writes `first` and then octets `[start, end)` to the buffer memory from EWRPT on. */
  writeMemory(first: number, bytes: Uint8Array, start: number, end: number): void {
    const chunk = this._chunk;
    chunk[1] = first;
    let used = 2;
    for (let i = start; i < end; i++) {
      chunk[used] = bytes[i]!;
      used++;
      if (used === chunk.length) {
        this._writeChunk(used);
        used = 1;
      }
    }
    if (used > 1) this._writeChunk(used);
  }

  private _writeChunk(used: number): void {
    this._chunk[0] = Instruction.WriteBufferMemory;
    this._bus.transfer(this._chunk, 0, used);
  }

  private _selectBankOf(register: number): void {
    if ((register & RegisterBits.Address) >= RegisterBits.FirstCommon) return;
    const bank = (register & RegisterBits.Bank) >> RegisterBits.BankShift;
    if (bank !== this._bank) this.selectBank(bank);
  }

  private _instruct(instruction: number, value: number, length: number): void {
    const bytes = this._bytes;
    bytes[0] = instruction;
    bytes[1] = value;
    bytes[2] = 0;
    this._bus.transfer(bytes, 0, length);
  }
}
