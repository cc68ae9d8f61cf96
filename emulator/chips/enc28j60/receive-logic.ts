import { Fcs32 } from "../../../src/framing/fcs";
import { Bank0 } from "../../../src/drivers/enc28j60/bank0";
import { Bank1, Erxfcon } from "../../../src/drivers/enc28j60/bank1";
import { Bank2, Macon1, Macon3 } from "../../../src/drivers/enc28j60/bank2";
import { Common, Econ1, Eir } from "../../../src/drivers/enc28j60/common";
import type { ChipState } from "./chip-state";
import { accepts } from "./filter";

const fcs = new Fcs32();

const HEADER = 6;
const SHORTEST = 64;
const MOST_PACKETS = 255;

/** Bits of the receive status vector, from bit 16 on (DS39662E table 7-3, page 44). */
const enum Status {
  CrcError = 0x0010,
  /** The type/length field is a type. */
  LengthOutOfRange = 0x0040,
  ReceivedOk = 0x0080,
  Multicast = 0x0100,
  Broadcast = 0x0200,
}

/** The receiving half: filter and ring (DS39662E sections 3.2.1, 7.2 and 8.0). */
export class ReceiveLogic {
  private readonly _chip: ChipState;
  /** Where the next octet is written: ahead of ERXWRPT while a frame arrives. */
  private _writePointer = 0;

  constructor(chip: ChipState) {
    this._chip = chip;
  }

  reset(): void {
    this._writePointer = this._chip.registers.get16(Bank0.ERXSTL);
    this._publish(this._writePointer);
  }

  /** ERXST or ERXND was written: the write pointer goes to the beginning of the ring, or to 0000h (erratum 5). */
  ringChanged(): void {
    if (this._chip.errata[5]) this._writePointer = 0;
    else this.reset();
  }

  /** A frame has arrived, FCS included. */
  receive(frame: Uint8Array): void {
    const { registers, errata, chance } = this._chip;
    if (!registers.has(Common.ECON1, Econ1.RXEN) || !registers.has(Bank2.MACON1, Macon1.MARXEN)) return;
    const checksumming = Econ1.DMAST | Econ1.CSUMEN;
    if (errata[17] && (registers.get(Common.ECON1) & checksumming) === checksumming) return;
    if (frame.length < SHORTEST) return;
    if (frame.length > registers.get16(Bank2.MAMXFLL) && !registers.has(Bank2.MACON3, Macon3.HFRMEN)) return;
    const good = fcs.update(fcs.initial, frame, 0, frame.length) === fcs.good;
    if (!good && registers.has(Bank1.ERXFCON, Erxfcon.CRCEN)) return;
    if (!accepts(frame, registers, errata[18])) return;
    if (registers.get(Bank1.EPKTCNT) === MOST_PACKETS || !this._hasRoom(frame.length)) {
      registers.set(Common.EIR, Eir.RXERIF);
      this._chip.updateInterrupt();
      return;
    }
    this._store(frame, good);
    registers.put(Bank1.EPKTCNT, registers.get(Bank1.EPKTCNT) + 1);
    // Erratum 6.
    if (!errata[6] || chance.happens(0.5)) registers.set(Common.EIR, Eir.PKTIF);
    this._chip.updateInterrupt();
  }

  /** A host wrote 1 to PKTDEC. */
  decrement(): void {
    const { registers } = this._chip;
    const count = registers.get(Bank1.EPKTCNT);
    if (count > 0) registers.put(Bank1.EPKTCNT, count - 1);
    if (count <= 1) registers.clear(Common.EIR, Eir.PKTIF);
    this._chip.updateInterrupt();
  }

  /** The hardware writes up to ERXRDPT, without it (page 45). */
  private _hasRoom(length: number): boolean {
    const { registers } = this._chip;
    const start = registers.get16(Bank0.ERXSTL);
    const size = registers.get16(Bank0.ERXNDL) - start + 1;
    const free = registers.get16(Bank0.ERXRDPTL) - this._writePointer;
    return HEADER + ((length + 1) & ~1) <= (free > 0 ? free : free + size);
  }

  private _store(frame: Uint8Array, good: boolean): void {
    const { registers, errata, chance } = this._chip;
    const begin = this._writePointer;
    const isGroup = (frame[0]! & 1) !== 0;
    const isBroadcast = isGroup && frame.subarray(0, 6).every((octet) => octet === 0xff);
    const status =
      (good ? Status.ReceivedOk : Status.CrcError) |
      (((frame[12]! << 8) | frame[13]!) > 1500 ? Status.LengthOutOfRange : 0) |
      (isBroadcast ? Status.Broadcast : isGroup ? Status.Multicast : 0);
    const next = this._advance(begin, HEADER + ((frame.length + 1) & ~1));
    const header = [next & 0xff, next >> 8, frame.length & 0xff, frame.length >> 8, status & 0xff, status >> 8];
    // Erratum 14: even addresses in ERXRDPT corrupt the pointer and the status before a frame.
    const corrupt = errata[14] && (registers.get(Bank0.ERXRDPTL) & 1) === 0;
    header.forEach((octet, i) => {
      this._put(this._advance(begin, i), corrupt ? Math.floor(chance.fraction() * 256) : octet);
    });
    frame.forEach((octet, i) => this._put(this._advance(begin, HEADER + i), octet));
    this._writePointer = next;
    this._publish(next);
  }

  private _put(address: number, octet: number): void {
    this._chip.memory[address % this._chip.memory.length] = octet;
  }

  private _advance(from: number, octets: number): number {
    const { registers } = this._chip;
    const end = registers.get16(Bank0.ERXNDL);
    const size = end - registers.get16(Bank0.ERXSTL) + 1;
    const to = from + octets;
    return to > end ? to - size : to;
  }

  private _publish(pointer: number): void {
    this._chip.registers.put16(Bank0.ERXWRPTL, pointer);
  }
}
