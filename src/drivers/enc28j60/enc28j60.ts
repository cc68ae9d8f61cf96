import { integerOption } from "../../options";
import { PortFault, SelfTest } from "../../ports";
import type { FramePort, FramePortListener } from "../../ports";
import type { Scheduler, Task } from "../../scheduler/scheduler";
import { Bank1 } from "./bank1";
import { Common, Econ1, Econ2, Eie, Eir } from "./common";
import { Enc28j60Counter } from "./counters";
import { Phcon1 } from "./phy";
import { checkEnc28j60Options } from "./options";
import type { Enc28j60Options } from "./options";
import { Enc28j60Phy, PhyResult, PhyStep } from "./phy-steps";
import { Enc28j60Receiver, Fetched } from "./receiver";
import { Enc28j60Registers } from "./registers";
import { Enc28j60SelfTest } from "./self-test";
import { BANK_AT_REST, Condition, Enc28j60SetUp } from "./set-up";
import { Enc28j60Transmitter, Transmission } from "./transmitter";

/** How many of the scheduler's timers the driver takes. */
export const ENC28J60_TIMERS = 1;

/** ms from the end of power save, and from a reset, to the next access: at least 1 ms of a clock of whole ms (errata 19, 2). */
const READY_DELAY = 2;
/** ms in which a chip that was reset must be ready and keep what is written to it. */
const SET_UP_DEADLINE = 50;
/** ms from an attempt to set up the chip that came to nothing to the next. */
const RETRY_INTERVAL = 1000;
/** ms between two looks at the link, should the chip not tell that it changed. */
const LINK_INTERVAL = 1000;
/** How many frames are fetched in one go. */
const FRAMES_AT_ONCE = 8;
/** How often a transmission is looked at every millisecond, before it is at the poll interval. */
const EARLY_POLLS = 4;
/** Transmissions in a row that got stuck after which the chip is set up again. */
const STUCK_IN_ROW = 3;

const enum Phase {
  Stopped,
  /** Waits for the next attempt to set up the chip. */
  Failed,
  /** Out of power save, before the reset. */
  Waking,
  /** Reset, and not known to be ready. */
  Resetting,
  /** Registers are set up, the PHY is being. */
  Preparing,
  /** From here on the chip is set up. */
  Running,
  /** A self-test: before, at, and after its frames. */
  EnteringTest,
  Testing,
  LeavingTest,
}

/**
 * Microchip ENC28J60: 10BASE-T controller with SPI.
 *
 * Every wait is a step of the scheduler with a deadline. Each poll reads ECON1, EIR and EPKTCNT, 6 octets. What goes wrong
 * is told as {@link fault}, and set up again: at once after the chip has worked, else every second.
 *
 * - A chip that was reset by itself shows it in ECON1 and EIE, one that is gone in EREVID, ECON2 and ESTAT.
 * - A receiver that is found switched off, with all else in place, is switched on again and counted.
 * - A transmission that never ends is cancelled (erratum 12); after three in a row the chip is set up anew.
 * - A receive ring that holds what can't be has the chip set up anew.
 *
 * The DMA's checksums, during which frames get lost (erratum 17), pattern match (erratum 18) and power save are not used.
 *
 * Sources: DS39662E (data sheet), DS80349C (errata, cited by number).
 *
 * Memory: the buffers of {@link Enc28j60Receiver} (1521 octets) and {@link Enc28j60Registers} (132), and some 200 octets.
 */
export class Enc28j60 implements FramePort, Task {
  readonly address: Uint8Array;
  readonly hearsItself: boolean;
  readonly fullDuplex: boolean;
  /** Indexed by {@link Enc28j60Counter}; int32, wrapping. */
  readonly counters: Int32Array;
  linkUp = false;
  fault: PortFault = PortFault.None;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _pollInterval: number;
  private readonly _control: number;
  private readonly _registers: Enc28j60Registers;
  private readonly _setUp: Enc28j60SetUp;
  private readonly _phy: Enc28j60Phy;
  private readonly _receiver: Enc28j60Receiver;
  private readonly _transmitter: Enc28j60Transmitter;
  private readonly _test: Enc28j60SelfTest;
  private _listener: FramePortListener | null = null;
  private _phase = Phase.Stopped;
  /** Changes with every start, stop and fault: what is looked at after each call out. */
  private _run = 0;
  private _now = 0;
  /** When an attempt to set up the chip is over, or the link is looked at next. */
  private _due = 0;
  private _stuckInRow = 0;
  /** Whether `frameSent` is owed. */
  private _owed = false;
  /** When the chip was set up last. */
  private _since = 0;

  /**
   * @throws RangeError when an option is out of its range
   */
  constructor(options: Enc28j60Options) {
    checkEnc28j60Options(options);
    const address = options.address;
    const full = options.duplex === "full";
    const counters = new Int32Array(Enc28j60Counter.Size);
    const registers = new Enc28j60Registers(options.bus);
    this.address = address;
    this.fullDuplex = full;
    this.hearsItself = !full && options.hearsItself === true;
    this.counters = counters;
    this._scheduler = options.scheduler;
    this._timer = options.scheduler.register(this, 0, 0);
    this._pollInterval = integerOption("ENC28J60: poll interval", options.pollInterval, 10, 1, 1000, " ms");
    this._control = full ? Phcon1.PDPXMD : 0;
    this._registers = registers;
    this._setUp = new Enc28j60SetUp(registers, counters, address, full, options.multicast === true);
    this._phy = new Enc28j60Phy(registers, this.hearsItself);
    this._receiver = new Enc28j60Receiver(registers, counters);
    this._transmitter = new Enc28j60Transmitter(registers, counters, !full);
    this._test = new Enc28j60SelfTest(address);
  }

  /** The chip's EREVID; 0 while it has not been read. */
  get revision(): number {
    return this._setUp.revision;
  }

  get selfTest(): SelfTest {
    return this._test.result;
  }

  /** Says whom to tell; once, before {@link start}. */
  attach(listener: FramePortListener): void {
    this._listener = listener;
  }

  /** Sets the chip up; `portChanged` tells when it works, or what is wrong. Nothing happens if it is started. */
  start(now: number): void {
    if (this._phase !== Phase.Stopped) return;
    this.fault = PortFault.None;
    this._begin(now);
  }

  /** Switches the receiver off and leaves the chip alone. A frame that was still leaving is told as not sent. */
  stop(now: number): void {
    if (this._phase === Phase.Stopped) return;
    this._registers.clear(Common.ECON1, Econ1.RXEN | Econ1.TXRTS);
    this._registers.write(Common.EIE, 0);
    this._phase = Phase.Stopped;
    this._scheduler.cancel(this._timer);
    this._phy.cancel();
    this._leave(PortFault.None, now);
  }

  /** The chip's interrupt pin fell. */
  interrupt(now: number): void {
    if (!this._isAtWork()) return;
    // The pin rises here, and falls again at the end if there is something left (section 12.0).
    this._registers.clear(Common.EIE, Eie.INTIE);
    this._serve(now);
    if (this._phase >= Phase.Running) this._registers.set(Common.EIE, Eie.INTIE);
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.linkUp || this._phase !== Phase.Running || this._transmitter.sending) return false;
    if (!this._transmitter.send(bytes, start, end)) return false;
    this._owed = true;
    this._registers.selectBank(BANK_AT_REST);
    // Looked at as soon as the scheduler runs, which knows the time.
    this._scheduler.arm(this._timer, this._now);
    return true;
  }

  /** In the PHY's loopback; some 5 to 30 ms. */
  startSelfTest(now: number): boolean {
    if (this._phase !== Phase.Running || this._transmitter.sending || this._phy.busy) return false;
    this.counters[Enc28j60Counter.SelfTests]!++;
    this._test.start();
    // Full duplex, or nothing that is looped back would be heard while it is sent.
    this._changeLoopback(Phase.EnteringTest, Phcon1.PLOOPBK | Phcon1.PDPXMD, now);
    return true;
  }

  wake(_kind: number, now: number): void {
    this._now = now;
    switch (this._phase) {
      case Phase.Waking:
        this._registers.reset();
        this._phase = Phase.Resetting;
        this._arm(READY_DELAY);
        break;
      case Phase.Resetting:
        this._configure(now);
        break;
      case Phase.Preparing:
        this._prepare(now);
        break;
      case Phase.EnteringTest:
      case Phase.LeavingTest:
        this._loopbackChanges(now);
        break;
      case Phase.Running:
      case Phase.Testing:
        this._serve(now);
        break;
      case Phase.Failed:
        this._begin(now);
        break;
    }
  }

  private _isAtWork(): boolean {
    return this._phase === Phase.Running || this._phase === Phase.Testing;
  }

  private _arm(delay: number): void {
    this._scheduler.arm(this._timer, (this._now + delay) | 0);
  }

  // --- setting up

  private _begin(now: number): void {
    this._now = now;
    this._run = (this._run + 1) & 0xfff;
    this._phy.cancel();
    this._phase = Phase.Waking;
    this._due = (now + SET_UP_DEADLINE) | 0;
    // In power save the chip would not take a reset (erratum 19).
    this._registers.clear(Common.ECON2, Econ2.PWRSV);
    this._arm(READY_DELAY);
  }

  private _configure(now: number): void {
    const fault = this._setUp.identify();
    if (fault !== PortFault.None) {
      this._fail(fault, now);
      return;
    }
    if (!this._setUp.isReady() || !this._setUp.write()) {
      if (((now - this._due) | 0) >= 0) this._fail(PortFault.Stuck, now);
      else this._arm(1);
      return;
    }
    this._receiver.reset();
    this._phy.control = this._control;
    this._phy.start(PhyStep.CheckId1, PhyStep.ReadLink, now);
    this._phase = Phase.Preparing;
    this._prepare(now);
  }

  private _prepare(now: number): void {
    switch (this._phy.poll(now)) {
      case PhyResult.Busy:
        this._arm(1);
        return;
      case PhyResult.Wrong:
        this._fail(PortFault.WrongChip, now);
        return;
      case PhyResult.Stuck:
        this._fail(PortFault.Stuck, now);
        return;
      default:
        break;
    }
    this.counters[Enc28j60Counter.SetUps]!++;
    this._setUp.enable();
    this._stuckInRow = 0;
    this._phase = Phase.Running;
    this._since = now;
    this._due = (now + LINK_INTERVAL) | 0;
    this._arm(this._pollInterval);
    this._change(this._phy.link, PortFault.None, now);
  }

  // --- at work

  private _serve(now: number): void {
    this._now = now;
    const run = this._run;
    const registers = this._registers;
    const condition = this._setUp.inspect();
    if (condition !== Condition.Good && !this._mend(condition, now)) return;
    const flags = registers.read(Common.EIR);
    if ((flags & Eir.RXERIF) !== 0) {
      this.counters[Enc28j60Counter.Overruns]!++;
      registers.clear(Common.EIR, Eir.RXERIF);
    }
    this._serveLink(flags, now);
    if (this._run !== run) return;
    // A link that is just being looked at may be why the frame left, or did not.
    if (this._transmitter.sending && !this._phy.busy) this._serveTransmitter(flags, now);
    if (this._run !== run) return;
    const left = this._serveReceiver(now);
    if (this._run !== run) return;
    if (this._phase === Phase.Testing && !this._transmitter.sending && this._test.step(this._transmitter, now)) {
      if (this._test.result === SelfTest.Failed) this.counters[Enc28j60Counter.SelfTestsFailed]!++;
      this._changeLoopback(Phase.LeavingTest, this._control, now);
    }
    registers.selectBank(BANK_AT_REST);
    if (!this._isAtWork()) return;
    if (left) this._arm(0);
    else if (this._phase === Phase.Testing || this._phy.busy) this._arm(1);
    else this._arm(this._transmitter.sending && this._transmitter.polls < EARLY_POLLS ? 1 : this._pollInterval);
  }

  /** @returns whether the chip goes on */
  private _mend(condition: Condition, now: number): boolean {
    switch (condition) {
      case Condition.Absent:
        this._fail(PortFault.Absent, now);
        return false;
      case Condition.Reset:
        this.counters[Enc28j60Counter.ResetsFound]!++;
        this._fail(PortFault.Reset, now);
        return false;
      case Condition.ReceiverOff:
        this.counters[Enc28j60Counter.ReceiverFoundOff]!++;
        this._registers.set(Common.ECON1, Econ1.RXEN);
        return true;
      default:
        return true;
    }
  }

  private _serveLink(flags: number, now: number): void {
    const phy = this._phy;
    if (!phy.busy) {
      if ((flags & Eir.LINKIF) === 0 && ((now - this._due) | 0) < 0) return;
      if (this._phase !== Phase.Running) return;
      this._due = (now + LINK_INTERVAL) | 0;
      phy.start(PhyStep.ClearInterrupt, PhyStep.ReadLink, now);
    }
    const result = phy.poll(now);
    if (result === PhyResult.Stuck) this._fail(PortFault.Stuck, now);
    else if (result === PhyResult.Done && phy.link !== this.linkUp) {
      this.counters[Enc28j60Counter.LinkChanges]!++;
      const run = this._run;
      if (!phy.link) this._dropFrame(now);
      if (this._run === run) this._change(phy.link, PortFault.None, now);
    }
  }

  private _serveTransmitter(flags: number, now: number): void {
    const transmitter = this._transmitter;
    transmitter.poll(flags, now);
    const state = transmitter.state;
    if (state === Transmission.Sending) return;
    transmitter.state = Transmission.None;
    this._stuckInRow = state === Transmission.Stuck ? this._stuckInRow + 1 : 0;
    const run = this._run;
    this._tellSent(state === Transmission.Sent, now);
    if (this._run === run && this._stuckInRow >= STUCK_IN_ROW) this._fail(PortFault.Stuck, now);
  }

  /** Fetches the frames that EPKTCNT counts, whatever EIR.PKTIF says (erratum 6). @returns whether some are left */
  private _serveReceiver(now: number): boolean {
    const count = this._registers.read(Bank1.EPKTCNT);
    const receiver = this._receiver;
    for (let i = 0; i < count; i++) {
      if (i === FRAMES_AT_ONCE) return true;
      const length = receiver.fetch();
      if (length === Fetched.Corrupt) {
        this._fail(PortFault.Stuck, now);
        return false;
      }
      if (length === Fetched.Nothing) continue;
      if (this._phase === Phase.Testing && this._test.take(receiver.buffer, receiver.start, length)) continue;
      this.counters[Enc28j60Counter.FramesReceived]!++;
      const run = this._run;
      this._listener!.frameReceived(receiver.buffer, receiver.start, receiver.start + length, now);
      if (this._run !== run) return false;
    }
    return false;
  }

  // --- self-test

  private _changeLoopback(phase: Phase, control: number, now: number): void {
    this._now = now;
    this._phase = phase;
    // The duplex mode must not change while the receiver is on (page 43).
    this._registers.clear(Common.ECON1, Econ1.RXEN);
    this._setUp.setFullDuplex(phase === Phase.EnteringTest);
    this._phy.control = control;
    this._phy.start(PhyStep.WriteControl1, PhyStep.WriteControl1, now);
    this._arm(1);
  }

  private _loopbackChanges(now: number): void {
    const result = this._phy.poll(now);
    if (result === PhyResult.Stuck) {
      this._fail(PortFault.Stuck, now);
      return;
    }
    this._arm(1);
    if (result === PhyResult.Busy) return;
    this._registers.set(Common.ECON1, Econ1.RXEN);
    this._registers.selectBank(BANK_AT_REST);
    if (this._phase === Phase.EnteringTest) {
      this._phase = Phase.Testing;
      return;
    }
    this._phase = Phase.Running;
    // The link's flag may have been missed meanwhile.
    this._due = now;
    this._listener!.portChanged(now);
  }

  // --- what is told

  private _fail(fault: PortFault, now: number): void {
    const wasSetUp = this._phase >= Phase.Running;
    if (!wasSetUp) this.counters[Enc28j60Counter.SetUpsFailed]!++;
    this._phase = Phase.Failed;
    this._phy.cancel();
    this._arm(wasSetUp && ((now - this._since) | 0) >= RETRY_INTERVAL ? 0 : RETRY_INTERVAL);
    this._leave(fault, now);
  }

  /** The chip is not at work any more. */
  private _leave(fault: PortFault, now: number): void {
    this._run = (this._run + 1) & 0xfff;
    const run = this._run;
    if (this._test.result === SelfTest.Running) this._test.result = SelfTest.Failed;
    this._dropFrame(now);
    if (this._run === run) this._change(false, fault, now);
  }

  private _dropFrame(now: number): void {
    this._transmitter.cancel();
    this._tellSent(false, now);
  }

  private _tellSent(sent: boolean, now: number): void {
    if (!this._owed) return;
    this._owed = false;
    this._listener!.frameSent(sent, now);
  }

  private _change(linkUp: boolean, fault: PortFault, now: number): void {
    if (this.linkUp === linkUp && this.fault === fault) return;
    this.linkUp = linkUp;
    this.fault = fault;
    this._listener!.portChanged(now);
  }
}
