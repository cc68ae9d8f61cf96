import { Bank0 } from "../../../src/drivers/enc28j60/bank0";
import { Bank1 } from "../../../src/drivers/enc28j60/bank1";
import { Bank2 } from "../../../src/drivers/enc28j60/bank2";
import { Bank3 } from "../../../src/drivers/enc28j60/bank3";
import { Common, Econ2, RegisterBits } from "../../../src/drivers/enc28j60/common";

const SIZE = 128;

/** Values after a reset where they are not 0 (DS39662E table 3-2). */
const RESET_VALUES: readonly [register: number, value: number][] = [
  [Bank0.ERDPTL, 0xfa],
  [Bank0.ERDPTH, 0x05],
  [Bank0.ERXSTL, 0xfa],
  [Bank0.ERXSTH, 0x05],
  [Bank0.ERXNDL, 0xff],
  [Bank0.ERXNDH, 0x1f],
  [Bank0.ERXRDPTL, 0xfa],
  [Bank0.ERXRDPTH, 0x05],
  [Bank1.ERXFCON, 0xa1],
  [Bank2.MACLCON1, 0x0f],
  [Bank2.MACLCON2, 0x37],
  [Bank2.MAMXFLH, 0x06],
  [Bank3.ECOCON, 0x04],
  [Bank3.EPAUSH, 0x10],
  [Common.ECON2, Econ2.AUTOINC],
];

/** Bits that a host can write where they are not all eight; registers that are not named here and not implemented have none. */
const MASKS: readonly [register: number, mask: number][] = [
  [Bank1.EPMOH, 0x1f],
  [Bank1.EPKTCNT, 0],
  [Bank2.MACON1, 0x1f],
  [Bank2.MACON4, 0x73],
  [Bank2.MABBIPG, 0x7f],
  [Bank2.MAIPGL, 0x7f],
  [Bank2.MAIPGH, 0x7f],
  [Bank2.MACLCON1, 0x0f],
  [Bank2.MACLCON2, 0x3f],
  [Bank2.MICMD, 0x03],
  [Bank2.MIREGADR, 0x1f],
  [Bank2.MIRDL, 0],
  [Bank2.MIRDH, 0],
  [Bank3.MISTAT, 0],
  [Bank3.EREVID, 0],
  [Bank3.ECOCON, 0x07],
  [Bank3.EFLOCON, 0x03],
  [Common.EIE, 0xfb],
  [Common.EIR, 0x6b],
  [Common.ESTAT, 0x52],
  [Common.ECON2, 0xe8],
];

/** Registers that are there with all eight bits, first and last. */
const PLAIN: readonly [number, number][] = [
  [Bank1.EHT0, Bank1.EPMCSH],
  [Bank1.EPMOL, Bank1.EPMOL],
  [Bank1.ERXFCON, Bank1.ERXFCON],
  [Bank2.MACON3, Bank2.MACON3],
  [Bank2.MAMXFLL, Bank2.MAMXFLH],
  [Bank2.MIWRL, Bank2.MIWRH],
  [Bank3.MAADR5, Bank3.MAADR2],
  [Bank3.EPAUSL, Bank3.EPAUSH],
  [Common.ECON1, Common.ECON1],
];

/** Where a register stands: bank and address; those of every bank stand in bank 0. */
function indexOf(register: number): number {
  const address = register & RegisterBits.Address;
  return address >= RegisterBits.FirstCommon ? address : register & (RegisterBits.Bank | RegisterBits.Address);
}

const masks = new Uint8Array(SIZE);
for (const [first, last] of PLAIN)
  for (let register = first; register <= last; register++) masks[indexOf(register)] = 0xff;
// Pointers have 13 bits; all of bank 0 is pointers, but for the write pointer, which is the chip's.
for (let register = 0; register < Bank0.EDMACSL; register++) masks[register] = register & 1 ? 0x1f : 0xff;
masks[Bank0.ERXWRPTL] = masks[Bank0.ERXWRPTH] = 0;
for (const [register, mask] of MASKS) masks[indexOf(register)] = mask;

/** The control registers of all banks as the chip itself sees them: it writes what it likes. */
export class Registers {
  private readonly _octets = new Uint8Array(SIZE);
  private readonly _revision: number;

  constructor(revision: number) {
    this._revision = revision;
    this.reset();
  }

  reset(): void {
    this._octets.fill(0);
    for (const [register, value] of RESET_VALUES) this.put(register, value);
    this.put(Bank3.EREVID, this._revision);
  }

  get(register: number): number {
    return this._octets[indexOf(register)]!;
  }

  put(register: number, value: number): void {
    this._octets[indexOf(register)] = value;
  }

  /** What becomes of a register if a host writes `value`. */
  written(register: number, value: number): number {
    const mask = masks[indexOf(register)]!;
    return (this.get(register) & ~mask) | (value & mask);
  }

  get16(low: number): number {
    return this.get(low) | (this.get(low + 1) << 8);
  }

  put16(low: number, value: number): void {
    this.put(low, value & 0xff);
    this.put(low + 1, value >> 8);
  }

  has(register: number, bits: number): boolean {
    return (this.get(register) & bits) !== 0;
  }

  set(register: number, bits: number): void {
    this.put(register, this.get(register) | bits);
  }

  clear(register: number, bits: number): void {
    this.put(register, this.get(register) & ~bits);
  }
}
