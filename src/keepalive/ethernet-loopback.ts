import { integerOption } from "../options";
import { PortFault } from "../ports";
import { MAX_SPAN } from "../scheduler/time";
import { ascii } from "../text";
import {
  ADDRESS_LENGTH,
  checkCtp,
  CtpKind,
  ctpFunction,
  EthernetField,
  isAddress,
  LEAST_FRAME,
  LOOPBACK_ASSISTANT,
} from "../wire/ctp";
import { AnswerWindow } from "./answer-window";
import { LoopbackCounter } from "./ethernet-loopback-counters";
import { checkLoopbackOptions, LoopbackMode } from "./ethernet-loopback-options";
import type { EthernetLoopbackOptions } from "./ethernet-loopback-options";
import {
  ageOf,
  forwardFrame,
  Frame,
  isIntact,
  mayForward,
  OWN_RECEIPT,
  REQUEST_RECEIPT,
  writeKeepalive,
} from "./ethernet-loopback-frames";
import { KeepaliveInterval } from "./interval";
import { Diagnostic, Disposition, Verdict } from "./machine";
import type { InterfaceKeepalive, KeepaliveListener, Transmitter } from "./machine";

/** What IOS says of frames with an Ethernet type. */
const NAME = ascii("ARPA");

const DEFAULT_RETRIES = 3;

const enum State {
  Interval,
  Retries,
  /** Of the last keepalive; 16 bits. Its frames share it. */
  Receipt,
  /** Bits of {@link Frame}: what is still to be sent of the last keepalive. */
  Pending,
  /** The {@link Frame} that the transmitter has. */
  Leaving,
  /** Bits of {@link Frame}: what has left of the last keepalive. */
  Left,
  /** Whether there has been a keepalive. */
  Tried,
  /** Keepalives in a row of which nothing left. */
  Failures,
  /** For how many more intervals a loop is told, and damage why answers are missing. */
  LoopedLeft,
  DamagedLeft,
  /** Set of requests that came back as they were sent: bit n is that of the keepalive n before the last. */
  RequestHeard,
  Size,
}

/**
 * Ethernet keepalive: frames of the Configuration Testing Protocol that come back.
 *
 * A keepalive is a frame to ourselves in mode `self`, a request that a loop server is to send back in mode `peer`. In mode
 * `auto` it is a frame to ourselves and, where the chip does not hear itself or while the last one did not come back, a
 * request too. The first leaves at once, then one an interval. At the end of each interval, before the next:
 *
 * 1. judge, as below;
 * 2. send. What the transmitter did not take is tried again soon.
 *
 * - Link status lost, or a fault of the chip: down at once; with either gone everything begins anew, unknown.
 * - Nothing left of `retries` keepalives in a row: down. The next that leaves takes that back.
 * - `retries` requests in a row unanswered, by a loop server that has answered before: down. An answer brings it up.
 * - As many frames to ourselves that the chip did not hear: unknown. It is a hint, no more.
 *
 * A loop server is configured, or is whoever answers first when the loopback assistant is asked; one that was learned is
 * forgotten when its answers stay away. What comes back with other octets than were sent changes the diagnostic only.
 *
 * A frame of ours that the chip can't have looped back, or that comes twice, went round in the network: {@link looped},
 * until as many intervals passed without one as there are retries. It changes the diagnostic, and no verdict.
 *
 * Memory: 50 + 4 * {@link LoopbackCounter.Size} octets, a {@link KeepaliveInterval} and two {@link AnswerWindow}.
 */
export class EthernetLoopback implements InterfaceKeepalive {
  readonly nameText = NAME;
  readonly defaultRetries = DEFAULT_RETRIES;
  readonly mode: LoopbackMode;
  /** Our MAC address. */
  readonly address: Uint8Array;
  /** Whether frames of other stations are forwarded. */
  readonly assists: boolean;
  /** The loop server's address; means something only while {@link hasServer}. */
  readonly server: Uint8Array;
  hasServer: boolean;
  /** Whether a loop server has answered since {@link start}. */
  serverAnswered = false;
  /** Indexed by {@link LoopbackCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  active = false;
  verdict: Verdict = Verdict.Unknown;
  diagnostic: Diagnostic = Diagnostic.None;
  private readonly _configured: boolean;
  private readonly _hearsItself: boolean;
  /** Whether frames to ourselves should come back; else they are there to find loops. */
  private readonly _expectsItself: boolean;
  private readonly _state: Int32Array;
  private readonly _interval: KeepaliveInterval;
  /** Frames to ourselves, and requests. */
  private readonly _own: AnswerWindow;
  private readonly _requests: AnswerWindow;
  /** Tells our frames from those of a station with our address. */
  private readonly _mark: number;
  /** What the diagnostic is but for a loop. */
  private _cause: Diagnostic = Diagnostic.None;
  private _running = false;
  private _linkUp = false;
  private _fault: PortFault = PortFault.None;
  /** Changes with every beginning: what a poll looks at after each call out. */
  private _run = 0;
  private _transmitter: Transmitter | null = null;
  private _listener: KeepaliveListener | null = null;

  /**
   * @param address our MAC address, 6 octets
   * @param hearsItself whether the chip hears the frames that it sends to its own address
   * @throws RangeError when an option is out of its range
   */
  constructor(options: EthernetLoopbackOptions, address: Uint8Array, hearsItself: boolean) {
    const state = new Int32Array(State.Size);
    this.mode = checkLoopbackOptions(options);
    this.address = address;
    this.assists = options.assist === true;
    this.server = new Uint8Array(ADDRESS_LENGTH);
    this._configured = options.server !== undefined;
    this.hasServer = this._configured;
    if (options.server !== undefined) this.server.set(options.server);
    this.counters = new Int32Array(LoopbackCounter.Size);
    this._hearsItself = hearsItself;
    this._expectsItself = hearsItself || this.mode === LoopbackMode.Self;
    this._state = state;
    state[State.Interval] = integerOption("loopback: interval", options.interval, 10000, 0, MAX_SPAN, " ms");
    state[State.Retries] = integerOption("loopback: retries", options.retries, DEFAULT_RETRIES, 1, 255, "");
    state[State.Receipt] = options.random.next() & 0xffff;
    this._mark = options.random.next();
    this._interval = new KeepaliveInterval();
    this._own = new AnswerWindow();
    this._requests = new AnswerWindow();
  }

  /** The interval, ms; 0 when keepalives are off, and the link's state alone decides. */
  get interval(): number {
    return this._state[State.Interval]!;
  }

  /** How many keepalives in a row fail before the verdict changes. */
  get retries(): number {
    return this._state[State.Retries]!;
  }

  /** When to call {@link poll} next, ms; meaningful only while {@link active}. */
  get due(): number {
    return this._interval.due;
  }

  /** The receipt number of the last keepalive. */
  get receipt(): number {
    return this._state[State.Receipt]!;
  }

  /** How many frames to ourselves, and how many requests, are unanswered in a row. */
  get ownUnanswered(): number {
    return this._own.unanswered;
  }

  get requestsUnanswered(): number {
    return this._requests.unanswered;
  }

  /** Whether frames of ours come back through the network. */
  get looped(): boolean {
    return this._state[State.LoopedLeft]! > 0;
  }

  /** Connects the machine; called once, by the interface that it is given to. */
  attach(transmitter: Transmitter, listener: KeepaliveListener): void {
    this._transmitter = transmitter;
    this._listener = listener;
  }

  /** Starts with nothing outstanding, and no loop server that has answered. */
  start(now: number): void {
    this._running = true;
    this.serverAnswered = false;
    this._begin(now);
  }

  /** Stops; nothing is known of the network then. */
  stop(now: number): void {
    this._running = false;
    this._begin(now);
  }

  /** Changes the interval (0 to 2^30 - 1 ms, 0 turns keepalives off) and the retries (1 to 255); begins anew. */
  setKeepalive(interval: number, retries: number, now: number): void {
    this._state[State.Interval] = interval;
    this._state[State.Retries] = retries;
    this._begin(now);
  }

  /** The chip's link came or went, or a fault did. */
  portChanged(linkUp: boolean, fault: PortFault, now: number): void {
    if (this._linkUp === linkUp && this._fault === fault) return;
    this._linkUp = linkUp;
    this._fault = fault;
    if (this._running) this._begin(now);
  }

  poll(now: number): void {
    if (!this.active || ((now - this.due) | 0) < 0) return;
    if (this._interval.isRunning(now)) {
      this._sendPending(now);
      return;
    }
    const run = this._run;
    this.counters[LoopbackCounter.MissedPeriods]! += this._interval.elapse(now, this.interval);
    if (this._interval.takeExcuse(this.retries)) this.counters[LoopbackCounter.Excused]!++;
    else this._judge(now);
    if (this._run !== run) return;
    this._listener!.intervalElapsed(now);
    if (this._run !== run) return;
    this._next();
    this._sendPending(now);
  }

  /** What the transmitter took of this machine's has left, or did not. */
  frameSent(sent: boolean, now: number): void {
    const state = this._state;
    const frame: Frame = state[State.Leaving]!;
    state[State.Leaving] = Frame.None;
    if (frame === Frame.Forwarded) {
      this.counters[sent ? LoopbackCounter.Forwarded : LoopbackCounter.NotForwarded]!++;
      return;
    }
    if (!this.active || frame === Frame.None) return;
    if (!sent) {
      this.counters[LoopbackCounter.TransmitFailures]!++;
      this._windowOf(frame).withdraw();
      return;
    }
    this.counters[frame === Frame.Own ? LoopbackCounter.OwnSent : LoopbackCounter.RequestsSent]!++;
    state[State.Left]! |= frame;
    state[State.Failures] = 0;
    if (this._cause === Diagnostic.TransmitFailed) this._conclude(Verdict.Unknown, Diagnostic.None, now);
  }

  /** The transmitter takes a frame again. */
  transmitterFree(now: number): void {
    if (this.active && this._state[State.Pending] !== Frame.None) this._sendPending(now);
  }

  /** `Payload` means a frame of another Ethernet type. */
  receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition {
    const kind = checkCtp(bytes, start, end);
    if (kind === CtpKind.Other) return Disposition.Payload;
    if (end - start < EthernetField.Payload) {
      this.counters[LoopbackCounter.BadFrames]!++;
      return Disposition.Discarded;
    }
    if (!this._running) return Disposition.Consumed;
    const toUs = isAddress(bytes, start, this.address);
    if (isAddress(bytes, start + EthernetField.Source, this.address)) {
      if (toUs) this._ownCame(bytes, start, end, now);
      else this._requestCame(bytes, start, end, now);
    } else if (!toUs && !isAddress(bytes, start, LOOPBACK_ASSISTANT)) {
      this.counters[LoopbackCounter.NotOurs]!++;
    } else if (kind === CtpKind.Forward) {
      if (this._forwards(bytes, start, end)) this._state[State.Leaving] = Frame.Forwarded;
    } else if (kind === CtpKind.Reply && toUs) {
      this._answerCame(bytes, start, end, now);
    } else {
      this.counters[kind === CtpKind.Bad ? LoopbackCounter.BadFrames : LoopbackCounter.NotOurs]!++;
    }
    return Disposition.Consumed;
  }

  excuse(): void {
    this._interval.excuse();
  }

  /** Begins anew with what is known of the chip; the first keepalive is due at once. */
  private _begin(now: number): void {
    const state = this._state;
    this._run = (this._run + 1) & 0xfff;
    // A frame that is still leaving is nobody's any more.
    for (let i = State.Pending as number; i < State.Size; i++) state[i] = 0;
    this._own.clear();
    this._requests.clear();
    this._interval.start(now, 0);
    this.active = this._running && this._linkUp && this.interval > 0;
    if (!this._running || (this._linkUp && this._fault === PortFault.None)) {
      this._conclude(Verdict.Unknown, Diagnostic.None, now);
    } else {
      const cause = this._fault === PortFault.None ? Diagnostic.LinkDown : Diagnostic.ChipFault;
      this._conclude(Verdict.Down, cause, now);
    }
  }

  private _conclude(verdict: Verdict, cause: Diagnostic, now: number): void {
    this._cause = cause;
    const diagnostic = this.looped && verdict !== Verdict.Down ? Diagnostic.LoopedBack : cause;
    if (this.verdict === verdict && this.diagnostic === diagnostic) return;
    this.verdict = verdict;
    this.diagnostic = diagnostic;
    if (this._listener !== null) this._listener.verdictChanged(now);
  }

  // --- judging

  private _judge(now: number): void {
    const state = this._state;
    if (state[State.LoopedLeft]! > 0) state[State.LoopedLeft]!--;
    if (state[State.DamagedLeft]! > 0) state[State.DamagedLeft]!--;
    const due = state[State.Tried] !== 0 && state[State.Left] === Frame.None && state[State.Leaving] === Frame.None;
    if (due) state[State.Failures]!++;
    const missing = state[State.DamagedLeft] === 0 ? Diagnostic.Missed : Diagnostic.Damaged;
    if (state[State.Failures]! >= this.retries) {
      this._conclude(Verdict.Down, Diagnostic.TransmitFailed, now);
    } else if (this.serverAnswered && this._areMissed(this._requests)) {
      // Another may answer in its place.
      if (!this._configured) this.hasServer = false;
      this._conclude(Verdict.Down, missing, now);
    } else if (!this.serverAnswered && this._expectsItself && this._areMissed(this._own)) {
      this._conclude(Verdict.Unknown, missing, now);
    } else if (!this.serverAnswered && this._requests.unanswered > 0 && this._cause === Diagnostic.None) {
      this._conclude(Verdict.Unknown, Diagnostic.NoLoopServer, now);
    } else {
      this._conclude(this.verdict, this._cause, now);
    }
  }

  private _areMissed(frames: AnswerWindow): boolean {
    return frames.unanswered - this._interval.excusedInRow >= this.retries;
  }

  // --- sending

  /** Begins the next keepalive. */
  private _next(): void {
    const state = this._state;
    state[State.Receipt] = (state[State.Receipt]! + 1) & 0xffff;
    this._own.next(this.retries);
    this._requests.next(this.retries);
    state[State.RequestHeard]! <<= 1;
    const asksPeer = !this._hearsItself || this._own.unanswered > 0;
    if (this.mode === LoopbackMode.Peer) state[State.Pending] = Frame.Request;
    else if (this.mode === LoopbackMode.Auto && asksPeer) state[State.Pending] = Frame.Own | Frame.Request;
    else state[State.Pending] = Frame.Own;
    state[State.Left] = Frame.None;
    state[State.Tried] = 1;
  }

  /** Sends the next frame of the keepalive; {@link transmitterFree} sends the one after it. */
  private _sendPending(now: number): void {
    const state = this._state;
    const transmitter = this._transmitter!;
    const frame = (state[State.Pending]! & Frame.Own) !== 0 ? Frame.Own : Frame.Request;
    if (state[State.Leaving] !== Frame.None) {
      this._interval.notSent(now);
      return;
    }
    const server = this.hasServer ? this.server : LOOPBACK_ASSISTANT;
    const asked = frame === Frame.Own ? null : server;
    writeKeepalive(transmitter.buffer, transmitter.offset, this.address, asked, state[State.Receipt]!, this._mark);
    if (!transmitter.commit(LEAST_FRAME)) {
      this.counters[LoopbackCounter.NotSent]!++;
      this._interval.notSent(now);
      return;
    }
    this._interval.sent();
    state[State.Pending]! &= ~frame;
    state[State.Leaving] = frame;
    this._windowOf(frame).sent();
  }

  private _windowOf(frame: Frame): AnswerWindow {
    return frame === Frame.Own ? this._own : this._requests;
  }

  // --- what comes back

  private _ownCame(bytes: Uint8Array, start: number, end: number, now: number): void {
    const age = ageOf(bytes, end, start + OWN_RECEIPT, this._state[State.Receipt]!);
    const waiting = this._own.isWaiting(age);
    if (!waiting && !this._own.isAnswered(age)) {
      this.counters[LoopbackCounter.Strangers]!++;
    } else if (!isIntact(bytes, start, end, start + OWN_RECEIPT, this._mark)) {
      this._damagedCame(now);
    } else if (!this._hearsItself || !waiting) {
      this._loopSeen(now);
    } else {
      this._own.answer(age);
      // It proves as much as an answer does.
      this._requests.forgive();
      this._accept(LoopbackCounter.OwnReceived, now);
    }
  }

  private _requestCame(bytes: Uint8Array, start: number, end: number, now: number): void {
    const age = ageOf(bytes, end, start + REQUEST_RECEIPT, this._state[State.Receipt]!);
    const known = this._requests.isWaiting(age) || this._requests.isAnswered(age);
    if (!known || !isIntact(bytes, start, end, start + REQUEST_RECEIPT, this._mark)) {
      this.counters[LoopbackCounter.Strangers]!++;
    } else if (!this._hearsItself || ((this._state[State.RequestHeard]! >>> age) & 1) !== 0) {
      this._loopSeen(now);
    } else {
      this._state[State.RequestHeard]! |= 1 << age;
    }
  }

  private _answerCame(bytes: Uint8Array, start: number, end: number, now: number): void {
    const counters = this.counters;
    const source = start + EthernetField.Source;
    const ours = ctpFunction(bytes, start) + 2 === start + REQUEST_RECEIPT && (bytes[source]! & 1) === 0;
    if (!ours || (this.hasServer && !isAddress(bytes, source, this.server))) {
      counters[LoopbackCounter.Strangers]!++;
      return;
    }
    const age = ageOf(bytes, end, start + REQUEST_RECEIPT, this._state[State.Receipt]!);
    if (this._requests.isAnswered(age)) counters[LoopbackCounter.Duplicates]!++;
    else if (!this._requests.isWaiting(age)) counters[LoopbackCounter.Late]!++;
    else if (!isIntact(bytes, start, end, start + REQUEST_RECEIPT, this._mark)) this._damagedCame(now);
    else {
      for (let i = 0; i < ADDRESS_LENGTH; i++) this.server[i] = bytes[source + i]!;
      this.hasServer = true;
      this.serverAnswered = true;
      this._requests.answer(age);
      this._accept(LoopbackCounter.AnswersReceived, now);
    }
  }

  private _accept(counter: LoopbackCounter, now: number): void {
    this.counters[counter]!++;
    this._state[State.DamagedLeft] = 0;
    this._interval.heard();
    this._conclude(Verdict.Up, Diagnostic.Answered, now);
  }

  private _damagedCame(now: number): void {
    this.counters[LoopbackCounter.Damaged]!++;
    // Still remembered when the next keepalives, as many as there are retries, have been judged.
    this._state[State.DamagedLeft] = this.retries + 1;
    if (this.verdict !== Verdict.Down) this._conclude(this.verdict, Diagnostic.Damaged, now);
  }

  private _loopSeen(now: number): void {
    this.counters[LoopbackCounter.Looped]!++;
    // The interval that is running is not one without a loop.
    this._state[State.LoopedLeft] = this.retries + 1;
    this._conclude(this.verdict, this._cause, now);
  }

  /** Forwards a frame of another station, if that may be and the transmitter is free. @returns whether it is leaving */
  private _forwards(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.assists || !mayForward(bytes, start, this.address)) {
      this.counters[LoopbackCounter.Refused]!++;
      return false;
    }
    const free = this._state[State.Leaving] === Frame.None;
    if (free && forwardFrame(bytes, start, end, this._transmitter!, this.address)) return true;
    this.counters[LoopbackCounter.NotForwarded]!++;
    return false;
  }
}
