import { checkedInteger, integerOption } from "../../options";
import { PortFault, SelfTest } from "../../ports";
import type { FramePort, FramePortListener } from "../../ports";
import type { Scheduler, Task } from "../../scheduler/scheduler";
import { writeInt32 } from "../../wire/octets";
import { ADDRESSES_SIZE, CommonRegister, ModeBit, OPMDC_SHIFT, PhyBit, VERSION } from "./common-registers";
import { W5500Counter } from "./counters";
import { Deadline } from "./deadline";
import { FrameSocket } from "./frame-socket";
import { W5500Phy } from "./options";
import type { W5500Options } from "./options";
import { W5500Socket } from "./socket";
import type { SocketOwner, SocketUser } from "./socket";
import { SocketRegister } from "./socket-registers";
import { Block, SPI_HEADER, W5500Spi } from "./spi-frames";

/** How many timers the chip registers. */
export const W5500_TIMERS = 1;

const SOCKETS = 8;
/** The chip's receive and transmit memories, KB each. */
const MEMORY = 16;

/** How long the chip may take to come out of reset: the data sheet has 1 ms after RSTn, slow supplies take longer; ms. */
const START_TIME = 100;
/** How long a reset may take, ms. */
const RESET_TIME = 100;
/** The time before the next attempt with a chip that does not work, ms. */
const RETRY = 1000;
/** The time between two looks at the link, the version and every socket, ms. */
const SUPERVISION = 500;
/** While something is under way, ms. */
const SOON = 1;
/** INTn stays away for 100 µs before it comes again, so that its edge is seen: (INTLEVEL + 1) * 4 / 150 MHz. */
const INTERRUPT_LEVEL = 3749;

const enum ChipState {
  Stopped,
  /** Looks for the chip. */
  Probing,
  Resetting,
  /** The PHY is held in reset. */
  ResettingPhy,
  Running,
  /** The chip does not work: waits for the next attempt. */
  Waiting,
}

/**
 * A WIZnet W5500: Ethernet frames through its socket 0, UDP and TCP through its other sockets (`W5500UdpSocket`,
 * `W5500TcpSocket`). Written from the W5500 datasheet v1.0.9.
 *
 * Nothing waits: each thing that takes the chip time is a step of the scheduler's with a deadline. The link may come
 * whenever it wants. A chip that does not answer, or does not do what it is told, is looked for every second, reset and
 * set up again; so is one that is found reset.
 *
 * The chip never hears its own frames.
 *
 * Memory: 60 octets, 4 * W5500Counter.Size octets of counters, 3037 for frames, one timer.
 */
export class W5500 implements FramePort, Task, SocketOwner {
  readonly address: Uint8Array;
  readonly hearsItself = false;
  /** The chip can't loop frames back. */
  readonly selfTest = SelfTest.Lacking;
  /** What PHYCFGR said when it was read last. */
  phy = 0;
  fault: PortFault = PortFault.None;
  /** Indexed by {@link W5500Counter}; int32, wrapping. */
  readonly counters: Int32Array;
  readonly arpTime: number;
  readonly tcpTime: number;
  private readonly _spi: W5500Spi;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _pollInterval: number;
  private readonly _retryTime: number;
  private readonly _retryCount: number;
  private readonly _phyMode: number;
  /** From {@link CommonRegister.GAR} on, what the chip is told. */
  private readonly _addresses: Uint8Array;
  private readonly _check: Uint8Array;
  private readonly _users: (SocketUser | null)[];
  private readonly _sizes: Uint8Array;
  private readonly _frames: FrameSocket;
  private readonly _deadline: Deadline;
  private _state: ChipState = ChipState.Stopped;
  /** Every socket has been open since the chip was set up. */
  private _works = false;
  private _linkUp = false;
  /** SIMR as it was set. */
  private _mask = 0;
  private _now = 0;
  private _lookedAt = 0;
  private _soon = false;
  /** Rises with each start, stop and failure: what a listener did meanwhile shows in it. */
  private _life = 0;

  constructor(options: W5500Options) {
    checkedInteger("W5500: length of the MAC address", options.address.length, 6, 6, " octets");
    checkedInteger("W5500: longest SPI transaction", options.bus.longest, 8, 0x10000, " octets");
    this.counters = new Int32Array(W5500Counter.Size);
    this.address = new Uint8Array(6);
    this._addresses = new Uint8Array(ADDRESSES_SIZE);
    this._check = new Uint8Array(SPI_HEADER + ADDRESSES_SIZE);
    this._spi = new W5500Spi(options.bus, options.fixedLength === true, this.counters);
    this._pollInterval = integerOption("W5500: poll interval", options.pollInterval, 10, 1, 1000, " ms");
    this._retryTime = integerOption("W5500: retry time", options.retryTime, 200, 1, 6553, " ms");
    this._retryCount = integerOption("W5500: retry count", options.retryCount, 8, 0, 255, "");
    this._phyMode = integerOption("W5500: PHY mode", options.phy, W5500Phy.Auto, 0, W5500Phy.Pins, "");
    this.arpTime = this._retryTime * (this._retryCount + 1);
    this.tcpTime = tcpTimeout(this._retryTime, this._retryCount);
    for (let i = 0; i < 6; i++) {
      this.address[i] = options.address[i]!;
      this._addresses[CommonRegister.SHAR - CommonRegister.GAR + i] = options.address[i]!;
    }
    if (options.gateway !== undefined) writeInt32(this._addresses, 0, options.gateway);
    if (options.mask !== undefined) writeInt32(this._addresses, CommonRegister.SUBR - 1, options.mask);
    if (options.ip !== undefined) writeInt32(this._addresses, CommonRegister.SIPR - 1, options.ip);
    this._users = [null, null, null, null, null, null, null, null];
    this._sizes = new Uint8Array(SOCKETS);
    this._frames = new FrameSocket(
      this,
      integerOption("W5500: kilobytes for frames", options.kilobytes, 8, 2, MEMORY, " KB"),
      options.multicast === true,
    );
    this._deadline = new Deadline();
    this._scheduler = options.scheduler;
    this._timer = options.scheduler.register(this, 0, 0);
  }

  /** Whether the chip works and its link is there. */
  get linkUp(): boolean {
    return this._linkUp;
  }

  /** Says whom to tell of frames; to be called before {@link start}. Without a listener no frames are received. */
  attach(listener: FramePortListener): void {
    this._frames.listener = listener;
  }

  /** @setup */
  claim(user: SocketUser, number: number, kilobytes: number): W5500Socket {
    checkedInteger("W5500: socket", number, 0, SOCKETS - 1, "");
    if (this._users[number] !== null) throw new RangeError(`W5500: socket ${number} is taken: choose another`);
    if (kilobytes !== 1 && kilobytes !== 2 && kilobytes !== 4 && kilobytes !== 8 && kilobytes !== 16) {
      throw new RangeError(`W5500: a buffer of ${kilobytes} KB: it must be 1, 2, 4, 8 or 16 KB`);
    }
    let left = MEMORY;
    for (let i = 0; i < SOCKETS; i++) left -= this._sizes[i]!;
    if (kilobytes > left) {
      throw new RangeError(
        `W5500: socket ${number} asks for ${kilobytes} KB: of the chip's ${MEMORY} KB ${left} are left`,
      );
    }
    this._users[number] = user;
    this._sizes[number] = kilobytes;
    this._mask |= 1 << number;
    return new W5500Socket(this._spi, this.counters, number, kilobytes * 1024);
  }

  /** Begins to look for the chip. Nothing happens if it is started. */
  start(now: number): void {
    if (this._state !== ChipState.Stopped) return;
    this._life = (this._life + 1) | 0;
    this._probe(now);
    this._scheduler.arm(this._timer, now);
  }

  /** Resets the chip and leaves it alone; what is under way is lost. Nothing happens if it is not started. */
  stop(now: number): void {
    if (this._state === ChipState.Stopped) return;
    if (this._state === ChipState.Running) this._spi.write8(Block.Common, CommonRegister.MR, ModeBit.RST);
    this._scheduler.cancel(this._timer);
    this._loseChip(ChipState.Stopped, PortFault.None, now);
  }

  /** The interrupt pin INTn went low. */
  interrupt(now: number): void {
    if (this._state !== ChipState.Running) return;
    this._now = now;
    this._serve(now);
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    return this._frames.send(bytes, start, end);
  }

  startSelfTest(): boolean {
    return false;
  }

  wakeSoon(): void {
    this._soon = true;
    this._scheduler.arm(this._timer, (this._now + SOON) | 0);
  }

  wake(_kind: number, now: number): void {
    this._now = now;
    if (this._state === ChipState.Waiting) this._probe(now);
    if (this._state === ChipState.Running) this._serve(now);
    else if (this._state === ChipState.Probing) this._lookForChip(now);
    else if (this._state === ChipState.Resetting) this._awaitReset(now);
    else if (this._state === ChipState.ResettingPhy) this._run(now);
  }

  private _probe(now: number): void {
    this._now = now;
    this._state = ChipState.Probing;
    this._deadline.begin();
  }

  private _lookForChip(now: number): void {
    const version = this._spi.read8(Block.Common, CommonRegister.VERSIONR);
    if (version === VERSION) this._reset();
    else if (this._deadline.passed(START_TIME, now)) this._fail(faultOf(version), now);
    else this._armSoon();
  }

  private _reset(): void {
    this._spi.write8(Block.Common, CommonRegister.MR, ModeBit.RST);
    this._state = ChipState.Resetting;
    this._deadline.begin();
    this._armSoon();
  }

  private _awaitReset(now: number): void {
    if ((this._spi.read8(Block.Common, CommonRegister.MR) & ModeBit.RST) === 0) this._setUp(now);
    else if (this._deadline.passed(RESET_TIME, now)) this._failAsFound(PortFault.Stuck, now);
    else this._armSoon();
  }

  private _setUp(now: number): void {
    const spi = this._spi;
    for (let n = 0; n < SOCKETS; n++) {
      const size = this._sizes[n]!;
      spi.write16(4 * n + Block.Socket, SocketRegister.RXBUF_SIZE, (size << 8) | size);
    }
    const check = this._check;
    for (let i = 0; i < ADDRESSES_SIZE; i++) check[SPI_HEADER + i] = this._addresses[i]!;
    spi.write(Block.Common, CommonRegister.GAR, check, SPI_HEADER, ADDRESSES_SIZE);
    spi.read(Block.Common, CommonRegister.GAR, check, SPI_HEADER, ADDRESSES_SIZE);
    for (let i = 0; i < ADDRESSES_SIZE; i++) {
      if (check[SPI_HEADER + i] !== this._addresses[i]) {
        this._failAsFound(PortFault.Stuck, now);
        return;
      }
    }
    spi.write16(Block.Common, CommonRegister.INTLEVEL, INTERRUPT_LEVEL);
    spi.write16(Block.Common, CommonRegister.RTR, this._retryTime * 10);
    spi.write8(Block.Common, CommonRegister.RCR, this._retryCount);
    spi.write8(Block.Common, CommonRegister.SIMR, this._mask);
    // A mode is taken over by a reset of the PHY (section 4.1 at PHYCFGR).
    spi.write8(Block.Common, CommonRegister.PHYCFGR, this._phySetting());
    this._state = ChipState.ResettingPhy;
    this._armSoon();
  }

  private _run(now: number): void {
    this._spi.write8(Block.Common, CommonRegister.PHYCFGR, PhyBit.RST | this._phySetting());
    this._state = ChipState.Running;
    this._lookedAt = (now - SUPERVISION) | 0;
    for (let n = 0; n < SOCKETS; n++) {
      const user = this._users[n];
      if (user) {
        user.socket.forget();
        user.chipReady(now);
      }
    }
    this._armSoon();
  }

  private _phySetting(): number {
    const pins = this._phyMode === W5500Phy.Pins;
    return pins ? W5500Phy.Auto << OPMDC_SHIFT : PhyBit.OPMD | (this._phyMode << OPMDC_SHIFT);
  }

  private _serve(now: number): void {
    const life = this._life;
    const waiting = this._interrupts();
    if (waiting < 0) {
      this._failAsFound(PortFault.Reset, now);
      return;
    }
    this._soon = false;
    const all = ((now - this._lookedAt) | 0) >= SUPERVISION;
    if (all && !this._supervise(now)) return;
    let works = true;
    for (let n = 0; n < SOCKETS; n++) {
      const user = this._users[n];
      if (!user) continue;
      if (user.serve(all || (waiting & (1 << n)) !== 0, now)) this._soon = true;
      if (life !== this._life) return;
      if (user.socket.stuck) {
        this._failAsFound(PortFault.Stuck, now);
        return;
      }
      if (!user.ready) works = false;
    }
    this._scheduler.arm(this._timer, (now + (this._soon ? SOON : this._pollInterval)) | 0);
    if (works && !this._works) this._beginWork(now);
  }

  /** Every socket is open. */
  private _beginWork(now: number): void {
    const recovered = this.fault !== PortFault.None;
    this._works = true;
    this.fault = PortFault.None;
    if (this._lookAtLink() || recovered) this._tellChange(now);
  }

  /**
   * Reads IR, IMR, SIR and SIMR. We set SIMR and leave IMR at 0: other values mean that the chip was reset, or is gone; a
   * second look tells a disturbed read from that.
   * @returns SIR, or -1
   */
  private _interrupts(): number {
    for (let i = 0; i < 2; i++) {
      const registers = this._spi.read32(Block.Common, CommonRegister.IR);
      if ((registers & 0xff00ff) === this._mask) {
        if (i > 0) this.counters[W5500Counter.SpiErrors]!++;
        return (registers >> 8) & 0xff;
      }
    }
    return -1;
  }

  /** Looks whether it is still our chip, and at the link. @returns false when a listener stopped us, or the chip is gone */
  private _supervise(now: number): boolean {
    const life = this._life;
    this._lookedAt = now;
    if (this._spi.read8(Block.Common, CommonRegister.VERSIONR) !== VERSION) {
      const version = this._spi.read8(Block.Common, CommonRegister.VERSIONR);
      if (version !== VERSION) {
        this._fail(faultOf(version), now);
        return false;
      }
      this.counters[W5500Counter.SpiErrors]!++;
    }
    if (!this._lookAtLink()) return true;
    if (!this._linkUp) {
      for (let n = 0; n < SOCKETS; n++) {
        const user = this._users[n];
        if (user) user.linkLost(now);
        if (life !== this._life) return false;
      }
    }
    this._tellChange(now);
    return life === this._life;
  }

  /** @returns whether the link came or went */
  private _lookAtLink(): boolean {
    this.phy = this._spi.read8(Block.Common, CommonRegister.PHYCFGR);
    const up = this._works && (this.phy & PhyBit.LNK) !== 0;
    if (up === this._linkUp) return false;
    this._linkUp = up;
    this.counters[W5500Counter.LinkChanges]!++;
    return true;
  }

  /** Fails with `fault`, unless it is not our chip any more. */
  private _failAsFound(fault: PortFault, now: number): void {
    const version = this._spi.read8(Block.Common, CommonRegister.VERSIONR);
    this._fail(version === VERSION ? fault : faultOf(version), now);
  }

  private _fail(fault: PortFault, now: number): void {
    if (fault === PortFault.Reset) this.counters[W5500Counter.SelfResets]!++;
    else if (fault === PortFault.Stuck) this.counters[W5500Counter.Stuck]!++;
    else this.counters[W5500Counter.NotFound]!++;
    this._scheduler.arm(this._timer, (now + (fault === PortFault.Reset ? SOON : RETRY)) | 0);
    this._loseChip(ChipState.Waiting, fault, now);
  }

  /** Tells everybody that the chip is lost to them. */
  private _loseChip(state: ChipState, fault: PortFault, now: number): void {
    const changed = this.fault !== fault || this._linkUp;
    const life = (this._life + 1) | 0;
    this._life = life;
    this._state = state;
    this.fault = fault;
    if (this._linkUp) this.counters[W5500Counter.LinkChanges]!++;
    this._linkUp = false;
    this._works = false;
    for (let n = 0; n < SOCKETS; n++) {
      const user = this._users[n];
      if (!user) continue;
      user.socket.forget();
      user.chipLost(now);
      if (life !== this._life) return;
    }
    if (changed) this._tellChange(now);
  }

  private _tellChange(now: number): void {
    if (this._frames.listener !== null) this._frames.listener.portChanged(now);
  }

  private _armSoon(): void {
    this._scheduler.arm(this._timer, (this._now + SOON) | 0);
  }
}

/** What is wrong where this is no W5500. */
function faultOf(version: number): PortFault {
  return version === 0x00 || version === 0xff ? PortFault.Absent : PortFault.WrongChip;
}

/** How long TCP waits at most, ms: the time doubles up to what 16 bits of 100 µs hold (section 4.1 at RCR). @setup */
function tcpTimeout(retryTime: number, retryCount: number): number {
  let sum = 0;
  let time = retryTime;
  for (let i = 0; i <= retryCount; i++) {
    sum += time;
    if (time * 2 <= 6553) time *= 2;
  }
  return sum;
}
