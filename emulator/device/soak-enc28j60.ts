import { Bank0 } from "../../src/drivers/enc28j60/bank0";
import { Bank1 } from "../../src/drivers/enc28j60/bank1";
import { Bank2, Micmd } from "../../src/drivers/enc28j60/bank2";
import { Bank3 } from "../../src/drivers/enc28j60/bank3";
import { Common, Econ1, Econ2, Eir, Estat, Instruction, RegisterBits } from "../../src/drivers/enc28j60/common";
import { Phstat2, Phy, PhyId } from "../../src/drivers/enc28j60/phy";
import type { SpiBus } from "../../src/ports";

const HEADER = 6;
const FCS = 4;

/**
 * As much of an ENC28J60 as its driver asks for, without time and without allocation: what is sent comes back into the
 * receive ring at once. For measuring the driver, not for testing it.
 */
export class SoakEnc28j60 implements SpiBus {
  readonly longest = 255;
  octets = 0;
  private readonly _registers = new Uint8Array(128);
  private readonly _memory = new Uint8Array(0x2000);
  private readonly _phy = new Uint16Array(32);
  private _writePointer = 0;

  constructor() {
    this.reset();
    this._phy[Phy.PHID1] = PhyId.PHID1;
    this._phy[Phy.PHID2] = PhyId.PHID2;
    this.setLink(true);
  }

  reset(): void {
    this._registers.fill(0);
    this._registers[Common.ECON2] = Econ2.AUTOINC;
    this._registers[Common.ESTAT] = Estat.CLKRDY;
    this._registers[Bank3.EREVID] = 6;
    this._writePointer = 0;
  }

  loseReceiver(): void {
    this._registers[Common.ECON1]! &= ~Econ1.RXEN;
  }

  setLink(up: boolean): void {
    this._phy[Phy.PHSTAT2] = up ? Phstat2.LSTAT : 0;
    this._registers[Common.EIR]! |= Eir.LINKIF;
  }

  /** A packet whose header says what can't be. */
  spoilRing(): void {
    this._memory.fill(0xff, this._writePointer, this._writePointer + 2);
    this._registers[Bank1.EPKTCNT & 0x7f]!++;
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    this.octets += end - start;
    const instruction = bytes[start]!;
    if (instruction === Instruction.SystemReset) this.reset();
    else if (instruction === Instruction.ReadBufferMemory) this._readMemory(bytes, start + 1, end);
    else if (instruction === Instruction.WriteBufferMemory) this._writeMemory(bytes, start + 1, end);
    else this._access(instruction, bytes, start, end);
  }

  private _access(instruction: number, bytes: Uint8Array, start: number, end: number): void {
    const registers = this._registers;
    const address = instruction & RegisterBits.Address;
    const bank = address >= RegisterBits.FirstCommon ? 0 : registers[Common.ECON1]! & Econ1.BSEL;
    const at = (bank << RegisterBits.BankShift) | address;
    const before = registers[at]!;
    const value = bytes[start + 1]!;
    switch (instruction & ~RegisterBits.Address) {
      case Instruction.ReadControlRegister:
        bytes[end - 1] = before;
        break;
      case Instruction.WriteControlRegister:
        this._write(at, value, before);
        break;
      case Instruction.BitFieldSet:
        this._write(at, before | value, before);
        break;
      default:
        this._write(at, before & ~value, before);
        break;
    }
  }

  private _write(at: number, value: number, before: number): void {
    const registers = this._registers;
    registers[at] = value;
    switch (at) {
      case Common.ECON1:
        if ((value & ~before & Econ1.TXRTS) !== 0) this._send();
        break;
      case Common.ECON2:
        if ((value & Econ2.PKTDEC) !== 0) {
          registers[at] = value & ~Econ2.PKTDEC;
          registers[Bank1.EPKTCNT]!--;
        }
        break;
      case Bank2.MICMD & 0x7f:
        if ((value & Micmd.MIIRD) !== 0) this._readPhy(registers[Bank2.MIREGADR & 0x7f]!);
        break;
      default:
        break;
    }
  }

  private _readPhy(register: number): void {
    const value = this._phy[register]!;
    this._registers[Bank2.MIRDL & 0x7f] = value;
    this._registers[Bank2.MIRDH & 0x7f] = value >> 8;
    if (register === Phy.PHIR) this._registers[Common.EIR]! &= ~Eir.LINKIF;
  }

  private _readMemory(bytes: Uint8Array, start: number, end: number): void {
    const last = this._get16(Bank0.ERXNDL);
    let from = this._get16(Bank0.ERDPTL);
    for (let i = start; i < end; i++) {
      bytes[i] = this._memory[from]!;
      from = from === last ? 0 : from + 1;
    }
    this._put16(Bank0.ERDPTL, from);
  }

  private _writeMemory(bytes: Uint8Array, start: number, end: number): void {
    let to = this._get16(Bank0.EWRPTL);
    for (let i = start; i < end; i++) this._memory[to++] = bytes[i]!;
    this._put16(Bank0.EWRPTL, to);
  }

  /** The frame comes back behind a header. */
  private _send(): void {
    const registers = this._registers;
    const from = this._get16(Bank0.ETXSTL) + 1;
    const length = this._get16(Bank0.ETXNDL) - from + 1;
    registers[Common.ECON1]! &= ~Econ1.TXRTS;
    registers[Common.EIR]! |= Eir.TXIF;
    if ((registers[Common.ECON1]! & Econ1.RXEN) === 0) return;
    const octets = length + FCS;
    const at = this._writePointer;
    const next = this._round(at + HEADER + ((octets + 1) & ~1));
    this._put(at, next);
    this._put(at + 1, next >> 8);
    this._put(at + 2, octets);
    this._put(at + 3, octets >> 8);
    this._put(at + 4, 0x80);
    this._put(at + 5, 0);
    for (let i = 0; i < length; i++) this._put(at + HEADER + i, this._memory[from + i]!);
    this._writePointer = next;
    registers[Bank1.EPKTCNT]!++;
  }

  private _put(at: number, octet: number): void {
    this._memory[this._round(at)] = octet;
  }

  private _round(at: number): number {
    const last = this._get16(Bank0.ERXNDL);
    return at > last ? at - last - 1 : at;
  }

  private _get16(low: number): number {
    return this._registers[low]! | (this._registers[low + 1]! << 8);
  }

  private _put16(low: number, value: number): void {
    this._registers[low] = value;
    this._registers[low + 1] = value >> 8;
  }
}
