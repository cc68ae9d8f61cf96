import { integerOption } from "../options";
import type { Random } from "../ports";
import { MAX_SPAN } from "../scheduler/time";
import { IcmpField, IcmpKind, IcmpType, quotedEchoRequest, writeEcho } from "../wire/icmp";
import { Ipv4Field, isHostAddress } from "../wire/ipv4";
import { readInt32, readUint16 } from "../wire/octets";
import { KeepaliveInterval } from "./interval";
import { Diagnostic, Verdict } from "./machine";
import type { Transmitter } from "./machine";
import { RoundTrips } from "./round-trips";

export interface PathProbeOptions {
  /** The IPv4 address to probe, an int32: one host's ({@link isHostAddress}). 0, the default, is none. */
  target?: number;
  /** How often it is probed, 1 to 2^30 - 1 ms; 0 turns the probe off. Default 10000. */
  interval?: number;
  /** At how many unanswered requests the path goes down, 1 to 255. Default 3. */
  retries?: number;
  /** The length of a request's data, 0 to 1472 octets. Default 0. */
  dataLength?: number;
  /** Where the identifier and the first sequence number come from. */
  random: Random;
}

/** Told what a path probe concludes. The method may stop or start the probe. */
export interface PathListener {
  /** The verdict or, with the same verdict, its diagnostic changed. Told exactly once for each change. */
  pathChanged(now: number): void;
}

/** What the probe counts; an index into {@link PathProbe.counters}. */
export const enum PathCounter {
  RequestsSent,
  /** Requests that the transmitter did not take. */
  NotSent,
  /** Replies to outstanding requests. */
  RepliesReceived,
  /** Replies to requests that had been answered. */
  Duplicates,
  /** Replies and errors for requests that are outstanding no more, or never were. */
  Late,
  /** Replies from elsewhere or with other data, and errors of requests to elsewhere, with our identifier. */
  Strangers,
  /** Errors for outstanding requests: destination unreachable. */
  Unreachable,
  /** Errors for outstanding requests: time exceeded. */
  TimeExceeded,
  /** Whole intervals that passed without a poll: the device slept or stalled. */
  MissedPeriods,
  /** Polls that sent without judging. */
  Excused,
  Size,
}

const enum State {
  Target,
  Interval,
  Retries,
  /** Of the last request; 16 bits. */
  Sequence,
  /** Requests in a row without an answer. */
  Unanswered,
  // Sets of requests: bit n is the request n before the last.
  /** Those that are outstanding. */
  Waiting,
  Answered,
  /** Those for which an error came in. */
  Failed,
  Size,
}

/** How many requests are remembered: one for each bit of the sets. */
const WINDOW = 32;

/** How many round trips are kept. */
const ROUND_TRIPS = 32;

/**
 * Path probe: ICMP echo to an address beyond the peer. A link that is alive says nothing of the path behind it; this
 * does, with an interval, retries and a verdict of its own.
 *
 * The first request leaves at once, then one an interval. At the end of each interval, before the next request:
 *
 * 1. judge: when `retries` requests in a row are unanswered the path is down;
 * 2. send. A request that could not be sent is tried again soon, without another judgement: that is no miss.
 *
 * A request is outstanding until it is answered or as many later ones have been sent as there are retries, 32 at most;
 * then it is lost. Only a reply to an outstanding request, from the target, with our identifier and the data that was
 * sent, is a sign of life, and one brings the path up. Late intervals are excused as {@link KeepaliveInterval} says.
 *
 * An ICMP error that quotes an outstanding request gives the verdict a diagnostic, and changes no verdict: anybody on
 * the way can send one, and the next request may pass (RFC 1122 section 3.2.2.1).
 *
 * The identifier is drawn once, and the sequence numbers run on from one run to the next: what arrives late from an
 * earlier run is known as such.
 *
 * Memory: 160 + 4 * {@link PathCounter.Size} octets, a {@link KeepaliveInterval} and {@link RoundTrips} of 32.
 */
export class PathProbe {
  readonly dataLength: number;
  /** The identifier of our requests, 0 to 65535. */
  readonly identifier: number;
  /** Of the current target, but for {@link RoundTrips.clear}. */
  readonly trips: RoundTrips;
  /** Indexed by {@link PathCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  active = false;
  verdict: Verdict = Verdict.Unknown;
  diagnostic: Diagnostic = Diagnostic.None;
  private readonly _state: Int32Array;
  /** When each of the last requests was sent, by the low bits of its sequence number. */
  private readonly _sentAt: Int32Array;
  private readonly _interval: KeepaliveInterval;
  /** Changes with every start, stop and new setting: what a poll looks at after each call out. */
  private _run = 0;
  private _running = false;
  private _transmitter: Transmitter | null = null;
  private _listener: PathListener | null = null;

  /** @throws RangeError when an option is out of its range */
  constructor(options: PathProbeOptions) {
    const target = options.target === undefined ? 0 : options.target | 0;
    if (target !== 0 && !isHostAddress(target)) {
      const dotted = `${target >>> 24}.${(target >>> 16) & 255}.${(target >>> 8) & 255}.${target & 255}`;
      throw new RangeError(`path probe: target is ${dotted}: it must be the address of one host, or 0 for none`);
    }
    this._state = new Int32Array(State.Size);
    this._state[State.Target] = target;
    this._state[State.Interval] = integerOption("path probe: interval", options.interval, 10000, 0, MAX_SPAN, " ms");
    this._state[State.Retries] = integerOption("path probe: retries", options.retries, 3, 1, 255, "");
    this.dataLength = integerOption("path probe: data length", options.dataLength, 0, 0, 1472, " octets");
    const random = options.random.next();
    this.identifier = random & 0xffff;
    this._state[State.Sequence] = random >>> 16;
    this._sentAt = new Int32Array(WINDOW);
    this._interval = new KeepaliveInterval();
    this.trips = new RoundTrips(ROUND_TRIPS);
    this.counters = new Int32Array(PathCounter.Size);
  }

  /** The address that is probed, int32; 0 if there is none. */
  get target(): number {
    return this._state[State.Target]!;
  }

  /** The probe's interval, ms; 0 when it is off. */
  get interval(): number {
    return this._state[State.Interval]!;
  }

  /** At how many unanswered requests the path goes down. */
  get retries(): number {
    return this._state[State.Retries]!;
  }

  /** When to call {@link poll} next, ms; meaningful only while {@link active}. */
  get due(): number {
    return this._interval.due;
  }

  /** Connects the probe; called once, by the host that it is given to. */
  attach(transmitter: Transmitter, listener: PathListener | null): void {
    this._transmitter = transmitter;
    this._listener = listener;
  }

  /** Starts with no request outstanding and the verdict unknown; without a target, or with interval 0, nothing is sent. */
  start(now: number): void {
    this._running = true;
    this._begin(now);
    this._conclude(Verdict.Unknown, Diagnostic.None, now);
  }

  /** Stops; nothing is known of the path then. */
  stop(now: number): void {
    this._running = false;
    this._begin(now);
    this._conclude(Verdict.Unknown, Diagnostic.None, now);
  }

  /**
   * Changes what is probed (a host's address, or 0 for nothing), the interval (0 to 2^30 - 1 ms, 0 is off) and the
   * retries (1 to 255). A running probe begins anew; its verdict stays while it has the same target and is not off.
   */
  setProbe(target: number, interval: number, retries: number, now: number): void {
    const same = target === this.target;
    this._state[State.Target] = target;
    this._state[State.Interval] = interval;
    this._state[State.Retries] = retries;
    if (!same) this.trips.clear();
    this._begin(now);
    if (!same || !this.active) this._conclude(Verdict.Unknown, Diagnostic.None, now);
  }

  /** Sends what is due and judges what is missing. */
  poll(now: number): void {
    if (!this.active || ((now - this.due) | 0) < 0) return;
    if (this._interval.isRunning(now)) {
      this._send(now);
      return;
    }
    const run = this._run;
    this.counters[PathCounter.MissedPeriods]! += this._interval.elapse(now, this.interval);
    if (this._interval.takeExcuse(this.retries)) this.counters[PathCounter.Excused]!++;
    else this._judge(now);
    if (this._run === run) this._send(now);
  }

  /**
   * Takes an echo reply from `source`, the message `[start, end)` (`IcmpKind.EchoReply`).
   * @returns whether it is one to this probe: if not, somebody else may wait for it
   */
  replyReceived(source: number, bytes: Uint8Array, start: number, end: number, now: number): boolean {
    if (readUint16(bytes, start + IcmpField.Identifier) !== this.identifier) return false;
    if (source !== this.target || !this._hasOurData(bytes, start, end)) {
      this.counters[PathCounter.Strangers]!++;
      return true;
    }
    const age = this._age(bytes, start);
    if (this._isIn(State.Waiting, age)) this._accept(age, now);
    else if (this._isIn(State.Answered, age)) this.counters[PathCounter.Duplicates]!++;
    else this.counters[PathCounter.Late]!++;
    return true;
  }

  /**
   * Takes an ICMP error, the message `[start, end)`; `kind` is what it says: `DestinationUnreachable`, `TimeExceeded`.
   * @returns whether it is for a request of this probe
   */
  errorReceived(kind: IcmpKind, bytes: Uint8Array, start: number, end: number, now: number): boolean {
    const request = quotedEchoRequest(bytes, start, end);
    if (request < 0 || readUint16(bytes, request + IcmpField.Identifier) !== this.identifier) return false;
    if (readInt32(bytes, start + IcmpField.Data + Ipv4Field.Destination) !== this.target) {
      this.counters[PathCounter.Strangers]!++;
      return true;
    }
    const age = this._age(bytes, request);
    if (!this._isIn(State.Waiting, age)) {
      this.counters[PathCounter.Late]!++;
      return true;
    }
    const unreachable = kind === IcmpKind.DestinationUnreachable;
    this._state[State.Failed]! |= 1 << age;
    this.counters[unreachable ? PathCounter.Unreachable : PathCounter.TimeExceeded]!++;
    this._conclude(this.verdict, unreachable ? Diagnostic.Unreachable : Diagnostic.TimeExceeded, now);
    return true;
  }

  /** Begins a run with nothing outstanding; its first request is due at once. */
  private _begin(now: number): void {
    const state = this._state;
    this._run = (this._run + 1) & 0xfff;
    state[State.Unanswered] = 0;
    state[State.Waiting] = 0;
    state[State.Answered] = 0;
    state[State.Failed] = 0;
    this._interval.start(now, 0);
    this.active = this._running && this.target !== 0 && this.interval > 0;
  }

  private _judge(now: number): void {
    const missed = this._state[State.Unanswered]! - this._interval.excusedInRow;
    if (missed < this.retries) return;
    // An error for one of these requests has said why already.
    const told = this._state[State.Failed] !== 0 && this.diagnostic !== Diagnostic.Answered;
    this._conclude(Verdict.Down, told ? this.diagnostic : Diagnostic.Missed, now);
  }

  private _conclude(verdict: Verdict, diagnostic: Diagnostic, now: number): void {
    if (this.verdict === verdict && this.diagnostic === diagnostic) return;
    this.verdict = verdict;
    this.diagnostic = diagnostic;
    if (this._listener !== null) this._listener.pathChanged(now);
  }

  private _send(now: number): void {
    const state = this._state;
    const transmitter = this._transmitter!;
    const sequence = (state[State.Sequence]! + 1) & 0xffff;
    const data = transmitter.offset + IcmpField.Data;
    const end = data + this.dataLength;
    for (let at = data; at < end; at++) transmitter.buffer[at] = at - data;
    writeEcho(transmitter.buffer, transmitter.offset, end, IcmpType.EchoRequest, this.identifier, sequence);
    if (!transmitter.commit(IcmpField.Data + this.dataLength)) {
      this.counters[PathCounter.NotSent]!++;
      this._interval.notSent(now);
      return;
    }
    this.counters[PathCounter.RequestsSent]!++;
    this._interval.sent();
    const oldest = 1 << ((this.retries < WINDOW ? this.retries : WINDOW) - 1);
    if ((state[State.Waiting]! & oldest) !== 0) this.trips.lost(1);
    // The bits up to that of the oldest request that may still be outstanding.
    const window = oldest | (oldest - 1);
    state[State.Waiting] = ((state[State.Waiting]! << 1) & window) | 1;
    state[State.Answered]! <<= 1;
    state[State.Failed] = (state[State.Failed]! << 1) & window;
    state[State.Sequence] = sequence;
    state[State.Unanswered]!++;
    this._sentAt[sequence & (WINDOW - 1)] = now;
  }

  /** How many requests were sent after the one whose number the echo message at `start` bears. */
  private _age(bytes: Uint8Array, start: number): number {
    return (this._state[State.Sequence]! - readUint16(bytes, start + IcmpField.Sequence)) & 0xffff;
  }

  private _isIn(set: State, age: number): boolean {
    return age < WINDOW && ((this._state[set]! >>> age) & 1) !== 0;
  }

  /** Whether the echo message `[start, end)` holds the data that we sent: the octets 0, 1, 2 and so on, wrapping. */
  private _hasOurData(bytes: Uint8Array, start: number, end: number): boolean {
    const data = start + IcmpField.Data;
    if (end - data !== this.dataLength) return false;
    for (let at = data; at < end; at++) if (bytes[at] !== ((at - data) & 255)) return false;
    return true;
  }

  private _accept(age: number, now: number): void {
    const state = this._state;
    state[State.Waiting]! &= ~(1 << age);
    state[State.Answered]! |= 1 << age;
    state[State.Unanswered] = Math.min(state[State.Unanswered]!, age);
    this._interval.heard();
    this.counters[PathCounter.RepliesReceived]!++;
    this.trips.record((now - this._sentAt[(state[State.Sequence]! - age) & (WINDOW - 1)]!) | 0);
    this._conclude(Verdict.Up, Diagnostic.Answered, now);
  }
}
