import { PortFault } from "../../ports";
import { Bank0 } from "./bank0";
import { Bank1, Erxfcon } from "./bank1";
import { Bank2, Macon1, Macon3, Macon4 } from "./bank2";
import { Bank3, Revision } from "./bank3";
import { BufferMemory, FrameLength } from "./buffer-memory";
import { Common, Econ1, Econ2, Eie, Estat } from "./common";
import { Enc28j60Counter } from "./counters";
import type { Enc28j60Registers } from "./registers";

/** How often a set of registers is written, at most, until it holds what was written. */
const TRIES = 8;

/** With FCS, octets. */
const LONGEST = FrameLength.Longest + FrameLength.Fcs;

/** Bit 3 of ESTAT is not implemented: a chip that is ready shows it as 0. */
const UNIMPLEMENTED = 0x08;

/** How a chip is found that was set up. */
export const enum Condition {
  Good,
  Absent,
  /** It was reset, and not by us. */
  Reset,
  /** The receiver is switched off, and all else is as it was left. */
  ReceiverOff,
}

const INTERRUPTS = Eie.PKTIE | Eie.LINKIE | Eie.TXIE | Eie.TXERIE | Eie.RXERIE;
/** The bank that is selected between two polls: EPKTCNT's. */
export const BANK_AT_REST = 1;

/**
 * The registers that hold the same from set-up to reset, and what the driver writes there, in this order.
 *
 * Memory: 2 octets for each.
 */
export class Enc28j60SetUp {
  /** EREVID as {@link identify} read it last; 0 before. */
  revision = 0;
  private readonly _registers: Enc28j60Registers;
  private readonly _counters: Int32Array;
  private readonly _table: Uint8Array;
  private readonly _macon3: number;

  constructor(
    registers: Enc28j60Registers,
    counters: Int32Array,
    address: Uint8Array,
    fullDuplex: boolean,
    multicast: boolean,
  ) {
    this._registers = registers;
    this._counters = counters;
    this._macon3 = Macon3.PADCFG0 | Macon3.TXCRCEN | Macon3.FRMLNEN | (fullDuplex ? Macon3.FULDPX : 0);
    // prettier-ignore
    this._table = new Uint8Array([
      Bank0.ERXSTL, BufferMemory.ReceiveStart & 0xff, Bank0.ERXSTH, BufferMemory.ReceiveStart >> 8,
      Bank0.ERXNDL, BufferMemory.ReceiveEnd & 0xff, Bank0.ERXNDH, BufferMemory.ReceiveEnd >> 8,
      Bank0.ERXRDPTL, BufferMemory.ReceiveEnd & 0xff, Bank0.ERXRDPTH, BufferMemory.ReceiveEnd >> 8,
      Bank0.ETXSTL, BufferMemory.TransmitStart & 0xff, Bank0.ETXSTH, BufferMemory.TransmitStart >> 8,
      // No pattern match, which lets other frames pass too (erratum 18).
      Bank1.ERXFCON, Erxfcon.UCEN | Erxfcon.CRCEN | Erxfcon.BCEN | (multicast ? Erxfcon.MCEN : 0),
      // Pause frames are for full duplex only.
      Bank2.MACON1, Macon1.MARXEN | (fullDuplex ? Macon1.TXPAUS | Macon1.RXPAUS : 0),
      Bank2.MACON3, this._macon3, Bank2.MACON4, Macon4.DEFER,
      // The gaps between frames that section 6.5 recommends.
      Bank2.MABBIPG, fullDuplex ? 0x15 : 0x12, Bank2.MAIPGL, 0x12, Bank2.MAIPGH, fullDuplex ? 0 : 0x0c,
      // The widest window: the MAC sends again by itself after more of the collisions that are none (erratum 13).
      Bank2.MACLCON2, 0x3f,
      Bank2.MAMXFLL, LONGEST & 0xff, Bank2.MAMXFLH, LONGEST >> 8,
      Bank3.MAADR1, address[0]!, Bank3.MAADR2, address[1]!, Bank3.MAADR3, address[2]!,
      Bank3.MAADR4, address[3]!, Bank3.MAADR5, address[4]!, Bank3.MAADR6, address[5]!,
    ]);
  }

  /** Looks who answers, after a reset. @returns what is wrong with it; stuck: the reset did not reach it */
  identify(): PortFault {
    const revision = this._registers.read(Bank3.EREVID);
    const control = this._registers.read(Common.ECON2);
    if (isNothing(revision, control, this._registers.read(Common.ESTAT))) return PortFault.Absent;
    this.revision = revision;
    if (!isKnown(revision)) return PortFault.WrongChip;
    return control === Econ2.AUTOINC ? PortFault.None : PortFault.Stuck;
  }

  /** Whether the clock runs, without which MAC, MII and PHY take nothing (section 2.2). */
  isReady(): boolean {
    return (this._registers.read(Common.ESTAT) & (Estat.CLKRDY | UNIMPLEMENTED)) === Estat.CLKRDY;
  }

  /**
   * Writes the registers and reads them back. A slow SPI clock makes those of the MAC unreliable on the first two
   * revisions (erratum 1): what does not hold is written again.
   * @returns whether all hold at last
   */
  write(): boolean {
    const table = this._table;
    for (let i = 0; i < table.length; i += 2) this._registers.write(table[i]!, table[i + 1]!);
    for (let i = 0; i < table.length; i += 2) if (!this._verify(table[i]!, table[i + 1]!)) return false;
    return true;
  }

  /** Switches the interrupts and the receiver on. */
  enable(): void {
    this._registers.write(Common.EIE, INTERRUPTS | Eie.INTIE);
    this._registers.set(Common.ECON1, Econ1.RXEN);
    this._registers.selectBank(BANK_AT_REST);
  }

  /** Looks whether the chip is still as {@link enable} and the last poll left it: ECON1 tells, and only if it doesn't, more. */
  inspect(): Condition {
    const registers = this._registers;
    const control = registers.read(Common.ECON1);
    if ((control & (Econ1.RXEN | Econ1.BSEL)) === (Econ1.RXEN | BANK_AT_REST)) return Condition.Good;
    registers.forgetBank();
    if (isNothing(registers.read(Bank3.EREVID), registers.read(Common.ECON2), registers.read(Common.ESTAT))) {
      return Condition.Absent;
    }
    // EIE is ours alone, and 0 after a reset; an interrupt that is being served has cleared INTIE.
    if ((registers.read(Common.EIE) & ~Eie.INTIE) !== INTERRUPTS) return Condition.Reset;
    return (registers.read(Common.ECON1) & Econ1.RXEN) === 0 ? Condition.ReceiverOff : Condition.Good;
  }

  /** The MAC in full duplex, for a loopback inside the chip, or as it was set up. */
  setFullDuplex(always: boolean): void {
    const value = always ? this._macon3 | Macon3.FULDPX : this._macon3;
    this._registers.write(Bank2.MACON3, value);
    this._verify(Bank2.MACON3, value);
  }

  private _verify(register: number, value: number): boolean {
    for (let i = 0; i < TRIES; i++) {
      if (this._registers.read(register) === value) return true;
      this._counters[Enc28j60Counter.Rewrites]!++;
      // The high octet takes the low one of ERXRDPT with it.
      if (register === Bank0.ERXRDPTH) this._registers.write(Bank0.ERXRDPTL, BufferMemory.ReceiveEnd & 0xff);
      this._registers.write(register, value);
    }
    return false;
  }
}

function isKnown(revision: number): boolean {
  return revision === Revision.B1 || revision === Revision.B4 || revision === Revision.B5 || revision === Revision.B7;
}

function isNothing(a: number, b: number, c: number): boolean {
  return a === b && b === c && (a === 0 || a === 0xff);
}
