import type { SpiBus } from "../../ports";
import { readInt32, readUint16, writeInt32, writeUint16 } from "../../wire/octets";
import { W5500Counter } from "./counters";
import { SocketRegister } from "./socket-registers";

/** Octets of an SPI frame before its data: offset address 2, control 1 (W5500 datasheet v1.0.9, section 2.2, page 14). */
export const SPI_HEADER = 3;

/** Blocks of a socket; socket n's stand 4 n higher (section 2.2.2). */
export const enum Block {
  Common = 0,
  Socket = 1,
  Transmit = 2,
  Receive = 3,
}

const enum Control {
  Read = 0x00,
  Write = 0x04,
  /** Fixed length of 4 octets; 1 and 2 stand for themselves, 0 for variable length. */
  Fixed4 = 0x03,
}

/** How often a 16-bit register is read again until it has the same value twice. */
const SETTLING_READS = 8;

/**
 * Reads and writes the W5500 in SPI frames of variable length, or of fixed lengths where the chip's SCSn is tied low
 * (sections 2.3 and 2.4).
 *
 * Nothing is copied: data goes in and out in place, in the caller's buffer, whose three octets before the data are used
 * for the header meanwhile.
 *
 * Memory: 11 octets.
 */
export class W5500Spi {
  private readonly _bus: SpiBus;
  private readonly _fixedLength: boolean;
  private readonly _counters: Int32Array;
  /** The most octets of data in one frame. */
  private readonly _most: number;
  private readonly _small: Uint8Array;

  constructor(bus: SpiBus, fixedLength: boolean, counters: Int32Array) {
    this._bus = bus;
    this._fixedLength = fixedLength;
    this._counters = counters;
    this._most = bus.longest - SPI_HEADER;
    this._small = new Uint8Array(SPI_HEADER + 8);
  }

  /** Reads `length` octets to `bytes[at]` on; the three octets before must exist, and are left as they are. */
  read(block: number, address: number, bytes: Uint8Array, at: number, length: number): void {
    this._transfer(block, address, Control.Read, bytes, at, length);
  }

  /** Writes `length` octets from `bytes[at]` on, which are lost; the three octets before must exist. */
  write(block: number, address: number, bytes: Uint8Array, at: number, length: number): void {
    this._transfer(block, address, Control.Write, bytes, at, length);
  }

  read8(block: number, address: number): number {
    this.read(block, address, this._small, SPI_HEADER, 1);
    return this._small[SPI_HEADER]!;
  }

  write8(block: number, address: number, value: number): void {
    this._small[SPI_HEADER] = value;
    this.write(block, address, this._small, SPI_HEADER, 1);
  }

  read16(block: number, address: number): number {
    this.read(block, address, this._small, SPI_HEADER, 2);
    return readUint16(this._small, SPI_HEADER);
  }

  write16(block: number, address: number, value: number): void {
    writeUint16(this._small, SPI_HEADER, value);
    this.write(block, address, this._small, SPI_HEADER, 2);
  }

  /** Sn_DIPR and Sn_DPORT in one go. */
  writeDestination(block: number, address: number, port: number): void {
    writeInt32(this._small, SPI_HEADER, address);
    writeUint16(this._small, SPI_HEADER + 4, port);
    this.write(block, SocketRegister.DIPR, this._small, SPI_HEADER, 6);
  }

  /** Four registers in one go, as an int32. */
  read32(block: number, address: number): number {
    this.read(block, address, this._small, SPI_HEADER, 4);
    return readInt32(this._small, SPI_HEADER);
  }

  /**
   * A 16-bit register that the chip may change between its two octets, read until it has the same value twice (the note
   * at Sn_TX_FSR and Sn_RX_RSR, pages 54 and 55).
   * @returns -1 if it does not stand still
   */
  readSettled(block: number, address: number): number {
    let value = this.read16(block, address);
    for (let i = 0; i < SETTLING_READS; i++) {
      const again = this.read16(block, address);
      if (again === value) return value;
      value = again;
    }
    this._counters[W5500Counter.Unsettled]!++;
    return -1;
  }

  private _transfer(
    block: number,
    address: number,
    control: number,
    bytes: Uint8Array,
    at: number,
    length: number,
  ): void {
    const counters = this._counters;
    const end = at + length;
    while (at < end) {
      let count = end - at;
      if (count > this._most) count = this._most;
      let mode = 0;
      if (this._fixedLength) {
        count = count >= 4 ? 4 : count >= 2 ? 2 : 1;
        mode = count === 4 ? Control.Fixed4 : count;
      }
      const header = at - SPI_HEADER;
      const first = bytes[header]!;
      const second = bytes[header + 1]!;
      const third = bytes[header + 2]!;
      writeUint16(bytes, header, address);
      bytes[header + 2] = (block << 3) | control | mode;
      this._bus.transfer(bytes, header, at + count);
      bytes[header] = first;
      bytes[header + 1] = second;
      bytes[header + 2] = third;
      counters[W5500Counter.SpiTransactions]!++;
      counters[W5500Counter.SpiOctets]! += SPI_HEADER + count;
      at += count;
      address = (address + count) & 0xffff;
    }
  }
}
