import { integerOption } from "../options";
import type { Random } from "../ports";
import { MAX_SPAN, missedPeriods } from "../scheduler/time";
import {
  checkChdlc,
  ChdlcAddress,
  ChdlcField,
  ChdlcKind,
  hasUptime,
  SlarpField,
  SlarpType,
  writeChdlcHeader,
  writeSlarp,
} from "../wire/chdlc";
import { readInt32, readUint16 } from "../wire/octets";
import { Diagnostic, Disposition, Verdict } from "./machine";
import type { KeepaliveListener, LinkProtocol, Transmitter } from "./machine";

/**
 * Cisco HDLC keepalive (SLARP).
 *
 * Both ends send keepalives on their own and acknowledge the other's by sequence number. `myseq` is the last number
 * that we sent (0 before the first), `mineseen` the last of ours that the peer acknowledged, `yourseen` the last of the
 * peer's that arrived. The first poll comes one interval after the start. At each poll, with d = myseq - mineseen:
 *
 * 1. judge: while the line is not down, at d = retries - 1 the interface is reset and the line stays up; at
 *    d >= retries it is reset and the line goes down. A line that is down is not reset again;
 * 2. tell the listener, which prints the debug line;
 * 3. send (myseq + 1, yourseen); myseq advances only when the frame was really sent. A frame that could not be sent is
 *    tried again soon, without another judgement: that is no miss.
 *
 * An acknowledgement is taken when it lies from mineseen to myseq, wrapping; any other is stale: a peer that still
 * holds numbers from before our restart, or that has itself restarted and acknowledges 0, takes nothing down by it.
 * A poll that is a whole interval late, or that follows octets lost on our own side, sends and judges nothing: the
 * missing keepalives may have been ours to hear.
 *
 * A line that is down comes up when `upCount` keepalives in a row acknowledge within the allowed difference.
 *
 * Loops: two ends that start together send equal numbers, so equality of numbers means nothing. A received keepalive
 * that equals one of our last `retries`, uptime included, makes us suspect a loop; the next is sent with a random myseq
 * (and mineseen set to it), and only if that one comes back too is the line `looped`. With `downWhenLooped` it then
 * goes down until a keepalive arrives that is not ours.
 *
 * Sources: Cisco's documented `debug serial interface` session; Linux hdlc_cisco.c, whose faults are left out: it takes
 * only the last number or the one before as acknowledgement, treats 0 as "none" and drifts.
 *
 * Memory: 44 + 4 * {@link HdlcCounter.Size} + 12 * retries octets in typed arrays.
 */
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
  /** Whether to ask the peer for an address by SLARP, where none is configured. Default false. */
  askAddress?: boolean;
  /** Where the number comes from that tells a loop. */
  random: Random;
}

/** What the machine counts; an index into {@link HdlcKeepalive.counters}. */
export const enum HdlcCounter {
  KeepalivesSent,
  KeepalivesReceived,
  /** Keepalives that the transmitter did not take. */
  NotSent,
  /** Acknowledgements from outside [mineseen, myseq]. */
  StaleAcknowledgements,
  /** Interface resets that this machine asked for. */
  Resets,
  /** Times that a loop was suspected. */
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

const enum State {
  MySeq,
  MineSeen,
  YourSeen,
  Due,
  /** The end of the running interval: equal to Due but while a send is retried. */
  IntervalEnd,
  StartedAt,
  /** Good keepalives in a row while down. */
  GoodInRow,
  Address,
  Mask,
  /** The sequence number that is to prove a loop. */
  LoopProbe,
  /** How many of our keepalives `_sent` holds. */
  SentCount,
  /** How many more times to ask for an address. */
  RequestsLeft,
  Size,
}

const enum LoopState {
  None,
  /** A keepalive of ours came back: the next one sent carries a random number. */
  Suspected,
  /** The random number is out. */
  Probing,
  Looped,
}

/** How soon a keepalive that could not be sent is tried again, ms. */
const RETRY_DELAY = 100;

export class HdlcKeepalive implements LinkProtocol {
  readonly name = "HDLC";
  readonly headerLength = ChdlcField.Payload;
  readonly ownFrameLength = SlarpField.End;
  readonly interval: number;
  readonly retries: number;
  readonly upCount: number;
  readonly downWhenLooped: boolean;
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
  /** (sequence, acknowledgement, uptime) of the last `retries` keepalives sent. */
  private readonly _sent: Int32Array;
  private readonly _configuredAddress: number;
  private readonly _configuredMask: number;
  private readonly _askAddress: boolean;
  private readonly _random: Random;
  private _loop: LoopState = LoopState.None;
  private _excused = false;
  private _transmitter: Transmitter | null = null;
  private _listener: KeepaliveListener | null = null;

  /** @throws RangeError when an option is out of its range */
  constructor(options: HdlcKeepaliveOptions) {
    this.interval = integerOption("HDLC keepalive: interval", options.interval, 10000, 0, MAX_SPAN, " ms");
    this.retries = integerOption("HDLC keepalive: retries", options.retries, 3, 1, 255, "");
    this.upCount = integerOption("HDLC keepalive: up-count", options.upCount, 1, 1, 255, "");
    this.downWhenLooped = options.downWhenLooped === true;
    this._configuredAddress = (options.address === undefined ? 0 : options.address) | 0;
    this._configuredMask = (options.mask === undefined ? 0 : options.mask) | 0;
    this._askAddress = options.askAddress === true && this._configuredAddress === 0;
    this._random = options.random;
    this._state = new Int32Array(State.Size);
    this._sent = new Int32Array(3 * this.retries);
    this.counters = new Int32Array(HdlcCounter.Size);
  }

  get due(): number {
    return this._state[State.Due]!;
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
    return this._state[State.Address]!;
  }

  get mask(): number {
    return this._state[State.Mask]!;
  }

  /** Whether what we send comes back to us. */
  get looped(): boolean {
    return this._loop === LoopState.Looped;
  }

  attach(transmitter: Transmitter, listener: KeepaliveListener): void {
    this._transmitter = transmitter;
    this._listener = listener;
  }

  /** Starts with all numbers at 0 and the verdict unknown. With interval 0 nothing is ever sent, and nothing judged. */
  start(now: number): void {
    const state = this._state;
    state.fill(0);
    state[State.StartedAt] = now;
    state[State.Address] = this._configuredAddress;
    state[State.Mask] = this._configuredMask;
    state[State.RequestsLeft] = this._askAddress ? this.retries : 0;
    this._schedule((now + this.interval) | 0);
    this._loop = LoopState.None;
    this._excused = false;
    this.heardSinceLine = false;
    this.verdict = Verdict.Unknown;
    this.diagnostic = Diagnostic.None;
    this.active = this.interval > 0;
    this._sendRequest();
  }

  stop(): void {
    this.active = false;
  }

  excuse(): void {
    this._excused = true;
  }

  /**
   * Writes a number into myseq and mineseen, or into yourseen: for a restored state, and to come near the wrap.
   */
  restore(mySeq: number, yourSeen: number): void {
    this._state[State.MySeq] = mySeq;
    this._state[State.MineSeen] = mySeq;
    this._state[State.YourSeen] = yourSeen;
  }

  poll(now: number): void {
    const state = this._state;
    if (!this.active || ((now - state[State.Due]!) | 0) < 0) return;
    if (((now - state[State.IntervalEnd]!) | 0) < 0) {
      this._send(now);
      return;
    }
    const missed = missedPeriods(state[State.IntervalEnd]!, this.interval, now);
    this._schedule((state[State.IntervalEnd]! + (missed + 1) * this.interval) | 0);
    this.counters[HdlcCounter.MissedPeriods]! += missed;
    if (missed > 0) this._excused = true;
    if (this._excused) {
      this._excused = false;
      this.counters[HdlcCounter.Excused]!++;
    } else {
      this._judge(now);
    }
    if (!this.active) return;
    this._listener!.intervalElapsed(now);
    this.heardSinceLine = false;
    if (this.active) this._send(now);
  }

  receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition {
    switch (checkChdlc(bytes, start, end)) {
      case ChdlcKind.SlarpKeepalive:
        this._keepaliveReceived(bytes, start, end, now);
        return Disposition.Consumed;
      case ChdlcKind.SlarpRequest:
        this._requestReceived(now);
        return Disposition.Consumed;
      case ChdlcKind.SlarpReply:
        this._replyReceived(bytes, start);
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

  private _schedule(due: number): void {
    this._state[State.Due] = due;
    this._state[State.IntervalEnd] = due;
  }

  private _judge(now: number): void {
    const missed = (this.mySeq - this.mineSeen) | 0;
    if (this.verdict === Verdict.Down) {
      if (missed >= this.retries) this._downMissed(now);
      return;
    }
    if (missed < this.retries - 1 || missed === 0) return;
    this.counters[HdlcCounter.Resets]!++;
    this._listener!.resetRequested(missed, now);
    if (this.active && missed >= this.retries) this._downMissed(now);
  }

  /** Not even a loop returns anything any more. */
  private _downMissed(now: number): void {
    this._state[State.GoodInRow] = 0;
    this._loop = LoopState.None;
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
    const probing = this._loop === LoopState.Suspected;
    const sequence = probing ? this._random.next() : (state[State.MySeq]! + 1) | 0;
    const uptime = (now - state[State.StartedAt]!) | 0;
    writeSlarp(transmitter.buffer, transmitter.offset, SlarpType.Keepalive, sequence, state[State.YourSeen]!, uptime);
    if (!transmitter.commit(SlarpField.End)) {
      this.counters[HdlcCounter.NotSent]!++;
      const retry = (now + RETRY_DELAY) | 0;
      const end = state[State.IntervalEnd]!;
      state[State.Due] = ((retry - end) | 0) < 0 ? retry : end;
      return;
    }
    state[State.Due] = state[State.IntervalEnd]!;
    this._remember(sequence, uptime);
    state[State.MySeq] = sequence;
    if (probing) {
      state[State.MineSeen] = sequence;
      state[State.LoopProbe] = sequence;
      this._loop = LoopState.Probing;
    }
    this.counters[HdlcCounter.KeepalivesSent]!++;
    this._sendRequest();
  }

  /** Keeps what was sent, to know it again if it comes back. */
  private _remember(sequence: number, uptime: number): void {
    const count = this._state[State.SentCount]!;
    const at = 3 * (count % this.retries);
    this._sent[at] = sequence;
    this._sent[at + 1] = this._state[State.YourSeen]!;
    this._sent[at + 2] = uptime;
    // Counts on in whole rounds, so that it never grows out of the small integers.
    this._state[State.SentCount] = count + 1 === 2 * this.retries ? this.retries : count + 1;
  }

  private _isOurs(sequence: number, acknowledgement: number, uptime: number): boolean {
    const count = this._state[State.SentCount]!;
    const kept = count < this.retries ? count : this.retries;
    const sent = this._sent;
    for (let at = 0; at < 3 * kept; at += 3) {
      if (sent[at] === sequence && sent[at + 1] === acknowledgement && sent[at + 2] === uptime) return true;
    }
    return false;
  }

  private _keepaliveReceived(bytes: Uint8Array, start: number, end: number, now: number): void {
    this.counters[HdlcCounter.KeepalivesReceived]!++;
    if (!this.active) return;
    const state = this._state;
    const sequence = readInt32(bytes, start + SlarpField.A);
    const acknowledgement = readInt32(bytes, start + SlarpField.B);
    const ours =
      hasUptime(start, end) && this._isOurs(sequence, acknowledgement, readInt32(bytes, start + SlarpField.Uptime));
    this.heardSinceLine = true;
    state[State.YourSeen] = sequence;
    const current =
      ((state[State.MySeq]! - acknowledgement) | 0) >= 0 && ((acknowledgement - state[State.MineSeen]!) | 0) >= 0;
    if (current) state[State.MineSeen] = acknowledgement;
    else this.counters[HdlcCounter.StaleAcknowledgements]!++;
    this._followLoop(ours, sequence);
    if (this.looped) {
      this._conclude(this.downWhenLooped ? Verdict.Down : this.verdict, Diagnostic.LoopedBack, now);
      return;
    }
    this._heard(current, now);
  }

  private _followLoop(ours: boolean, sequence: number): void {
    if (!ours) {
      if (this._loop !== LoopState.Suspected) this._loop = LoopState.None;
      return;
    }
    if (this._loop === LoopState.None) {
      this.counters[HdlcCounter.LoopSuspicions]!++;
      this._loop = LoopState.Suspected;
    } else if (this._loop === LoopState.Probing && sequence === this._state[State.LoopProbe]) {
      this._loop = LoopState.Looped;
    }
  }

  private _heard(current: boolean, now: number): void {
    const state = this._state;
    if (this.verdict !== Verdict.Down) {
      if (current) this._conclude(Verdict.Up, Diagnostic.Answered, now);
      return;
    }
    if (current && ((state[State.MySeq]! - state[State.MineSeen]!) | 0) < this.retries) {
      state[State.GoodInRow]!++;
    } else {
      state[State.GoodInRow] = 0;
    }
    if (state[State.GoodInRow]! >= this.upCount) this._conclude(Verdict.Up, Diagnostic.Answered, now);
  }

  private _sendRequest(): void {
    const state = this._state;
    if (state[State.Address] !== 0 || state[State.RequestsLeft] === 0) return;
    const transmitter = this._transmitter!;
    writeSlarp(transmitter.buffer, transmitter.offset, SlarpType.Request, 0, 0, 0);
    if (!transmitter.commit(SlarpField.End)) return;
    state[State.RequestsLeft]!--;
    this.counters[HdlcCounter.RequestsSent]!++;
  }

  /** A peer that asks for an address has just started: it knows nothing of the numbers so far. */
  private _requestReceived(now: number): void {
    const state = this._state;
    this.counters[HdlcCounter.RequestsReceived]!++;
    state[State.MySeq] = 0;
    state[State.MineSeen] = 0;
    state[State.YourSeen] = 0;
    if (state[State.Address] === 0) return;
    const transmitter = this._transmitter!;
    const uptime = (now - state[State.StartedAt]!) | 0;
    const address = state[State.Address]!;
    writeSlarp(transmitter.buffer, transmitter.offset, SlarpType.Reply, address, state[State.Mask]!, uptime);
    if (transmitter.commit(SlarpField.End)) this.counters[HdlcCounter.RepliesSent]!++;
    else this.counters[HdlcCounter.NotSent]!++;
  }

  private _replyReceived(bytes: Uint8Array, start: number): void {
    const state = this._state;
    this.counters[HdlcCounter.RepliesReceived]!++;
    const mask = readInt32(bytes, start + SlarpField.B);
    const address = otherHost(readInt32(bytes, start + SlarpField.A), mask);
    if (!this._askAddress || state[State.Address] !== 0 || address === 0) {
      this.counters[HdlcCounter.RepliesUnusable]!++;
      return;
    }
    state[State.Address] = address;
    state[State.Mask] = mask;
  }

  private _payload(bytes: Uint8Array, start: number, known: boolean): Disposition {
    this.payloadStart = start + ChdlcField.Payload;
    this.payloadProtocol = readUint16(bytes, start + ChdlcField.Protocol);
    this.payloadKnown = known;
    return Disposition.Payload;
  }
}

/**
 * The other host of a subnet that has two: the other of a /31 (RFC 3021), or host 2 for host 1 and 1 for 2, as Cisco's
 * routers take it. 0 if that can't be told.
 */
function otherHost(address: number, mask: number): number {
  if (mask === -2) return address ^ 1;
  const host = address & ~mask;
  if (host === 1 || host === 2) return address ^ 3;
  return 0;
}
