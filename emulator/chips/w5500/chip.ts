import { Fcs32 } from "../../../src/framing/fcs";
import { computeCheck } from "../../../src/framing/frame-check";
import type { Medium, MediumPort, MediumStation, TransmitOutcome } from "../../ethernet/medium";
import { Chance } from "../../serial/chance";
import type { Actor, Simulation } from "../../simulation/simulation";
import type { SpiDevice } from "../../spi/spi-device";
import { BufferMemory } from "./buffer-memory";
import { arpFrame, BROADCAST_MAC } from "./packets";
import * as R from "./registers";
import { ChipSocket } from "./socket";
import type { FrameOwner, SocketHost } from "./socket";
import { Stack } from "./stack";
import type { StackHost } from "./stack";

export interface W5500ChipOptions {
  /** What VERSIONR holds. Default 4. */
  version?: number;
  /** How long a command shows in Sn_CR, ns. Default 0: gone before the next frame on the bus can read it. */
  commandTime?: number;
  /** How long MR.RST takes, ns. The datasheet does not say; default 10000. */
  resetTime?: number;
  /** From the PHY's reset to the link, ns. Default 2 s, about what auto-negotiation takes. */
  linkTime?: number;
  /** What the link partner can do. Default 100 Mbit/s, full duplex. */
  speed?: 10 | 100;
  duplex?: "half" | "full";
  /** Seed of its dice, for the waits after collisions. Default 1. */
  seed?: number;
}

const enum Event {
  ResetOver,
  LinkFound,
  /** The time that INTn stays away is over. */
  InterruptAgain,
  /** The wait after a collision is over. */
  Retry,
}

/** The PLL's period, ns: INTLEVEL counts four of them (section 4.1 at INTLEVEL). */
const INTERRUPT_UNIT = (4 * 1000) / 150;

/** How often a frame is tried that collides, and the unit of the waits between, bit times (IEEE 802.3 section 4.2.3.2.5). */
const ATTEMPTS = 16;
const SLOT = 512;

const SHORTEST = 60;
const FCS = new Fcs32();
const NO_MAC = new Uint8Array(6);

/**
 * A WIZnet W5500, after its datasheet v1.0.9, as far as a driver can see: SPI frames, common and socket registers, 32 KB
 * of buffers, MACRAW, UDP and TCP with the ARP, IPv4 and ICMP echo that they need, interrupts, the PHY. Left out: PPPoE,
 * Wake on LAN, IGMP, IP fragments (which the chip lacks, too).
 *
 * Frames that a UDP or TCP socket takes don't reach MACRAW; what the datasheet leaves open is marked where it is decided.
 */
export class W5500Chip implements SpiDevice, MediumStation, SocketHost, StackHost, Actor {
  readonly simulation: Simulation;
  readonly transmitMemory = new BufferMemory();
  readonly receiveMemory = new BufferMemory();
  readonly sockets: readonly ChipSocket[];
  /** Commands are never taken: they stay in Sn_CR. */
  wedged = false;
  /** Its receiver fails: it hears nothing. */
  deaf = false;
  /** Called when INTn falls and rises. */
  onInterrupt: (low: boolean) => void = () => {};
  private readonly _stack = new Stack(this);
  private readonly _options: Required<W5500ChipOptions>;
  private readonly _common = new Uint8Array(R.COMMON_SIZE);
  private readonly _events: number[];
  private _port: MediumPort | null = null;
  private _mute = false;
  private _interruptLow = false;
  private _linked = false;
  private _opmdc = R.OPMDC_AUTO;
  /** What waits for the medium. */
  private _leaving: { frame: Uint8Array; owner: FrameOwner | null }[] = [];
  private _transmitting = false;
  private _attempts = 0;
  private readonly _chance: Chance;
  // The SPI frame that is under way.
  private _phase = 0;
  private _address = 0;
  private _control = 0;

  constructor(simulation: Simulation, options: W5500ChipOptions = {}) {
    this.simulation = simulation;
    this._options = {
      version: 4,
      commandTime: 0,
      resetTime: 10_000,
      linkTime: 2_000_000_000,
      speed: 100,
      duplex: "full",
      seed: 1,
      ...options,
    };
    this._chance = new Chance(this._options.seed);
    this._events = [Event.ResetOver, Event.LinkFound, Event.InterruptAgain, Event.Retry].map((kind) =>
      simulation.register(this, kind),
    );
    this.sockets = Array.from({ length: 8 }, (_, number) => new ChipSocket(this, number));
    this.reset();
  }

  /** Its transmitter fails: what is to be sent waits until it works again. */
  get mute(): boolean {
    return this._mute;
  }

  set mute(mute: boolean) {
    this._mute = mute;
    this._transmitNext();
  }

  /** Plugs the cable in. */
  plug(medium: Medium): void {
    const { speed, duplex } = this._options;
    this._port = medium.plug(this, { speed, duplex });
    this._lookForLink();
  }

  /** The reset pin, or a dip of the supply: everything begins anew, the PHY too. */
  reset(): void {
    this._resetRegisters();
    this._common[R.PHYCFGR] = R.PHY_RST | (R.OPMDC_AUTO << 3);
    this._opmdc = R.OPMDC_AUTO;
    this.deselect();
    this._lookForLink();
  }

  // --- SpiDevice

  select(): void {
    this._phase = 0;
  }

  deselect(): void {
    this._phase = 0;
  }

  /**
   * Address phase 2 octets, control phase 1, then data with rising address (section 2.2). In the fixed length modes the
   * frame ends after 1, 2 or 4 octets, and the next begins (section 2.4). What MISO shows before the data means nothing.
   */
  exchange(octet: number): number {
    const phase = this._phase++;
    if (phase < 2) {
      this._address = ((this._address << 8) | octet) & 0xffff;
      return 0;
    }
    if (phase === 2) {
      this._control = octet;
      return 0;
    }
    let answer = 0;
    if (this._control & 0x04) this._write(this._control >> 3, this._address, octet);
    else answer = this._read(this._control >> 3, this._address);
    this._address = (this._address + 1) & 0xffff;
    const length = [Infinity, 1, 2, 4][this._control & 0x03]!;
    if (this._phase === 3 + length) this._phase = 0;
    return answer;
  }

  private _read(block: number, address: number): number {
    const socket = this.sockets[block >> 2]!;
    switch (block & 3) {
      case 1:
        return socket.read(address);
      case 2:
        return this.transmitMemory.read(socket.number, address);
      case 3:
        return this.receiveMemory.read(socket.number, address);
      default:
        return block === 0 ? this._readCommon(address) : 0;
    }
  }

  private _write(block: number, address: number, octet: number): void {
    const socket = this.sockets[block >> 2]!;
    if (this.simulation.isScheduled(this._events[Event.ResetOver]!)) return;
    if ((block & 3) === 1) socket.write(address, octet);
    else if ((block & 3) === 2) this.transmitMemory.write(socket.number, address, octet);
    else if ((block & 3) === 3) this.receiveMemory.write(socket.number, address, octet);
    else if (block === 0) this._writeCommon(address, octet);
  }

  private _readCommon(address: number): number {
    if (address === R.SIR) return this._socketInterrupts;
    if (address === R.VERSIONR) return this._options.version;
    if (address === R.PHYCFGR) return (this._common[R.PHYCFGR]! & 0xf8) | this._phyStatus;
    return address < R.COMMON_SIZE ? this._common[address]! : 0;
  }

  private _writeCommon(address: number, octet: number): void {
    if (address >= R.COMMON_SIZE || address === R.VERSIONR || address === R.SIR) return;
    if (address >= R.UIPR && address < R.PHYCFGR) return;
    if (address === R.MR && octet & R.MR_RST) this._resetByHost();
    else if (address === R.IR) this._common[R.IR]! &= ~octet;
    else if (address === R.PHYCFGR) this._configurePhy(octet);
    else this._common[address] = octet;
    this.interruptsChanged();
  }

  // --- reset

  private _resetByHost(): void {
    this._resetRegisters();
    this._common[R.MR] = R.MR_RST;
    this.simulation.after(this._events[Event.ResetOver]!, this._options.resetTime);
  }

  /** Reset values: section 4.1. The PHY keeps its own. */
  private _resetRegisters(): void {
    const phy = this._common[R.PHYCFGR]!;
    this._common.fill(0);
    this._common[R.PHYCFGR] = phy;
    this._common[R.RTR] = 0x07;
    this._common[R.RTR + 1] = 0xd0;
    this._common[R.RCR] = 0x08;
    this._common[R.PTIMER] = 0x28;
    this.transmitMemory.reset();
    this.receiveMemory.reset();
    // What is on the wire, or waits to be, ends as it does; nobody is told.
    for (const kind of [Event.ResetOver, Event.InterruptAgain]) this.simulation.cancel(this._events[kind]!);
    for (const socket of this.sockets) socket.reset();
    this._leaving = [];
    this.interruptsChanged();
  }

  fire(kind: Event): void {
    if (kind === Event.ResetOver) this._common[R.MR]! &= ~R.MR_RST;
    else if (kind === Event.LinkFound) {
      this._linked = this._port?.linkUp === true;
      this._transmitNext();
    } else if (kind === Event.Retry) {
      this._transmitting = false;
      this._transmitNext();
    } else this.interruptsChanged();
  }

  // --- interrupts (section 4.1 at INTLEVEL, IR and SIR)

  private get _socketInterrupts(): number {
    let bits = 0;
    for (const { number, registers } of this.sockets) {
      if (registers[R.Sn_IR]! & registers[R.Sn_IMR]!) bits |= 1 << number;
    }
    return bits;
  }

  interruptsChanged(): void {
    const common = this._common;
    const wanted = (common[R.IR]! & common[R.IMR]!) !== 0 || (this._socketInterrupts & common[R.SIMR]!) !== 0;
    if (this.simulation.isScheduled(this._events[Event.InterruptAgain]!) || wanted === this._interruptLow) return;
    this._interruptLow = wanted;
    if (!wanted) {
      const level = (common[R.INTLEVEL]! << 8) | common[R.INTLEVEL + 1]!;
      if (level > 0) this.simulation.after(this._events[Event.InterruptAgain]!, (level + 1) * INTERRUPT_UNIT);
    }
    this.onInterrupt(wanted);
  }

  // --- PHY (section 4.1 at PHYCFGR)

  /** OPMDC counts from the PHY's next reset on; a PHY that is held in reset has no link. */
  private _configurePhy(octet: number): void {
    this._common[R.PHYCFGR] = octet & 0xf8;
    if (octet & R.PHY_RST) {
      this._lookForLink();
      return;
    }
    this._opmdc = octet & R.PHY_OPMD ? (octet >> 3) & 7 : R.OPMDC_AUTO;
    this._linked = false;
    this.simulation.cancel(this._events[Event.LinkFound]!);
  }

  private get _phyStatus(): number {
    if (!this._linked) return 0;
    const forced = this._opmdc <= 3;
    const fast = forced ? this._opmdc >= 2 : this._options.speed === 100;
    const full = forced ? (this._opmdc & 1) === 1 : this._opmdc === R.OPMDC_AUTO && this._options.duplex === "full";
    return R.PHY_LNK | (fast ? R.PHY_SPD : 0) | (full ? R.PHY_DPX : 0);
  }

  private _lookForLink(): void {
    const event = this._events[Event.LinkFound]!;
    if (this._linked || this._port?.linkUp !== true || this._opmdc === R.OPMDC_POWER_DOWN) return;
    if ((this._common[R.PHYCFGR]! & R.PHY_RST) === 0 || this.simulation.isScheduled(event)) return;
    this.simulation.after(event, this._options.linkTime);
  }

  linkChanged(up: boolean): void {
    if (up) this._lookForLink();
    else {
      this._linked = false;
      this.simulation.cancel(this._events[Event.LinkFound]!);
    }
  }

  // --- SocketHost

  get mac(): Uint8Array {
    return this._common.slice(R.SHAR, R.SHAR + 6);
  }

  get ip(): number {
    return this._get32(R.SIPR);
  }

  get mask(): number {
    return this._get32(R.SUBR);
  }

  get gateway(): number {
    return this._get32(R.GAR);
  }

  get blocksPing(): boolean {
    return (this._common[R.MR]! & R.MR_PB) !== 0;
  }

  raise(bits: number): void {
    this._common[R.IR]! |= bits;
    this.interruptsChanged();
  }

  setUnreachable(address: number, port: number): void {
    const view = new DataView(this._common.buffer);
    view.setUint32(R.UIPR, address);
    view.setUint16(R.UPORTR, port);
    this.raise(R.IR_UNREACH);
  }

  get forceArp(): boolean {
    return (this._common[R.MR]! & R.MR_FARP) !== 0;
  }

  /** RTR counts 100 µs (section 4.1 at RTR). */
  get retryTime(): number {
    return ((this._common[R.RTR]! << 8) | this._common[R.RTR + 1]!) * 100_000;
  }

  get retryCount(): number {
    return this._common[R.RCR]!;
  }

  get commandTime(): number {
    return this.wedged ? Infinity : this._options.commandTime;
  }

  transmit(frame: Uint8Array, owner: FrameOwner | null = null): void {
    if (!this._linked && owner === null) return;
    const whole = new Uint8Array(Math.max(frame.length, SHORTEST) + 4);
    whole.set(frame);
    computeCheck(FCS, whole, 0, whole.length - 4, whole.subarray(whole.length - 4), 0);
    this._leaving.push({ frame: whole, owner });
    this._transmitNext();
  }

  askForMac(ip: number): void {
    this.transmit(
      arpFrame(BROADCAST_MAC, {
        operation: 1,
        senderMac: this.mac,
        senderIp: this.ip,
        targetMac: NO_MAC,
        targetIp: ip,
      }),
    );
  }

  /**
   * One frame after the other. Without a link a frame waits (no bit says so); one that collided too often is given up,
   * which no bit says either.
   */
  private _transmitNext(): void {
    const port = this._port;
    this._leaving = this._leaving.filter(({ owner }) => owner === null || owner.wanted());
    const first = this._leaving[0];
    if (this._transmitting || first === undefined || port === null || !this._linked || this._mute) return;
    this._transmitting = true;
    this._attempts++;
    port.transmit(first.frame, (outcome: TransmitOutcome) => {
      if (outcome === "collision" && this._attempts < ATTEMPTS) {
        const slots = Math.floor(this._chance.fraction() * 2 ** Math.min(this._attempts, 10));
        this.simulation.after(this._events[Event.Retry]!, (slots * SLOT * 1000) / this._options.speed);
        return;
      }
      this._transmitting = false;
      this._attempts = 0;
      if (outcome === "no link") return;
      this._leaving = this._leaving.filter((leaving) => leaving !== first);
      if (first.owner?.wanted()) first.owner.sent();
      this._transmitNext();
    });
  }

  // --- MediumStation

  frameArrives(frame: Uint8Array): void {
    if (!this._linked || this.deaf || frame.length < SHORTEST + 4) return;
    if (FCS.update(FCS.initial, frame, 0, frame.length) !== FCS.good) return;
    const bare = frame.subarray(0, frame.length - 4);
    if (!this._stack.takes(bare)) this.sockets[0]!.frameArrives(bare);
  }

  private _get32(address: number): number {
    return new DataView(this._common.buffer).getUint32(address);
  }
}
