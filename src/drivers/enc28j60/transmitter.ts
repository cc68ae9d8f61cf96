import { Bank0 } from "./bank0";
import { BufferMemory, FrameLength } from "./buffer-memory";
import { Common, Econ1, Eir } from "./common";
import { Enc28j60Counter } from "./counters";
import type { Enc28j60Registers } from "./registers";

/** ms; sixteen attempts in half duplex wait for 367 ms at most (IEEE 802.3 section 4.2.3.2.5), and each may be deferred. */
const DEADLINE = 600;
/** How often a frame is sent again after a late collision, as Microchip's own stack does it. */
const LATE_COLLISIONS = 16;

/** The transmit status vector (DS39662E table 7-1, page 41): its length, and where bit 29 stands. */
const enum StatusVector {
  Size = 7,
  LateCollisionOctet = 3,
  LateCollision = 0x20,
}

/** MACON3 decides on padding and FCS of each frame (figure 7-1). */
const CONTROL_OCTET = 0x00;

export const enum Transmission {
  None,
  Sending,
  Sent,
  /** Given up by the chip. */
  Aborted,
  /** Neither sent nor given up within its time. */
  Stuck,
}

/** Sends one frame at a time. */
export class Enc28j60Transmitter {
  state = Transmission.None;
  /** How often {@link poll} found the frame still on its way. */
  polls = 0;
  private readonly _registers: Enc28j60Registers;
  private readonly _counters: Int32Array;
  private readonly _halfDuplex: boolean;
  private readonly _vector: Uint8Array;
  private _end = 0;
  private _lateCollisions = 0;
  private _deadline = 0;

  constructor(registers: Enc28j60Registers, counters: Int32Array, halfDuplex: boolean) {
    this._registers = registers;
    this._counters = counters;
    this._halfDuplex = halfDuplex;
    this._vector = new Uint8Array(1 + StatusVector.Size);
  }

  get sending(): boolean {
    return this.state === Transmission.Sending;
  }

  /** Copies a frame to the chip and has it sent; false, and nothing is done, if its length can't be. */
  send(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length < FrameLength.Header || length > FrameLength.Longest) {
      this._counters[Enc28j60Counter.BadLengthsOut]!++;
      return false;
    }
    const registers = this._registers;
    registers.write16(Bank0.EWRPTL, BufferMemory.TransmitStart);
    registers.writeMemory(CONTROL_OCTET, bytes, start, end);
    this._end = BufferMemory.TransmitStart + length;
    registers.write16(Bank0.ETXNDL, this._end);
    this.state = Transmission.Sending;
    this._lateCollisions = 0;
    this.polls = 0;
    this._start();
    return true;
  }

  /** Looks what became of the frame. `flags` is EIR. Nothing happens but while {@link sending}. */
  poll(flags: number, now: number): void {
    if (this.polls === 0) this._deadline = (now + DEADLINE) | 0;
    this.polls++;
    if ((flags & Eir.TXERIF) !== 0) this._aborted();
    else if ((flags & Eir.TXIF) !== 0) this._finish(Transmission.Sent, Enc28j60Counter.FramesSent);
    else if (((now - this._deadline) | 0) >= 0) {
      this._registers.clear(Common.ECON1, Econ1.TXRTS);
      this._finish(Transmission.Stuck, Enc28j60Counter.TransmitStuck);
    }
  }

  /** The frame is no longer sent, if it still was. */
  cancel(): void {
    if (this.sending) this._registers.clear(Common.ECON1, Econ1.TXRTS);
    this.state = Transmission.None;
  }

  private _start(): void {
    const registers = this._registers;
    // An abort may have stalled the transmit logic, so that it would never end: it is reset before each frame, which may
    // itself raise TXERIF (erratum 12).
    registers.set(Common.ECON1, Econ1.TXRST);
    registers.clear(Common.ECON1, Econ1.TXRST);
    registers.clear(Common.EIR, Eir.TXERIF | Eir.TXIF);
    registers.set(Common.ECON1, Econ1.TXRTS);
  }

  /** A link pulse may pass for a late collision: the frame is sent again (erratum 13). */
  private _aborted(): void {
    if (this._halfDuplex && this._lateCollisions < LATE_COLLISIONS && this._collidedLate()) {
      this._lateCollisions++;
      this._counters[Enc28j60Counter.LateCollisions]!++;
      this.polls = 1;
      this._start();
    } else {
      this._finish(Transmission.Aborted, Enc28j60Counter.TransmitErrors);
    }
  }

  /** ESTAT.LATECOL does not tell it reliably; the status vector does (erratum 15). */
  private _collidedLate(): boolean {
    this._registers.write16(Bank0.ERDPTL, this._end + 1);
    this._registers.readMemory(this._vector, 1, StatusVector.Size);
    return (this._vector[1 + StatusVector.LateCollisionOctet]! & StatusVector.LateCollision) !== 0;
  }

  private _finish(state: Transmission, counter: Enc28j60Counter): void {
    this._registers.clear(Common.EIR, Eir.TXERIF | Eir.TXIF);
    this.state = state;
    this._counters[counter]!++;
  }
}
