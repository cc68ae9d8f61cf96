import { Bank0 } from "./bank0";
import { BufferMemory, FrameLength } from "./buffer-memory";
import { Common, Econ2 } from "./common";
import { Enc28j60Counter } from "./counters";
import type { Enc28j60Registers } from "./registers";

/** What stands before a frame in the receive ring (DS39662E figure 7-3, page 43): two octets of pointer, four of status. */
const enum Header {
  NextPacket = 0,
  Length = 2,
  Status = 4,
  Size = 6,
}

/** Bits 16 to 31 of the receive status vector (table 7-3, page 44). */
const enum ReceiveStatus {
  ReceivedOk = 0x0080,
}

/** The frame stands here in the buffer; the octet before it is needed to fetch it. */
const FRAME = 1;

/** What {@link Enc28j60Receiver.fetch} found, if no frame. */
export const enum Fetched {
  /** A frame that is none: it was counted, and left out. */
  Nothing = 0,
  /** The ring does not hold what it must: the chip has to be set up again. */
  Corrupt = -1,
}

/**
 * Fetches frames from the receive ring. Nothing that the chip says is believed unchecked: the frame's length must be one,
 * and the pointer to the next packet must point where this frame ends.
 *
 * Memory: 1521 octets.
 */
export class Enc28j60Receiver {
  /** The frame that was fetched last stands here from {@link start} on. */
  readonly buffer: Uint8Array;
  readonly start = FRAME;
  private readonly _registers: Enc28j60Registers;
  private readonly _counters: Int32Array;
  private readonly _header: Uint8Array;
  /** Where the next packet begins. */
  private _next = 0;

  constructor(registers: Enc28j60Registers, counters: Int32Array) {
    this._registers = registers;
    this._counters = counters;
    this.buffer = new Uint8Array(FRAME + FrameLength.Longest);
    this._header = new Uint8Array(FRAME + Header.Size);
  }

  /** The ring is empty, and begins anew. */
  reset(): void {
    this._next = BufferMemory.ReceiveStart;
  }

  /** Fetches one packet of those that EPKTCNT counts. @returns the frame's length, octets, without FCS; or {@link Fetched} */
  fetch(): number {
    const registers = this._registers;
    const header = this._header;
    registers.write16(Bank0.ERDPTL, this._next);
    registers.readMemory(header, FRAME, Header.Size);
    const next = this._read16(Header.NextPacket);
    const octets = this._read16(Header.Length);
    if (next !== this._after(octets)) {
      this._counters[Enc28j60Counter.RingsCorrupt]!++;
      return Fetched.Corrupt;
    }
    const length = octets - FrameLength.Fcs;
    const possible = length >= FrameLength.Header && length <= FrameLength.Longest;
    const good = (this._read16(Header.Status) & ReceiveStatus.ReceivedOk) !== 0;
    if (possible && good) registers.readMemory(this.buffer, FRAME, length);
    this._free(next);
    if (!possible) this._counters[Enc28j60Counter.BadLengthsIn]!++;
    else if (!good) this._counters[Enc28j60Counter.ReceiveErrors]!++;
    return possible && good ? length : Fetched.Nothing;
  }

  /** Where the packet after this one must begin: at the next even address (page 43), round the end of the ring. */
  private _after(octets: number): number {
    const next = this._next + Header.Size + ((octets + 1) & ~1);
    return next > BufferMemory.ReceiveEnd ? next - (BufferMemory.ReceiveEnd + 1) : next;
  }

  private _free(next: number): void {
    const registers = this._registers;
    this._next = next;
    // An even ERXRDPT corrupts the ring: the odd address before the next packet does as well (erratum 14).
    registers.write16(Bank0.ERXRDPTL, next === BufferMemory.ReceiveStart ? BufferMemory.ReceiveEnd : next - 1);
    registers.set(Common.ECON2, Econ2.PKTDEC);
  }

  private _read16(at: number): number {
    return this._header[FRAME + at]! | (this._header[FRAME + at + 1]! << 8);
  }
}
