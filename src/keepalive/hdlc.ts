import { integerOption } from "../options";
import type { Random } from "../ports";
import { MAX_SPAN } from "../scheduler/time";
import {
  checkChdlc,
  ChdlcAddress,
  ChdlcField,
  ChdlcKind,
  SlarpField,
  SlarpType,
  writeChdlcHeader,
  writeSlarp,
} from "../wire/chdlc";
import { ascii } from "../text";
import { readInt32, readUint16 } from "../wire/octets";
import { LoopDetector } from "./hdlc-loop";
import { IntervalState, KeepaliveInterval } from "./interval";
import { Diagnostic, Disposition, Verdict } from "./machine";
import type { KeepaliveListener, LinkProtocol, Transmitter } from "./machine";
import { SlarpAddress } from "./slarp-address";

export interface HdlcKeepaliveOptions {
  /** Keepalive interval, 1 to 2^30 - 1 ms; 0 turns keepalives off. Default 10000. */
  interval?: number;
  /** Keepalive retries: at how many unanswered keepalives the line goes down, 1 to 255. Default 3. */
  retries?: number;
  /** How many good keepalives in a row bring a line up that is down, 1 to 255. Default 1. */
  upCount?: number;
  /** Whether a looped line goes down. Default false. */
  downWhenLooped?: boolean;
  /** Our IPv4 address as an int32; 0, the default, is none. */
  address?: number;
  /** Our IPv4 mask as an int32. Default 0. */
  mask?: number;
  /** Whether to ask the peer for an address by SLARP, where none is configured, `retries` times. Default false. */
  askAddress?: boolean;
  /** Where the number comes from that tells a loop. The two ends of a line must not draw the same numbers. */
  random: Random;
}

/** What the machine counts; an index into {@link HdlcKeepalive.counters}. */
export const enum HdlcCounter {
  KeepalivesSent,
  KeepalivesReceived,
  /** Keepalives and replies that the transmitter did not take. */
  NotSent,
  /** Acknowledgements from outside [mineseen, myseq]. */
  StaleAcknowledgements,
  /** Interface resets that this machine asked for. */
  Resets,
  /** Times that a loop was suspected, and a random number sent to prove it. */
  LoopSuspicions,
  /** Whole intervals that passed without a poll: the device slept or stalled. */
  MissedPeriods,
  /** Polls that sent without judging. */
  Excused,
  RequestsSent,
  RequestsReceived,
  RepliesSent,
  RepliesReceived,
  /** Replies that we had not asked for, or from whose address no other host of the subnet follows. */
  RepliesUnusable,
  CdpReceived,
  UnknownProtocols,
  /** Frames too short, with a wrong address or control field, or SLARP of unknown type. */
  BadFrames,
  Size,
}

const NAME = ascii("HDLC");

/** What is kept besides the {@link IntervalState}. */
const enum State {
  MySeq = IntervalState.Size,
  MineSeen,
  YourSeen,
  /** Good keepalives in a row while down. */
  GoodInRow,
  Size,
}

const DEFAULT_RETRIES = 3;

/**
 * Cisco HDLC keepalive (SLARP).
 *
 * Both ends send keepalives on their own and acknowledge the other's by sequence number. `myseq` is the last number
 * that we sent (0 before the first), `mineseen` the last of ours that the peer acknowledged, `yourseen` the last of the
 * peer's that arrived. The first poll comes one interval after the start. At each poll, with d = myseq - mineseen:
 *
 * 1. judge: while the line is not down, at d = retries - 1 (above 0) the interface is reset and the line stays up; at
 *    d >= retries it is reset and the line goes down. A line that is down is not reset again;
 * 2. tell the listener, which prints the debug line;
 * 3. send (myseq + 1, yourseen); myseq advances only when the frame was really sent. A frame that could not be sent is
 *    tried again soon, without another judgement: that is no miss.
 *
 * An acknowledgement is taken when it lies from mineseen to myseq, wrapping; any other is stale: a peer that still
 * holds numbers from before our restart, or that has itself restarted and acknowledges 0, takes nothing down by it.
 *
 * A poll that is a whole interval late, or that follows octets lost on our own side, sends and judges nothing: the
 * missing keepalive may have been ours to hear (see {@link KeepaliveInterval}).
 *
 * A line that is down comes up when `upCount` keepalives in a row acknowledge within the allowed difference.
 *
 * The uptime in our frames is `now`, the time since the device's clock began, as real routers and Linux send it: unlike
 * the time since the interface came up, it differs between ends that came up together.
 *
 * What comes back to ourselves is told by {@link LoopDetector}. Such a line is `looped` and, with `downWhenLooped`,
 * down until a keepalive arrives that is not ours.
 *
 * Sources: Cisco's documented `debug serial interface` session; Linux hdlc_cisco.c, whose faults are left out: it takes
 * only the last number or the one before as acknowledgement, treats 0 as "none" and drifts.
 *
 * Memory: 16 + 4 * {@link HdlcCounter.Size} octets, a {@link KeepaliveInterval} and a {@link LoopDetector}.
 */
export class HdlcKeepalive implements LinkProtocol {
  readonly upCount: number;
  interval: number;
  retries: number;
  /** Whether a looped line goes down; may be changed at any time. */
  downWhenLooped: boolean;
  /** Indexed by {@link HdlcCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  active = false;
  verdict: Verdict = Verdict.Unknown;
  diagnostic: Diagnostic = Diagnostic.None;
  /** Whether a keepalive arrived since the last debug line: the asterisk. */
  heardSinceLine = false;
  payloadStart = 0;
  payloadProtocol = 0;
  payloadKnown = false;
  private readonly _state: Int32Array;
  private readonly _interval: KeepaliveInterval;
  private readonly _loop: LoopDetector;
  private readonly _address: SlarpAddress;
  /** Changes with every start and stop: what a poll looks at after each call out. */
  private _run = 0;
  private _running = false;
  /** The next start goes on from the numbers that there are. */
  private _goesOn = false;
  private _transmitter: Transmitter | null = null;
  private _listener: KeepaliveListener | null = null;

  /** @throws RangeError when an option is out of its range */
  constructor(options: HdlcKeepaliveOptions) {
    this.interval = integerOption("HDLC keepalive: interval", options.interval, 10000, 0, MAX_SPAN, " ms");
    this.retries = integerOption("HDLC keepalive: retries", options.retries, DEFAULT_RETRIES, 1, 255, "");
    this.upCount = integerOption("HDLC keepalive: up-count", options.upCount, 1, 1, 255, "");
    this.downWhenLooped = options.downWhenLooped === true;
    const address = options.address === undefined ? 0 : options.address | 0;
    const mask = options.mask === undefined ? 0 : options.mask | 0;
    this._address = new SlarpAddress(address, mask, options.askAddress === true ? this.retries : 0);
    this._loop = new LoopDetector(this.retries, options.random);
    this._state = new Int32Array(State.Size);
    this._interval = new KeepaliveInterval(this._state);
    this.counters = new Int32Array(HdlcCounter.Size);
  }

  get nameText(): Uint8Array {
    return NAME;
  }

  get headerLength(): number {
    return ChdlcField.Payload;
  }

  get ownFrameLength(): number {
    return SlarpField.End;
  }

  get ownFrames(): number {
    return 2;
  }

  get defaultRetries(): number {
    return DEFAULT_RETRIES;
  }

  get due(): number {
    return this._interval.due;
  }

  /** The last sequence number that we sent. */
  get mySeq(): number {
    return this._state[State.MySeq]!;
  }

  /** The last of our sequence numbers that the peer acknowledged. */
  get mineSeen(): number {
    return this._state[State.MineSeen]!;
  }

  /** The last of the peer's sequence numbers that arrived. */
  get yourSeen(): number {
    return this._state[State.YourSeen]!;
  }

  /** Our IPv4 address, configured or learned by SLARP; 0 while there is none. */
  get address(): number {
    return this._address.address;
  }

  get mask(): number {
    return this._address.mask;
  }

  get configuredAddress(): number {
    return this._address.configuredAddress;
  }

  get configuredMask(): number {
    return this._address.configuredMask;
  }

  get asksAddress(): boolean {
    return this._address.asks;
  }

  /** Whether what we send comes back to us. */
  get looped(): boolean {
    return this._loop.looped;
  }

  attach(transmitter: Transmitter, listener: KeepaliveListener): void {
    this._transmitter = transmitter;
    this._listener = listener;
  }

  /**
   * Starts with all numbers at 0, or where {@link restore} has put them, and the verdict unknown. With interval 0 nothing is
   * ever sent, and nothing judged.
   */
  start(now: number): void {
    this._newRun();
    if (this._goesOn) this._goesOn = false;
    else this._state.fill(0);
    this._state[State.GoodInRow] = 0;
    this._interval.start(now, this.interval);
    this._loop.reset();
    this._address.reset();
    this.heardSinceLine = false;
    this.verdict = Verdict.Unknown;
    this.diagnostic = Diagnostic.None;
    this._running = true;
    this.active = this.interval > 0;
    if (this.active) this._request();
  }

  stop(): void {
    this._newRun();
    this._running = false;
    this.active = false;
  }

  excuse(): void {
    this._interval.excuse();
  }

  /**
   * Goes on from these numbers, with nothing unanswered, where they outlived the device's sleep or the loss of its supply:
   * after `start`, or before, for the next one.
   */
  restore(mySeq: number, yourSeen: number): void {
    this._goesOn = !this._running;
    this._state[State.MySeq] = mySeq;
    this._state[State.MineSeen] = mySeq;
    this._state[State.YourSeen] = yourSeen;
  }

  poll(now: number): void {
    if (!this.active || ((now - this.due) | 0) < 0) return;
    if (this._interval.isRunning(now)) {
      this._send(now);
      return;
    }
    const run = this._run;
    this.counters[HdlcCounter.MissedPeriods]! += this._interval.elapse(now, this.interval);
    if (this._interval.takeExcuse(this.retries)) this.counters[HdlcCounter.Excused]!++;
    else this._judge(now);
    if (this._run !== run) return;
    this._listener!.intervalElapsed(now);
    if (this._run !== run) return;
    this.heardSinceLine = false;
    this._request();
    this._send(now);
  }

  receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition {
    switch (checkChdlc(bytes, start, end)) {
      case ChdlcKind.SlarpKeepalive:
        this.counters[HdlcCounter.KeepalivesReceived]!++;
        if (this.active) this._keepaliveReceived(bytes, start, end, now);
        return Disposition.Consumed;
      case ChdlcKind.SlarpRequest:
        this._requestReceived(now);
        return Disposition.Consumed;
      case ChdlcKind.SlarpReply:
        this.counters[HdlcCounter.RepliesReceived]!++;
        if (!this._address.learn(bytes, start)) this.counters[HdlcCounter.RepliesUnusable]!++;
        return Disposition.Consumed;
      case ChdlcKind.Packet:
        return this._payload(bytes, start, true);
      case ChdlcKind.Cdp:
        this.counters[HdlcCounter.CdpReceived]!++;
        return this._payload(bytes, start, true);
      case ChdlcKind.UnknownProtocol:
        this.counters[HdlcCounter.UnknownProtocols]!++;
        return this._payload(bytes, start, false);
      default:
        this.counters[HdlcCounter.BadFrames]!++;
        return Disposition.Discarded;
    }
  }

  writeHeader(bytes: Uint8Array, at: number, protocol: number): number {
    writeChdlcHeader(bytes, at, ChdlcAddress.Unicast, protocol);
    return ChdlcField.Payload;
  }

  setKeepalive(interval: number, retries: number, now: number): void {
    const running = this._running;
    this.interval = interval;
    this.retries = retries;
    if (!running) return;
    this._newRun();
    this._interval.restart(now, interval);
    this.active = interval > 0;
    if (this.active) return;
    this.restore(this.mySeq, this.yourSeen);
    this._conclude(Verdict.Unknown, Diagnostic.None, now);
  }

  setAddress(address: number, mask: number, ask: boolean): void {
    this._address.configure(address, mask, ask ? this.retries : 0);
    this._address.reset();
  }

  private _newRun(): void {
    this._run = (this._run + 1) & 0xfff;
  }

  private _judge(now: number): void {
    const missed = (this.mySeq - this.mineSeen - this._interval.excusedInRow) | 0;
    if (this.verdict !== Verdict.Down && missed > 0 && missed >= this.retries - 1) {
      const run = this._run;
      this.counters[HdlcCounter.Resets]!++;
      this._listener!.resetRequested(missed, now);
      if (this._run !== run) return;
    }
    if (missed < this.retries) return;
    // A loop acknowledges: this one returns nothing any more.
    if (this.looped) this._loop.reset();
    this._state[State.GoodInRow] = 0;
    this._conclude(Verdict.Down, Diagnostic.Missed, now);
  }

  private _conclude(verdict: Verdict, diagnostic: Diagnostic, now: number): void {
    if (this.verdict === verdict && this.diagnostic === diagnostic) return;
    this.verdict = verdict;
    this.diagnostic = diagnostic;
    this._listener!.verdictChanged(now);
  }

  private _send(now: number): void {
    const state = this._state;
    const transmitter = this._transmitter!;
    const sequence = this._loop.nextSequence(state[State.MySeq]!);
    const acknowledgement = state[State.YourSeen]!;
    writeSlarp(transmitter.buffer, transmitter.offset, SlarpType.Keepalive, sequence, acknowledgement, now);
    if (!transmitter.commit(SlarpField.End)) {
      this.counters[HdlcCounter.NotSent]!++;
      this._interval.notSent(now);
      return;
    }
    this.counters[HdlcCounter.KeepalivesSent]!++;
    this._interval.sent();
    state[State.MySeq] = sequence;
    if (this._loop.sent(sequence, acknowledgement, now)) {
      this.counters[HdlcCounter.LoopSuspicions]!++;
      state[State.MineSeen] = sequence;
    }
  }

  private _keepaliveReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    const state = this._state;
    const mySeq = state[State.MySeq]!;
    const acknowledgement = readInt32(bytes, start + SlarpField.B);
    const ours = this._loop.received(bytes, start, end, mySeq);
    state[State.YourSeen] = readInt32(bytes, start + SlarpField.A);
    this.heardSinceLine = true;
    // Where a loop takes the line down, what may be one is no sign of life.
    if (ours && this.downWhenLooped && !this.looped) return;
    const current = ((mySeq - acknowledgement) | 0) >= 0 && ((acknowledgement - state[State.MineSeen]!) | 0) >= 0;
    if (current) {
      state[State.MineSeen] = acknowledgement;
      this._interval.heard();
    } else {
      this.counters[HdlcCounter.StaleAcknowledgements]!++;
    }
    if (this.looped && this.downWhenLooped) {
      state[State.GoodInRow] = 0;
      this._conclude(Verdict.Down, Diagnostic.LoopedBack, now);
    } else {
      this._heard(current, now);
    }
  }

  /** A keepalive arrived that counts as a sign of life if it is `current`: its acknowledgement was taken. */
  private _heard(current: boolean, now: number): void {
    const state = this._state;
    if (this.verdict === Verdict.Down) {
      const good = current && ((state[State.MySeq]! - state[State.MineSeen]!) | 0) < this.retries;
      state[State.GoodInRow] = good ? state[State.GoodInRow]! + 1 : 0;
      if (state[State.GoodInRow]! < this.upCount) return;
    } else if (!current && !this.looped) {
      return;
    }
    this._conclude(Verdict.Up, this.looped ? Diagnostic.LoopedBack : Diagnostic.Answered, now);
  }

  private _request(): void {
    if (this._address.request(this._transmitter!)) this.counters[HdlcCounter.RequestsSent]!++;
  }

  /** A peer that asks for an address has just started: it knows nothing of the numbers so far. */
  private _requestReceived(now: number): void {
    this.counters[HdlcCounter.RequestsReceived]!++;
    this.restore(0, 0);
    this._loop.reset();
    if (this.address === 0) return;
    if (this._address.reply(this._transmitter!, now)) this.counters[HdlcCounter.RepliesSent]!++;
    else this.counters[HdlcCounter.NotSent]!++;
  }

  private _payload(bytes: Uint8Array, start: number, known: boolean): Disposition {
    this.payloadStart = start + ChdlcField.Payload;
    this.payloadProtocol = readUint16(bytes, start + ChdlcField.Protocol);
    this.payloadKnown = known;
    return Disposition.Payload;
  }
}
