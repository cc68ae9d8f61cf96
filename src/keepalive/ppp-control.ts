import { ControlCode, ControlField, controlPacketEnd, OptionField, optionsFit } from "../wire/ppp";
import { ILLEGAL, NEXT_STATE, PppAction, PppEvent, PppState, pppTimerRuns, pppTransition } from "./ppp-automaton";
import { ControlCounter } from "./ppp-control-counters";
import { PppControlSender } from "./ppp-control-sender";
import { OptionAnswer } from "./ppp-negotiator";
import type { PppNegotiator } from "./ppp-negotiator";

export interface ControlTimers {
  /** Restart timer, 1 to 60000 ms (RFC 1661 section 4.6: 3 s). */
  restart: number;
  /** Max-Configure, 1 to 255: Configure-Requests without an answer before giving up. */
  maxConfigure: number;
  /** Max-Terminate, 1 to 255. */
  maxTerminate: number;
  /** Max-Failure, 1 to 255: Configure-Naks before Configure-Rejects are sent instead. */
  maxFailure: number;
}

/** How soon a request that could not be sent is tried again at first, ms; then ever later, up to the restart timer. */
const RETRY_DELAY = 100;

/** Octets that must be left where a suggested option is written. */
const OPTION_ROOM = 8;

/**
 * A control protocol of PPP: the automaton of RFC 1661 at work, with its restart timer, counters and packets of codes 1
 * to 7. What is negotiated is its {@link PppNegotiator}'s affair.
 *
 * - A retransmitted Configure-Request keeps its identifier; any other has the next one (section 5.1).
 * - A Configure-Ack must repeat our last request octet for octet, a Nak or Reject bear its identifier (5.2 to 5.4), and
 *   only the first answer counts: one that the line duplicated takes no open link down.
 * - After Max-Failure Naks of ours the same options are rejected, and as many of the peer's count as Rejects: two ends
 *   that want what the other can't give come to an end (4.6). A peer that asks to be told a value is told it as often as
 *   it asks: a Nak that the line lost says nothing of what the two ends want.
 * - A request that could not be sent does not count as a try; one of the peer's that could not be answered while both
 *   negotiate is as if it had not arrived.
 *
 * Memory: 4 * {@link ControlCounter.Size} octets, and a {@link PppControlSender}.
 */
export class PppControl {
  /** Indexed by {@link ControlCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  readonly timers: ControlTimers;
  readonly sender: PppControlSender;
  state: PppState = PppState.Initial;
  /** Whether the restart timer runs. */
  active = false;
  /** When the restart timer goes off, ms; meaningful while {@link active}. */
  due = 0;
  /** How many times the restart timer is doubled, 0 to 4: while a loop is suspected. */
  backOff = 0;
  private readonly _negotiator: PppNegotiator;
  /** Restart counter: how many more times to send. */
  private _restarts = 0;
  /** Configure-Naks sent since the last Configure-Ack, but for those that only tell what was asked. */
  private _failures = 0;
  /** Configure-Naks received in a row. */
  private _naksReceived = 0;
  /** Identifier of the last Configure- or Terminate-Request, and whether it was answered. */
  private _requestIdentifier = 0;
  private _answered = false;
  /** How long the last request that could not be sent waits to be tried again, ms; 0 when it was sent. */
  private _retryDelay = 0;
  /** Whether the next Configure-Request says something else than the last. */
  private _renewed = false;

  constructor(negotiator: PppNegotiator, timers: ControlTimers) {
    this._negotiator = negotiator;
    this.timers = timers;
    this.counters = new Int32Array(ControlCounter.Size);
    this.sender = new PppControlSender(negotiator.protocol, this.counters);
  }

  /** Back to Initial, without a word to anybody. */
  reset(): void {
    this._enter(PppState.Initial);
    this._retryDelay = 0;
    this._renewed = false;
    this.backOff = 0;
  }

  /** The restart timer, when it is due. */
  poll(now: number): void {
    if (!this.active || ((now - this.due) | 0) < 0) return;
    this.event(this._restarts > 0 ? PppEvent.Timeout : PppEvent.TimeoutLast, now);
  }

  /** Lets something happen that is no packet: Up, Down, Open, Close, and rejects of the whole protocol. */
  event(event: PppEvent, now: number): void {
    this._apply(event, now, null, 0, 0);
  }

  /** Takes a packet: octets `[start, end)` from its code on. */
  receive(bytes: Uint8Array, start: number, end: number, now: number): void {
    const last = controlPacketEnd(bytes, start, end);
    this.counters[ControlCounter.PacketsReceived]!++;
    if (last === 0) {
      this.counters[ControlCounter.BadPackets]!++;
      return;
    }
    if (this.state <= PppState.Starting) {
      this.counters[ControlCounter.Unexpected]!++;
      return;
    }
    const observer = this.sender.observer;
    if (observer !== null) {
      observer.controlPacket(false, this._negotiator.protocol, this.state, bytes, start, last, now);
    }
    const code = bytes[start]!;
    if (code === ControlCode.ConfigureRequest) this._requestReceived(bytes, start, last, now);
    else if (code === ControlCode.ConfigureAck) this._ackReceived(bytes, start, last, now);
    else if (code === ControlCode.ConfigureNak) this._refusalReceived(bytes, start, last, now);
    else if (code === ControlCode.ConfigureReject) this._refusalReceived(bytes, start, last, now);
    else if (code === ControlCode.TerminateRequest) this._apply(PppEvent.TerminateRequest, now, bytes, start, last);
    else if (code === ControlCode.TerminateAck) this._apply(PppEvent.TerminateAck, now, bytes, start, last);
    else if (code === ControlCode.CodeReject) this._codeRejectReceived(bytes, start, last, now);
    else if (!this._extensionReceived(code, bytes, start, last, now)) {
      this.counters[ControlCounter.UnknownCodes]!++;
      this._apply(PppEvent.UnknownCode, now, bytes, start, last);
    }
  }

  /** Sends a packet of our own: see {@link PppControlSender.send}. */
  send(code: number, identifier: number, length: number, now: number): boolean {
    return this.sender.send(code, identifier, length, this.state, now);
  }

  /** The next Configure-Request is another one, though it is sent because the restart timer went off. */
  renewRequest(): void {
    this._renewed = true;
  }

  /** Tells the peer that the link ends, once, whatever the automaton makes of it. */
  sayFarewell(now: number): void {
    this.send(ControlCode.TerminateRequest, this.sender.nextIdentifier(), 0, now);
  }

  private _extensionReceived(code: number, bytes: Uint8Array, start: number, end: number, now: number): boolean {
    const identifier = bytes[start + ControlField.Identifier]!;
    return this._negotiator.extension(code, identifier, bytes, start + ControlField.Data, end, now);
  }

  private _requestReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    const options = start + ControlField.Data;
    if (!optionsFit(bytes, options, end)) {
      this.counters[ControlCounter.BadPackets]!++;
      return;
    }
    const answer = this._worstAnswer(bytes, options, end);
    if (answer === OptionAnswer.Ignore) this.counters[ControlCounter.Ignored]!++;
    else this._apply(answer === OptionAnswer.Ack ? PppEvent.GoodRequest : PppEvent.BadRequest, now, bytes, start, end);
  }

  private _worstAnswer(bytes: Uint8Array, at: number, end: number): OptionAnswer {
    let worst = OptionAnswer.Ack;
    for (; at < end; at += bytes[at + OptionField.Length]!) {
      const answer = this._answer(bytes, at);
      if (answer > worst) worst = answer;
    }
    return worst;
  }

  private _answer(bytes: Uint8Array, at: number): OptionAnswer {
    const answer = this._negotiator.judge(bytes, at);
    const enough = this._failures >= this.timers.maxFailure;
    return answer === OptionAnswer.Nak && enough ? OptionAnswer.Reject : answer;
  }

  private _ackReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    const buffer = this.sender.buffer;
    const from = this.sender.dataOffset;
    // What is in the buffer may be of use to nobody else: packets are made and sent in one go.
    let same = this._answersRequest(bytes, start);
    const length = this._negotiator.writeRequest(buffer, from) - from;
    if (length !== end - start - ControlField.Data) same = false;
    for (let i = 0; same && i < length; i++) same = buffer[from + i] === bytes[start + ControlField.Data + i];
    if (!same) {
      this.counters[ControlCounter.StaleAnswers]!++;
      return;
    }
    this._answered = true;
    this._naksReceived = 0;
    this._apply(PppEvent.Ack, now, bytes, start, end);
  }

  /** A Configure-Nak or -Reject. */
  private _refusalReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    const options = start + ControlField.Data;
    if (!this._answersRequest(bytes, start)) {
      this.counters[ControlCounter.StaleAnswers]!++;
      return;
    }
    if (!optionsFit(bytes, options, end)) {
      this.counters[ControlCounter.BadPackets]!++;
      return;
    }
    const naks = this._naksReceived;
    const nak = bytes[start] === ControlCode.ConfigureNak && naks < this.timers.maxFailure;
    let meant = false;
    for (let at = options; at < end; at += bytes[at + OptionField.Length]!) {
      if (nak ? this._negotiator.naked(bytes, at) : this._negotiator.rejected(bytes, at)) meant = true;
    }
    if (!meant) {
      this.counters[ControlCounter.StaleAnswers]!++;
      return;
    }
    this._answered = true;
    if (nak) this._naksReceived = naks + 1;
    this._apply(PppEvent.NakOrReject, now, bytes, start, end);
  }

  /** Whether an answer is the first to our last request: a duplicate is no crossed connection. */
  private _answersRequest(bytes: Uint8Array, start: number): boolean {
    return !this._answered && bytes[start + ControlField.Identifier] === this._requestIdentifier;
  }

  /** Codes 1 to 7 are what a control protocol consists of; it can live without the others (section 5.6). */
  private _codeRejectReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    this.counters[ControlCounter.CodeRejectsReceived]!++;
    const code = start + ControlField.Data < end ? bytes[start + ControlField.Data]! : 0;
    const fatal = code >= ControlCode.ConfigureRequest && code <= ControlCode.CodeReject;
    this._apply(fatal ? PppEvent.RejectFatal : PppEvent.RejectHarmless, now, bytes, start, end);
  }

  /** `bytes[start, end)` is the packet that the event is about, where there is one. */
  private _apply(event: PppEvent, now: number, bytes: Uint8Array | null, start: number, end: number): void {
    const before = this.state;
    const transition = pppTransition(before, event);
    const next = transition & NEXT_STATE;
    if (next === ILLEGAL) {
      this.counters[ControlCounter.Unexpected]!++;
      return;
    }
    const requests = (transition & PppAction.SendRequest) !== 0;
    if (bytes !== null && !requests && !this._reply(transition, now, bytes, start, end)) return;
    if (transition & PppAction.InitializeRestart) {
      const terminate = (transition & PppAction.SendTerminateRequest) !== 0;
      this._restarts = terminate ? this.timers.maxTerminate : this.timers.maxConfigure;
    }
    if (transition & PppAction.ZeroRestart) {
      // Waits for one restart period, so that the Ack gets through before the link goes (section 4.4).
      this._restarts = 0;
      this._armRestart(now);
    }
    if (requests) this._sendRequest(before, event === PppEvent.Timeout, now);
    // The request first, as in the table: were it behind the Ack, two open ends that hear an old request would begin
    // anew for ever, each opened by the other's Ack and closed by the request behind it.
    if (bytes !== null && requests) this._reply(transition, now, bytes, start, end);
    if (transition & PppAction.SendTerminateRequest) this._sendTerminateRequest(event === PppEvent.Timeout, now);
    this._enter(next);
    // Last, since whoever is told may call back.
    if (transition & PppAction.LayerUp) this._opened(now);
    else if (transition & PppAction.LayerDown) this._negotiator.layerDown(event, now);
    else if (transition & PppAction.LayerFinished) this._negotiator.layerFinished(event, now);
  }

  private _enter(state: PppState): void {
    this.state = state;
    this.active = pppTimerRuns(state);
  }

  private _opened(now: number): void {
    this._failures = 0;
    this._naksReceived = 0;
    this._negotiator.layerUp(now);
  }

  /** Returns false where a Configure-Request could not be answered. */
  private _reply(transition: number, now: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (transition & PppAction.SendAck) return this._sendAck(bytes, start, end, now);
    if (transition & PppAction.SendNakOrReject) return this._sendRefusal(bytes, start, end, now);
    if (transition & PppAction.SendTerminateAck) {
      this.send(ControlCode.TerminateAck, bytes[start + ControlField.Identifier]!, 0, now);
    } else if (transition & PppAction.SendCodeReject) {
      const length = this.sender.copy(0, bytes, start, end);
      this.send(ControlCode.CodeReject, this.sender.nextIdentifier(), length, now);
    }
    return true;
  }

  private _sendAck(bytes: Uint8Array, start: number, end: number, now: number): boolean {
    const options = start + ControlField.Data;
    const length = this.sender.copy(0, bytes, options, end);
    if (!this.send(ControlCode.ConfigureAck, bytes[start + ControlField.Identifier]!, length, now)) return false;
    this._failures = 0;
    this._negotiator.beginAck();
    for (let at = options; at < end; at += bytes[at + OptionField.Length]!) this._negotiator.adopt(bytes, at);
    return true;
  }

  /** A Configure-Reject of what can't be, or else a Configure-Nak of what could be otherwise. */
  private _sendRefusal(bytes: Uint8Array, start: number, end: number, now: number): boolean {
    const buffer = this.sender.buffer;
    const options = start + ControlField.Data;
    // A suggested option may be longer than what it is for.
    const room = this.sender.reserve(end - options + OPTION_ROOM);
    const from = this.sender.dataOffset;
    const last = from + room;
    const worst = this._worstAnswer(bytes, options, end);
    const reject = worst === OptionAnswer.Reject;
    let out = from;
    for (let at = options; at < end; at += bytes[at + OptionField.Length]!) {
      const answer = this._answer(bytes, at);
      if (answer === OptionAnswer.Ack || (reject && answer !== OptionAnswer.Reject)) continue;
      const length = reject ? bytes[at + OptionField.Length]! : OPTION_ROOM;
      // What finds no room is asked for again, and refused then.
      if (length > last - out) continue;
      if (!reject) out = this._negotiator.suggest(bytes, at, buffer, out);
      else for (let i = 0; i < length; i++) buffer[out++] = bytes[at + i]!;
    }
    const code = reject ? ControlCode.ConfigureReject : ControlCode.ConfigureNak;
    if (!this.send(code, bytes[start + ControlField.Identifier]!, out - from, now)) return false;
    if (worst === OptionAnswer.Nak) this._failures++;
    return true;
  }

  private _sendRequest(before: PppState, again: boolean, now: number): void {
    if (before < PppState.ReqSent || before === PppState.Opened) {
      this._failures = 0;
      this._naksReceived = 0;
      this._negotiator.beginNegotiation();
    }
    const other = this._renewed;
    this._renewed = false;
    if (other) this._negotiator.renewRequest();
    const length = this._negotiator.writeRequest(this.sender.buffer, this.sender.dataOffset) - this.sender.dataOffset;
    this._sendTry(ControlCode.ConfigureRequest, again && !other, length, now);
  }

  private _sendTerminateRequest(again: boolean, now: number): void {
    this._sendTry(ControlCode.TerminateRequest, again, 0, now);
  }

  /** Sends a request that the restart timer repeats. */
  private _sendTry(code: ControlCode, again: boolean, length: number, now: number): void {
    // One that was answered and yet is sent again is a request of its own (section 5.1).
    if (!again || this._answered) {
      this._requestIdentifier = this.sender.nextIdentifier();
      this._answered = false;
    }
    if (this.send(code, this._requestIdentifier, length, now)) {
      this._restarts--;
      this._retryDelay = 0;
      this._armRestart(now);
      return;
    }
    const twice = 2 * this._retryDelay;
    const delay = twice > RETRY_DELAY ? twice : RETRY_DELAY;
    this._retryDelay = delay < this._restartDelay ? delay : this._restartDelay;
    this.due = (now + this._retryDelay) | 0;
  }

  private _armRestart(now: number): void {
    this.due = (now + this._restartDelay) | 0;
  }

  private get _restartDelay(): number {
    return this.timers.restart << this.backOff;
  }
}
