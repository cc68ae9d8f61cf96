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
  LOOPBACK_ASSISTANT,
} from "../wire/ctp";
import { AnswerWindow } from "./answer-window";
import { LoopbackCounter } from "./ethernet-loopback-counters";
import { checkLoopbackOptions, LoopbackMode } from "./ethernet-loopback-options";
import type { EthernetLoopbackOptions } from "./ethernet-loopback-options";
import { ageOf, Frame, isIntact, OWN_RECEIPT, REQUEST_RECEIPT } from "./ethernet-loopback-frames";
import { LoopbackSender } from "./ethernet-loopback-sender";
import type { LoopbackTransmitter } from "./ethernet-loopback-sender";
import { LoopbackPath, LoopbackVerdict } from "./ethernet-loopback-verdict";
import { KeepaliveInterval } from "./interval";
import { Diagnostic, Disposition, Verdict } from "./machine";
import type { InterfaceKeepalive, KeepaliveListener } from "./machine";

/** What IOS says of frames with an Ethernet type. */
const NAME = ascii("ARPA");

const DEFAULT_RETRIES = 3;

/**
 * Ethernet keepalive: frames of the Configuration Testing Protocol that come back.
 *
 * A keepalive is a frame to ourselves in mode `self`, a request that a loop server is to send back in mode `peer`. In mode
 * `auto` it is a frame to ourselves and, where the chip does not hear itself or while the last one did not come back, a
 * request too. In mode `phy` it is a self-test of the chip, which is off the wire meanwhile, and nothing is sent. The first
 * leaves at once, then one an interval. At the end of each interval, before the next:
 *
 * 1. judge, as below;
 * 2. send. What the transmitter did not take is tried again soon.
 *
 * - Link status lost, or a fault of the chip: down at once; with either gone everything begins anew, unknown.
 * - Nothing left of `retries` keepalives in a row: down. The next that leaves takes that back. A chip that got stuck is down
 *   like that when it is back.
 * - `retries` requests in a row unanswered, by a loop server that has answered before: down. An answer brings it up.
 * - As many frames to ourselves, or self-tests, that the chip did not hear: unknown. It is a hint, no more.
 *
 * A loop server is configured, or is whoever answers first when the loopback assistant is asked; one that was learned is
 * forgotten when `retries` answers in a row stay away. What comes back with other octets than were sent changes the
 * diagnostic only.
 *
 * A frame of ours that the chip can't have looped back, or that comes twice, went round in the network: {@link looped},
 * until as many intervals passed without one as there are retries. It changes the diagnostic, and no verdict.
 *
 * Memory: 6 + 4 * {@link LoopbackCounter.Size} octets, a {@link KeepaliveInterval}, a {@link LoopbackSender}, a
 * {@link LoopbackVerdict} and two {@link AnswerWindow}.
 */
export class EthernetLoopback implements InterfaceKeepalive {
  readonly nameText = NAME;
  readonly defaultRetries = DEFAULT_RETRIES;
  mode: LoopbackMode;
  /** Our MAC address. */
  readonly address: Uint8Array;
  /** Whether frames of other stations are forwarded; may be changed at any time. */
  assists: boolean;
  /** The loop server's address; means something only while {@link hasServer}. */
  readonly server: Uint8Array;
  hasServer: boolean;
  /** Whether a loop server has answered since {@link start}. */
  serverAnswered = false;
  /** Indexed by {@link LoopbackCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** ms; 0 when keepalives are off, and the link's state alone decides. */
  interval: number;
  /** How many keepalives in a row fail before the verdict changes. */
  retries: number;
  active = false;
  /** Whether the chip can test itself, which mode `phy` needs. */
  readonly testsItself: boolean;
  /** Whether {@link server} was configured. */
  readonly serverConfigured: boolean;
  private readonly _hearsItself: boolean;
  private readonly _interval: KeepaliveInterval;
  private readonly _sender: LoopbackSender;
  private readonly _verdict: LoopbackVerdict;
  /** Frames to ourselves or self-tests, and requests. */
  private readonly _own: AnswerWindow;
  private readonly _requests: AnswerWindow;
  /** Set of requests that came back as they were sent: bit n is that of the keepalive n before the last. */
  private _requestsHeard = 0;
  private _running = false;
  /** Nothing has left since nothing left of the keepalives, or the chip got stuck. */
  private _mustSend = false;
  private _linkUp = false;
  private _fault: PortFault = PortFault.None;
  /** Changes with every beginning: what a poll looks at after each call out. */
  private _run = 0;
  private _listener: KeepaliveListener | null = null;

  /**
   * @param address our MAC address, 6 octets
   * @param hearsItself whether the chip hears the frames that it sends to its own address
   * @param testsItself whether it can test itself inside its PHY
   * @throws RangeError when an option is out of its range
   */
  constructor(options: EthernetLoopbackOptions, address: Uint8Array, hearsItself: boolean, testsItself: boolean) {
    this.mode = checkLoopbackOptions(options, testsItself);
    this.testsItself = testsItself;
    this.address = address;
    this.assists = options.assist === true;
    this.server = new Uint8Array(ADDRESS_LENGTH);
    this.serverConfigured = options.server !== undefined;
    this.hasServer = this.serverConfigured;
    if (options.server !== undefined) this.server.set(options.server);
    this.counters = new Int32Array(LoopbackCounter.Size);
    this._hearsItself = hearsItself;
    this.interval = integerOption("loopback: interval", options.interval, 10000, 0, MAX_SPAN, " ms");
    this.retries = integerOption("loopback: retries", options.retries, DEFAULT_RETRIES, 1, 255, "");
    this._interval = new KeepaliveInterval();
    this._sender = new LoopbackSender(address, this.counters, options.random);
    this._verdict = new LoopbackVerdict();
    this._own = new AnswerWindow();
    this._requests = new AnswerWindow();
  }

  get verdict(): Verdict {
    return this._verdict.verdict;
  }

  get diagnostic(): Diagnostic {
    return this._verdict.diagnostic;
  }

  /** What came back last: what the verdict proves while it is up. */
  get path(): LoopbackPath {
    return this._verdict.path;
  }

  /** When to call {@link poll} next, ms; meaningful only while {@link active}. */
  get due(): number {
    return this._interval.due;
  }

  /** The receipt number of the last keepalive. */
  get receipt(): number {
    return this._sender.receipt;
  }

  /** How many frames to ourselves or self-tests that should have come back have not, in a row. */
  get ownUnanswered(): number {
    return this._expectsItself() ? this._own.unanswered : 0;
  }

  /** How many requests in a row are unanswered. */
  get requestsUnanswered(): number {
    return this._requests.unanswered;
  }

  /** Whether the last keepalive came back, or a part of it. */
  get answered(): boolean {
    return this._own.isAnswered(0) || this._requests.isAnswered(0);
  }

  /** Whether frames of ours come back through the network. */
  get looped(): boolean {
    return this._verdict.looped;
  }

  /** Connects the machine; called once, by the interface that it is given to. */
  attach(transmitter: LoopbackTransmitter, listener: KeepaliveListener): void {
    this._sender.attach(transmitter);
    this._verdict.attach(listener);
    this._listener = listener;
  }

  /** Starts with nothing outstanding, and no loop server that has answered. */
  start(now: number): void {
    this._running = true;
    this._mustSend = false;
    this.serverAnswered = false;
    this._begin(now);
  }

  /** Stops; nothing is known of the network then. */
  stop(now: number): void {
    this._running = false;
    this._begin(now);
  }

  setKeepalive(interval: number, retries: number, now: number): void {
    const turns = this.interval === 0 || interval === 0;
    this.interval = interval;
    this.retries = retries;
    if (turns) this._begin(now);
    if (turns || !this.active) return;
    this._newRun();
    this._interval.restart(now, interval);
  }

  /** Asks whom the mode says from now on, as if nothing were known. @param mode `Phy` only if {@link testsItself} */
  setMode(mode: LoopbackMode, now: number): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.serverAnswered = false;
    this._begin(now);
  }

  /** The chip's link came or went, or a fault did. */
  portChanged(linkUp: boolean, fault: PortFault, now: number): void {
    if (this._linkUp === linkUp && this._fault === fault) return;
    this._linkUp = linkUp;
    this._fault = fault;
    if (fault === PortFault.Stuck) this._mustSend = true;
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
    const frame = this._sender.frameSent(sent);
    if (!this.active || frame === Frame.None) return;
    if (!sent) {
      this._windowOf(frame).withdraw();
      return;
    }
    this._mustSend = false;
    if (this._verdict.cause === Diagnostic.TransmitFailed) {
      this._verdict.conclude(Verdict.Unknown, Diagnostic.None, now);
    }
  }

  /** A self-test of the chip is over. One that somebody else began is none of ours. */
  selfTestEnded(passed: boolean, now: number): void {
    if (!this._sender.testEnded() || !passed) return;
    this._own.answer(0);
    this._accept(LoopbackCounter.SelfTestsPassed, LoopbackPath.Phy, now);
  }

  /** The transmitter takes a frame again. */
  transmitterFree(now: number): void {
    this._sender.forwardWaiting();
    if (this.active && this._sender.isPending) this._sendPending(now);
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
      if (this.assists) this._sender.forward(bytes, start, end);
      else this.counters[LoopbackCounter.Refused]!++;
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
    this._newRun();
    this._sender.clear();
    this._verdict.clear();
    this._requestsHeard = 0;
    this._own.clear();
    this._requests.clear();
    this._interval.start(now, 0);
    this.active = this._running && this._linkUp && this.interval > 0;
    if (this.active && this._fault === PortFault.None && this._mustSend && this.mode !== LoopbackMode.Phy) {
      // A chip that can't send may have its link all the same.
      this._verdict.conclude(Verdict.Down, Diagnostic.TransmitFailed, now);
    } else if (!this._running || (this._linkUp && this._fault === PortFault.None)) {
      this._verdict.conclude(Verdict.Unknown, Diagnostic.None, now);
    } else {
      const cause = this._fault === PortFault.None ? Diagnostic.LinkDown : Diagnostic.ChipFault;
      this._verdict.conclude(Verdict.Down, cause, now);
    }
  }

  private _newRun(): void {
    this._run = (this._run + 1) & 0xfff;
  }

  // --- judging

  private _judge(now: number): void {
    const verdict = this._verdict;
    verdict.intervalElapsed();
    const unanswered = this._areMissed(this._requests);
    // Another may answer in its place.
    if (unanswered && !this.serverConfigured) this.hasServer = false;
    if (this._sender.judge() >= this.retries) {
      this._mustSend = true;
      verdict.conclude(Verdict.Down, Diagnostic.TransmitFailed, now);
    } else if (unanswered && this.serverAnswered) {
      verdict.conclude(Verdict.Down, verdict.missing, now);
    } else if (!this.serverAnswered && this._expectsItself() && this._areMissed(this._own)) {
      verdict.conclude(Verdict.Unknown, verdict.missing, now);
    } else if (!this.serverAnswered && this._requests.unanswered > 0 && verdict.cause === Diagnostic.None) {
      verdict.conclude(Verdict.Unknown, Diagnostic.NoLoopServer, now);
    } else {
      verdict.conclude(verdict.verdict, verdict.cause, now);
    }
  }

  /** Whether frames to ourselves should come back; else they are there to find loops. */
  private _expectsItself(): boolean {
    return this._hearsItself || this.mode === LoopbackMode.Self || this.mode === LoopbackMode.Phy;
  }

  private _areMissed(frames: AnswerWindow): boolean {
    return frames.unanswered - this._interval.excusedInRow >= this.retries;
  }

  // --- sending

  /** Begins the next keepalive. */
  private _next(): void {
    this._own.next(this.retries);
    this._requests.next(this.retries);
    this._requestsHeard <<= 1;
    this._sender.begin(this._frames());
  }

  /** What a keepalive is made of. */
  private _frames(): number {
    switch (this.mode) {
      case LoopbackMode.Self:
        return Frame.Own;
      case LoopbackMode.Phy:
        return Frame.Test;
      case LoopbackMode.Peer:
        return Frame.Request;
      default:
        return this._hearsItself && this._own.unanswered === 0 ? Frame.Own : Frame.Own | Frame.Request;
    }
  }

  /** Sends the next frame of the keepalive; {@link transmitterFree} sends the one after it. */
  private _sendPending(now: number): void {
    const frame = this._sender.send(this.hasServer ? this.server : LOOPBACK_ASSISTANT, now);
    if (frame === Frame.None) {
      this._interval.notSent(now);
      return;
    }
    this._interval.sent();
    this._windowOf(frame).sent();
  }

  private _windowOf(frame: Frame): AnswerWindow {
    return frame === Frame.Request ? this._requests : this._own;
  }

  // --- what comes back

  private _ownCame(bytes: Uint8Array, start: number, end: number, now: number): void {
    const age = ageOf(bytes, end, start + OWN_RECEIPT, this._sender.receipt);
    const waiting = this._own.isWaiting(age);
    if (!waiting && !this._own.isAnswered(age)) {
      this.counters[LoopbackCounter.Strangers]!++;
    } else if (!isIntact(bytes, start, end, start + OWN_RECEIPT, this._sender.mark)) {
      this._damagedCame(now);
    } else if (!this._hearsItself || !waiting) {
      this._loopSeen(now);
    } else {
      this._own.answer(age);
      // It proves as much as an answer does.
      this._requests.forgive();
      this._accept(LoopbackCounter.OwnReceived, LoopbackPath.Wire, now);
    }
  }

  private _requestCame(bytes: Uint8Array, start: number, end: number, now: number): void {
    const age = ageOf(bytes, end, start + REQUEST_RECEIPT, this._sender.receipt);
    const known = this._requests.isWaiting(age) || this._requests.isAnswered(age);
    if (!known || !isIntact(bytes, start, end, start + REQUEST_RECEIPT, this._sender.mark)) {
      this.counters[LoopbackCounter.Strangers]!++;
    } else if (!this._hearsItself || ((this._requestsHeard >>> age) & 1) !== 0) {
      this._loopSeen(now);
    } else {
      this._requestsHeard |= 1 << age;
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
    const age = ageOf(bytes, end, start + REQUEST_RECEIPT, this._sender.receipt);
    if (this._requests.isAnswered(age)) counters[LoopbackCounter.Duplicates]!++;
    else if (!this._requests.isWaiting(age)) counters[LoopbackCounter.Late]!++;
    else if (!isIntact(bytes, start, end, start + REQUEST_RECEIPT, this._sender.mark)) this._damagedCame(now);
    else {
      for (let i = 0; i < ADDRESS_LENGTH; i++) this.server[i] = bytes[source + i]!;
      this.hasServer = true;
      this.serverAnswered = true;
      this._requests.answer(age);
      this._accept(LoopbackCounter.AnswersReceived, LoopbackPath.Server, now);
    }
  }

  private _accept(counter: LoopbackCounter, path: LoopbackPath, now: number): void {
    this.counters[counter]!++;
    this._interval.heard();
    this._verdict.answered(path, now);
  }

  private _damagedCame(now: number): void {
    this.counters[LoopbackCounter.Damaged]!++;
    this._verdict.damaged(this.retries, now);
  }

  private _loopSeen(now: number): void {
    this.counters[LoopbackCounter.Looped]!++;
    this._verdict.loopSeen(this.retries, now);
  }
}
