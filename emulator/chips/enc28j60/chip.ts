import { Bank0 } from "../../../src/drivers/enc28j60/bank0";
import { Bank2, Micmd } from "../../../src/drivers/enc28j60/bank2";
import { Bank3, Mistat, Revision } from "../../../src/drivers/enc28j60/bank3";
import { Common, Econ1, Econ2, Eie, Eir, Estat, Instruction, RegisterBits } from "../../../src/drivers/enc28j60/common";
import type { Medium, MediumStation } from "../../ethernet/medium";
import { Chance } from "../../serial/chance";
import type { Level } from "../../serial/pin";
import type { Actor, Simulation } from "../../simulation/simulation";
import type { SpiDevice } from "../../spi/spi-device";
import { MEMORY_SIZE } from "./chip-state";
import type { ChipState } from "./chip-state";
import { errataOf } from "./errata";
import type { Enc28j60Errata } from "./errata";
import { EmulatedPhy } from "./phy";
import { ReceiveLogic } from "./receive-logic";
import { Registers } from "./registers";
import { TransmitLogic } from "./transmit-logic";

/** Access to a PHY register, ns (DS39662E page 19). */
const PHY_ACCESS = 10_240;
/** Oscillator start-up, ns (section 2.2), and what it may become (erratum 2). */
const START_UP = 300_000;
const LATE_START_UP = 1_000_000;
/** An octet that the DMA takes, ns: one clock of 25 MHz. */
const DMA_OCTET = 40;
/** How often an access to a MAC register goes wrong (erratum 1). */
const BAD_ACCESSES = 0.1;

/** Bits of EIR and ESTAT that a host can clear but not set. */
const CLEARABLE_EIR = Eir.DMAIF | Eir.TXIF | Eir.TXERIF | Eir.RXERIF;
const CLEARABLE_ESTAT = Estat.BUFER | Estat.LATECOL | Estat.TXABRT;
const INTERRUPTS = Eie.PKTIE | Eie.DMAIE | Eie.LINKIE | Eie.TXIE | Eie.TXERIE | Eie.RXERIE;

const enum Event {
  ClockReady,
  PhyDone,
  DmaDone,
}

export interface Enc28j60ChipOptions {
  /** EREVID: 2, 4, 5 or 6 for revisions B1, B4, B5 and B7. Default 6. */
  revision?: number;
  /** Default: all that the revision has. */
  errata?: Enc28j60Errata;
  /** Seed of its dice. Default 1. */
  seed?: number;
}

/**
 * A Microchip ENC28J60, as far as a driver can see (DS39662E): the SPI instructions, the control registers in their banks,
 * the PHY's behind the MII, the buffer memory, the receive ring with its filters, the transmitter with collisions and
 * retries, DMA, interrupts and power save; and its errata (DS80349C), each as a switch.
 *
 * Left out: the built-in self-test, flow control, the LEDs, delayed CRC for frames with a proprietary header, VLAN padding.
 */
export class Enc28j60Chip implements SpiDevice, MediumStation, Actor, ChipState {
  readonly simulation: Simulation;
  readonly registers: Registers;
  readonly memory = new Uint8Array(MEMORY_SIZE);
  readonly phy = new EmulatedPhy();
  readonly errata: Enc28j60Errata;
  readonly chance: Chance;
  mute = false;
  /** Its receiver fails: it hears nothing, not even itself. */
  deaf = false;
  /** Told the level of the INT pin when it changes. */
  onInterrupt: ((level: Level) => void) | null = null;
  /** The level of the INT pin: low while an interrupt asks for service. */
  interruptPin: Level = 1;
  private readonly _receiver: ReceiveLogic;
  private readonly _transmitter: TransmitLogic;
  private readonly _events: number[];
  private _clockReady = false;
  /** The octets of the transaction so far, and the first of them. */
  private _position = 0;
  private _instruction = 0;
  /** The low octet of ERXRDPT that was written, until the high one is (page 45). */
  private _readPointerLow = 0;
  private _phyWriting = false;

  constructor(simulation: Simulation, options: Enc28j60ChipOptions = {}) {
    const revision = options.revision ?? Revision.B7;
    this.simulation = simulation;
    this.registers = new Registers(revision);
    this.errata = options.errata ?? errataOf(revision);
    this.chance = new Chance(options.seed ?? 1);
    this._receiver = new ReceiveLogic(this);
    this._transmitter = new TransmitLogic(this, (frame) => this._hear(frame));
    this._events = [Event.ClockReady, Event.PhyDone, Event.DmaDone].map((event) => simulation.register(this, event));
    this.powerOn();
  }

  /** The supply, or the RESET pin, comes back: everything begins anew, and the buffer memory holds anything. */
  powerOn(): void {
    for (let i = 0; i < MEMORY_SIZE; i++) this.memory[i] = Math.floor(this.chance.fraction() * 256);
    this._reset();
    this.registers.clear(Common.ESTAT, Estat.CLKRDY);
    this._clockReady = false;
    this.simulation.after(this._events[Event.ClockReady]!, START_UP);
  }

  /** Plugs the chip's cable into a medium. */
  plug(medium: Medium, duplex: "half" | "full"): void {
    this._transmitter.port = medium.plug(this, { speed: 10, duplex });
    this.linkChanged(this._transmitter.port.linkUp);
  }

  /** The receiver is off all of a sudden, as drivers have found it in the field. */
  loseReceiver(): void {
    this.registers.clear(Common.ECON1, Econ1.RXEN);
  }

  frameArrives(frame: Uint8Array): void {
    if (this._clockReady && !this.phy.loopback) this._hear(frame);
  }

  linkChanged(up: boolean): void {
    this.phy.linkChanged(up);
    if (this.phy.interrupts) this.registers.set(Common.EIR, Eir.LINKIF);
    this.updateInterrupt();
  }

  updateInterrupt(): void {
    const { registers } = this;
    const asks = (registers.get(Common.EIE) & registers.get(Common.EIR) & INTERRUPTS) !== 0;
    if (asks) registers.set(Common.ESTAT, Estat.INT);
    else registers.clear(Common.ESTAT, Estat.INT);
    const level = asks && registers.has(Common.EIE, Eie.INTIE) ? 0 : 1;
    if (level === this.interruptPin) return;
    this.interruptPin = level;
    this.onInterrupt?.(level);
  }

  fire(event: Event): void {
    if (event === Event.ClockReady) {
      this._clockReady = true;
      this.registers.set(Common.ESTAT, Estat.CLKRDY);
    } else if (event === Event.PhyDone) {
      this._phyDone();
    } else {
      this._dmaDone();
    }
  }

  // --- SPI (section 4.0)

  select(): void {
    this._position = 0;
  }

  exchange(octet: number): number {
    const position = this._position++;
    if (position === 0) {
      this._instruction = octet;
      return 0;
    }
    if (this._instruction === Instruction.ReadBufferMemory) return this._readMemory();
    if (this._instruction === Instruction.WriteBufferMemory) {
      this._writeMemory(octet);
      return 0;
    }
    const register = this._registerOf(this._instruction & RegisterBits.Address);
    switch (this._instruction & ~RegisterBits.Address) {
      case Instruction.ReadControlRegister:
        // The first octet of a MAC or MII register is a dummy (section 4.2.1).
        return position === 1 && isMac(register) ? 0 : this._read(register);
      case Instruction.WriteControlRegister:
        if (position === 1) this._write(register, octet);
        return 0;
      case Instruction.BitFieldSet:
        if (position === 1 && !isMac(register)) this._write(register, this.registers.get(register) | octet);
        return 0;
      case Instruction.BitFieldClear:
        if (position === 1 && !isMac(register)) this._write(register, this.registers.get(register) & ~octet);
        return 0;
      default:
        return 0;
    }
  }

  deselect(): void {
    if (this._instruction !== Instruction.SystemReset || this._position === 0) return;
    // Erratum 19.
    if (this.errata[19] && this.registers.has(Common.ECON2, Econ2.PWRSV)) return;
    this._reset();
    // Erratum 2: CLKRDY stays set, and says nothing.
    this._clockReady = false;
    if (this.errata[2]) this.registers.set(Common.ESTAT, Estat.CLKRDY);
    this.simulation.after(this._events[Event.ClockReady]!, this.errata[2] ? LATE_START_UP : START_UP);
  }

  private _hear(frame: Uint8Array): void {
    if (!this.deaf) this._receiver.receive(frame);
  }

  private _registerOf(address: number): number {
    if (address >= RegisterBits.FirstCommon) return address;
    const bank = this.registers.get(Common.ECON1) & Econ1.BSEL;
    const register = (bank << RegisterBits.BankShift) | address;
    return bank === 2 || (bank === 3 && (address < 0x06 || address === 0x0a)) ? register | RegisterBits.Mac : register;
  }

  private _readMemory(): number {
    const { registers } = this;
    const at = registers.get16(Bank0.ERDPTL);
    if (registers.has(Common.ECON2, Econ2.AUTOINC)) {
      // Round the receive ring, and else round the memory (section 4.2.2, page 28).
      const atEnd = at === registers.get16(Bank0.ERXNDL);
      registers.put16(Bank0.ERDPTL, atEnd ? registers.get16(Bank0.ERXSTL) : (at + 1) % MEMORY_SIZE);
    }
    return this.memory[at]!;
  }

  private _writeMemory(octet: number): void {
    const { registers } = this;
    const at = registers.get16(Bank0.EWRPTL);
    this.memory[at] = octet;
    if (registers.has(Common.ECON2, Econ2.AUTOINC)) registers.put16(Bank0.EWRPTL, (at + 1) % MEMORY_SIZE);
  }

  // --- registers

  private _reset(): void {
    for (const event of this._events) this.simulation.cancel(event);
    this.registers.reset();
    // Erratum 16: the LED's polarity is not what decides.
    this.phy.reset(this.errata[16]);
    this._transmitter.reset();
    this._receiver.reset();
    this.updateInterrupt();
  }

  private _read(register: number): number {
    if (!isMac(register)) return this.registers.get(register);
    if (!this._clockReady) return 0;
    return this._mayGoWrong(register, this.registers.get(register));
  }

  private _write(register: number, octet: number): void {
    const { registers } = this;
    if (isMac(register)) {
      if (this._clockReady) this._writeMac(register, this._mayGoWrong(register, octet));
      return;
    }
    const before = registers.get(register);
    switch (register) {
      case Bank0.ERXRDPTL:
        this._readPointerLow = octet;
        return;
      case Bank0.ERXRDPTH:
        registers.put(Bank0.ERXRDPTL, this._readPointerLow);
        break;
      case Common.EIR:
        octet = before & (octet | ~CLEARABLE_EIR);
        break;
      case Common.ESTAT:
        octet = before & (octet | ~CLEARABLE_ESTAT);
        break;
      default:
        break;
    }
    registers.put(register, registers.written(register, octet));
    switch (register) {
      case Bank0.ERXSTL:
      case Bank0.ERXSTH:
      case Bank0.ERXNDL:
      case Bank0.ERXNDH:
        this._receiver.ringChanged();
        break;
      case Common.ECON1:
        this._controlChanged(before, registers.get(register));
        break;
      case Common.ECON2:
        this._powerChanged(before, registers.get(register));
        break;
      default:
        break;
    }
    this.updateInterrupt();
  }

  private _controlChanged(before: number, after: number): void {
    const rose = after & ~before;
    const fell = before & ~after;
    if ((after & Econ1.TXRST) !== 0) this._transmitter.reset();
    else if ((fell & Econ1.TXRST) !== 0) this._transmitter.resetEnded();
    if ((after & Econ1.RXRST) !== 0) this.registers.clear(Common.ECON1, Econ1.RXEN);
    if ((after & Econ1.TXRST) === 0 && (rose & Econ1.TXRTS) !== 0) this._transmitter.start();
    else if ((fell & Econ1.TXRTS) !== 0) this._transmitter.cancel();
    if ((rose & Econ1.DMAST) !== 0) this.simulation.after(this._events[Event.DmaDone]!, this._dmaLength() * DMA_OCTET);
  }

  private _powerChanged(before: number, after: number): void {
    if ((after & Econ2.PKTDEC) !== 0) {
      this.registers.clear(Common.ECON2, Econ2.PKTDEC);
      this._receiver.decrement();
    }
    if (((before ^ after) & Econ2.PWRSV) === 0) return;
    this._clockReady = false;
    this.registers.clear(Common.ESTAT, Estat.CLKRDY);
    if ((after & Econ2.PWRSV) === 0) this.simulation.after(this._events[Event.ClockReady]!, START_UP);
    else this.simulation.cancel(this._events[Event.ClockReady]!);
  }

  /** Erratum 1: an access to a MAC register may flip a bit of it. */
  private _mayGoWrong(register: number, octet: number): number {
    const mii = register >= Bank2.MICMD && register <= Bank2.MIRDH;
    if (!this.errata[1] || mii || register === Bank3.MISTAT || !this.chance.happens(BAD_ACCESSES)) return octet;
    return octet ^ (1 << Math.floor(this.chance.fraction() * 8));
  }

  // --- MII (sections 3.3.1 and 3.3.2, page 19)

  private _writeMac(register: number, octet: number): void {
    const before = this.registers.get(register);
    this.registers.put(register, this.registers.written(register, octet));
    const reads = register === Bank2.MICMD && (octet & ~before & Micmd.MIIRD) !== 0;
    if (!reads && register !== Bank2.MIWRH) return;
    this._phyWriting = !reads;
    this.registers.set(Bank3.MISTAT, Mistat.BUSY);
    this.simulation.after(this._events[Event.PhyDone]!, PHY_ACCESS);
  }

  private _phyDone(): void {
    const { registers } = this;
    const address = registers.get(Bank2.MIREGADR);
    if (this._phyWriting) this.phy.write(address, registers.get16(Bank2.MIWRL));
    else registers.put16(Bank2.MIRDL, this.phy.read(address));
    registers.clear(Bank3.MISTAT, Mistat.BUSY);
    if (!this.phy.interrupts) registers.clear(Common.EIR, Eir.LINKIF);
    this.updateInterrupt();
  }

  // --- DMA (section 13.0)

  private _dmaLength(): number {
    const { registers } = this;
    return ((registers.get16(Bank0.EDMANDL) - registers.get16(Bank0.EDMASTL)) & (MEMORY_SIZE - 1)) + 1;
  }

  private _dmaDone(): void {
    const { registers, memory } = this;
    const start = registers.get16(Bank0.EDMASTL);
    const length = this._dmaLength();
    if (registers.has(Common.ECON1, Econ1.CSUMEN)) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += memory[(start + i) % MEMORY_SIZE]! << (i & 1 ? 0 : 8);
      while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
      registers.put16(Bank0.EDMACSL, ~sum & 0xffff);
    } else {
      const target = registers.get16(Bank0.EDMADSTL);
      for (let i = 0; i < length; i++) memory[(target + i) % MEMORY_SIZE] = memory[(start + i) % MEMORY_SIZE]!;
    }
    registers.clear(Common.ECON1, Econ1.DMAST);
    registers.set(Common.EIR, Eir.DMAIF);
    this.updateInterrupt();
  }
}

function isMac(register: number): boolean {
  return (register & RegisterBits.Mac) !== 0;
}
