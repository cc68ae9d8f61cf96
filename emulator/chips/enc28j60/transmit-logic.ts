import { Fcs32 } from "../../../src/framing/fcs";
import { computeCheck } from "../../../src/framing/frame-check";
import { Bank0 } from "../../../src/drivers/enc28j60/bank0";
import { Bank2, Macon3, Macon4 } from "../../../src/drivers/enc28j60/bank2";
import { Common, Econ1, Eir, Estat } from "../../../src/drivers/enc28j60/common";
import type { MediumPort, TransmitOutcome } from "../../ethernet/medium";
import type { Actor } from "../../simulation/simulation";
import { MEMORY_SIZE, OCTET_TIME } from "./chip-state";
import type { ChipState } from "./chip-state";

const fcs = new Fcs32();

/** 512 bits, ns. */
const SLOT_TIME = 51_200;
/** Preamble, start of frame, and the gap to the next frame, octets. */
const OVERHEAD = 20;
/** How often a link pulse passes for a late collision (erratum 13), and a frame that is looped back is lost (9, 10). */
const FALSE_COLLISIONS = 0.25;
const LOOPBACK_LOSS = 0.25;

/** The control octet before a frame (DS39662E figure 7-1). */
const enum Control {
  Override = 0x01,
  Crc = 0x02,
  Pad = 0x04,
}

/** Bits of the transmit status vector (table 7-1, page 41), of octets 2 and 3. */
const enum Status {
  Done = 0x80,
  ExcessiveCollision = 0x10,
  LateCollision = 0x20,
}

const enum Event {
  /** The wait after a collision is over. */
  Retry,
  /** A frame that went nowhere, or round the PHY, has passed. */
  Passed,
  /** Erratum 13: a link pulse came. */
  FalseCollision,
  /** The chip is mute: an attempt is over. */
  Failed,
}

/** The sending half (DS39662E section 7.1, pages 40 and 41). */
export class TransmitLogic implements Actor {
  /** Where the cable is plugged in. */
  port: MediumPort | null = null;
  private readonly _chip: ChipState;
  private readonly _loopBack: (frame: Uint8Array) => void;
  private readonly _events: number[];
  private _frame: Uint8Array = new Uint8Array(0);
  private _collisions = 0;
  private _octetsOnWire = 0;
  /** Erratum 12: an abort has stalled the logic. */
  private _stalled = false;
  /** Changes with every beginning and end: what the medium says of one that was given up is not heard. */
  private _attempt = 0;

  /** @param loopBack takes what the chip hears of its own */
  constructor(chip: ChipState, loopBack: (frame: Uint8Array) => void) {
    this._chip = chip;
    this._loopBack = loopBack;
    this._events = [Event.Retry, Event.Passed, Event.FalseCollision, Event.Failed].map((event) =>
      chip.simulation.register(this, event),
    );
  }

  /** TXRST, and the reset of the whole chip. */
  reset(): void {
    this._forget();
    this._stalled = false;
    this._chip.registers.clear(Common.ECON1, Econ1.TXRTS);
  }

  /** TXRST was cleared. */
  resetEnded(): void {
    if (!this._chip.errata[12]) return;
    this._chip.registers.set(Common.EIR, Eir.TXERIF);
    this._chip.updateInterrupt();
  }

  /** TXRTS was set. */
  start(): void {
    if (this._stalled) return;
    this._frame = this._assemble();
    this._collisions = 0;
    this._octetsOnWire = 0;
    this._try();
  }

  /** TXRTS was cleared by the host. */
  cancel(): void {
    this._forget();
    this._chip.registers.set(Common.EIR, Eir.TXIF);
    this._chip.updateInterrupt();
  }

  fire(event: Event): void {
    if (event === Event.Retry) this._try();
    else if (event === Event.FalseCollision) this._ended("late collision");
    else if (event === Event.Failed) this._ended("collision");
    else this._passed();
  }

  private _forget(): void {
    this._attempt++;
    for (const event of this._events) this._chip.simulation.cancel(event);
  }

  private _assemble(): Uint8Array {
    const { registers, memory } = this._chip;
    const start = registers.get16(Bank0.ETXSTL);
    const length = (registers.get16(Bank0.ETXNDL) - start) & (MEMORY_SIZE - 1);
    const control = memory[start]!;
    const macon3 = registers.get(Bank2.MACON3);
    const overridden = (control & Control.Override) !== 0;
    // Any padding brings a CRC with it (register 6-2); of its kinds, that to 60 octets is the only one here.
    const pads = overridden ? (control & Control.Pad) !== 0 : (macon3 & Macon3.PADCFG) !== 0;
    const checks = pads || (overridden ? (control & Control.Crc) !== 0 : (macon3 & Macon3.TXCRCEN) !== 0);
    const body = new Uint8Array(pads ? Math.max(length, 60) : length);
    for (let i = 0; i < length; i++) body[i] = memory[(start + 1 + i) % MEMORY_SIZE]!;
    if (!checks) return body;
    const frame = new Uint8Array(body.length + 4);
    frame.set(body);
    computeCheck(fcs, body, 0, body.length, frame.subarray(body.length), 0);
    return frame;
  }

  private _try(): void {
    const { simulation, phy, errata, chance } = this._chip;
    const attempt = ++this._attempt;
    const time = (OVERHEAD + this._frame.length) * OCTET_TIME;
    this._octetsOnWire += this._frame.length;
    if (phy.loopback || this.port === null) {
      simulation.after(this._events[Event.Passed]!, time);
    } else if (this._chip.mute) {
      simulation.after(this._events[Event.Failed]!, SLOT_TIME);
    } else if (errata[13] && !phy.fullDuplex && chance.happens(FALSE_COLLISIONS)) {
      simulation.after(this._events[Event.FalseCollision]!, SLOT_TIME);
    } else {
      this.port.transmit(this._frame.slice(), (outcome) => {
        if (attempt === this._attempt) this._ended(outcome);
      });
    }
  }

  private _passed(): void {
    if (this._chip.phy.loopback) this._hearItself();
    this._finish(0);
  }

  private _ended(outcome: TransmitOutcome): void {
    const { phy, registers } = this._chip;
    // A PHY in full duplex senses no collisions, and without a link the MAC knows no better than that it has sent.
    if (outcome === "sent" || outcome === "no link" || phy.fullDuplex) {
      if (outcome === "sent" && !phy.fullDuplex && phy.hearsItself) this._hearItself();
      this._finish(0);
    } else if (outcome === "late collision") {
      this._finish(Status.LateCollision);
    } else if (this._collisions >= registers.get(Bank2.MACLCON1)) {
      this._finish(Status.ExcessiveCollision);
    } else {
      this._collisions++;
      this._backOff();
    }
  }

  /** Truncated binary exponential back-off (IEEE 802.3 section 4.2.3.2.5). */
  private _backOff(): void {
    const { simulation, registers, chance } = this._chip;
    const slots = registers.has(Bank2.MACON4, Macon4.NOBKOFF)
      ? 0
      : Math.floor(chance.fraction() * 2 ** Math.min(this._collisions, 10));
    simulation.after(this._events[Event.Retry]!, slots * SLOT_TIME);
  }

  /** Errata 9 and 10: what is looped back may get lost. */
  private _hearItself(): void {
    const { phy, errata, chance } = this._chip;
    if (errata[phy.fullDuplex ? 10 : 9] && chance.happens(LOOPBACK_LOSS)) return;
    this._loopBack(this._frame.slice());
  }

  /** @param failure bits 24 to 31 of the status vector; 0: it was sent */
  private _finish(failure: number): void {
    const { registers, memory, errata, phy } = this._chip;
    this._forget();
    const length = this._frame.length;
    const end = registers.get16(Bank0.ETXNDL);
    const done = failure === 0 ? Status.Done : 0;
    const wire = this._octetsOnWire;
    [length & 0xff, length >> 8, done | this._collisions, failure, wire & 0xff, (wire >> 8) & 0xff, 0].forEach(
      (octet, i) => (memory[(end + 1 + i) % MEMORY_SIZE] = octet),
    );
    registers.clear(Common.ECON1, Econ1.TXRTS);
    registers.set(Common.EIR, Eir.TXIF);
    if (failure !== 0) {
      registers.set(Common.EIR, Eir.TXERIF);
      registers.set(Common.ESTAT, Estat.TXABRT);
      // Erratum 15.
      if (failure === Status.LateCollision && !errata[15]) registers.set(Common.ESTAT, Estat.LATECOL);
      this._stalled = errata[12] && !phy.fullDuplex;
    }
    this._chip.updateInterrupt();
  }
}
