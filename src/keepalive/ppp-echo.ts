import { IntervalState, KeepaliveInterval } from "./interval";
import type { Lcp } from "./lcp";
import { sendEchoRequest } from "./lcp-packets";
import { RoundTrips } from "./round-trips";

/** What the echo keepalive asks of the link that it runs on. */
export interface EchoLink {
  /** LCP, by which requests are sent. */
  readonly lcp: Lcp;
  /** An interval is over and was not judged lost: the moment for a debug line. May stop the keepalive. */
  echoIntervalElapsed(now: number): void;
  /** As many requests in a row as the retries are unanswered, and the last of them is an interval old. */
  echoesMissed(missed: number, now: number): void;
}

/** What an echo keepalive counts; an index into {@link EchoKeepalive.counters}. */
export const enum EchoCounter {
  RequestsSent,
  /** Requests that the transmitter did not take. */
  NotSent,
  /** Replies to a request that was outstanding. */
  RepliesReceived,
  /** Replies to a request that had been answered already. */
  DuplicateReplies,
  /** Replies to no request of the window. */
  StrangeReplies,
  /** Intervals in which inbound data stood for a reply, and nothing was sent. */
  Suppressed,
  /** Whole intervals that passed without a poll. */
  MissedPeriods,
  /** Intervals that were not judged. */
  Excused,
  Size,
}

/** How many requests may be outstanding, and their round trips be told. */
const WINDOW = 32;

/** How many round trips are kept. */
const ROUND_TRIPS = 16;

/** What is kept besides the {@link IntervalState}. */
const enum Field {
  /** Identifier of the last request sent. */
  Identifier = IntervalState.Size,
  /** Requests sent since the start, at most {@link WINDOW}. */
  Sent,
  /** Requests sent since the last that was answered. */
  Unanswered,
  /** A bit for each of the last requests, the latest lowest: set once it is answered. */
  Answered,
  /** When each request of the window was sent, by its identifier's low bits. */
  SentAt,
  Size = SentAt + WINDOW,
}

/**
 * PPP's keepalive: LCP Echo-Requests, matched to their replies (RFC 1661 section 5.8).
 *
 * At the end of each interval, in this order: with `retries` requests in a row unanswered, the last of them an interval
 * old, the link is given up; else the next request goes out. A reply to any of the last 32 requests answers that one and
 * those before it, which either came or are lost; a second reply to the same request, and one to none of them, is counted
 * and is no sign of life. With `adaptive`, valid data that came in during the interval stands for the reply: nothing is
 * sent, and nothing is missing any more. When to judge and when not: see {@link KeepaliveInterval}.
 *
 * Faults of others that are left out: pppd takes a reply with any identifier, and counts below zero on a duplicate; its
 * adaptive mode and lwIP's keep stale misses and drop a link that is alive.
 *
 * Memory: 32 + 4 * 32 + 4 * {@link EchoCounter.Size} octets, and 16 {@link RoundTrips}.
 */
export class EchoKeepalive {
  /** Indexed by {@link EchoCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  readonly roundTrips: RoundTrips;
  /** Keepalive interval, ms; 0 sends nothing and judges nothing. */
  interval: number;
  /** How many requests in a row go unanswered, 1 to 255. */
  retries: number;
  /** Whether inbound data stands for a reply. */
  adaptive: boolean;
  active = false;
  private readonly _link: EchoLink;
  private readonly _fields: Int32Array;
  private readonly _interval: KeepaliveInterval;
  /** Whether valid data came in during the running interval. */
  private _heard = false;

  constructor(link: EchoLink, interval: number, retries: number, adaptive: boolean) {
    this._link = link;
    this.interval = interval;
    this.retries = retries;
    this.adaptive = adaptive;
    this.counters = new Int32Array(EchoCounter.Size);
    this.roundTrips = new RoundTrips(ROUND_TRIPS);
    this._fields = new Int32Array(Field.Size);
    this._interval = new KeepaliveInterval(this._fields);
  }

  /** The identifier of the last request, 0 to 255; requests go on from there. */
  get identifier(): number {
    return this._fields[Field.Identifier]!;
  }

  set identifier(value: number) {
    this._fields[Field.Identifier] = value & 0xff;
  }

  /** When to poll next, ms; meaningful while `active`. */
  get due(): number {
    return this._interval.due;
  }

  /** How many requests were sent since the last that was answered. */
  get unanswered(): number {
    return this._fields[Field.Unanswered]!;
  }

  /** The link is open: the first request goes out one interval later. Identifiers go on from where they were. */
  start(now: number): void {
    this.active = this.interval > 0;
    this._fields[Field.Sent] = 0;
    this._fields[Field.Unanswered] = 0;
    this._heard = false;
    this._interval.start(now, this.interval);
  }

  stop(): void {
    this.active = false;
  }

  /** Changes interval and retries of a link that is open; what was unanswered with keepalives off is no miss. */
  restart(now: number): void {
    if (!this.active) {
      this.start(now);
      return;
    }
    this.active = this.interval > 0;
    this._interval.restart(now, this.interval);
  }

  /** Something that may have been a reply was lost on our own side. */
  excuse(): void {
    this._interval.excuse();
  }

  /** A valid frame of the peer's came in. */
  heard(): void {
    this._heard = true;
  }

  poll(now: number): void {
    if (!this.active || ((now - this.due) | 0) < 0) return;
    if (this._interval.isRunning(now)) {
      this._send(now);
      return;
    }
    this.counters[EchoCounter.MissedPeriods]! += this._interval.elapse(now, this.interval);
    const heard = this._heard;
    this._heard = false;
    if (this.adaptive && heard) {
      this.counters[EchoCounter.Suppressed]!++;
      this._interval.takeExcuse(0);
      this._leaveUnanswered(0, 0);
      this._link.echoIntervalElapsed(now);
      return;
    }
    if (this._interval.takeExcuse(this.retries)) {
      this.counters[EchoCounter.Excused]!++;
    } else {
      const missed = this._fields[Field.Unanswered]! - this._interval.excusedInRow;
      if (missed >= this.retries) {
        this._leaveUnanswered(0, 0);
        this._link.echoesMissed(missed, now);
        return;
      }
    }
    this._link.echoIntervalElapsed(now);
    if (this.active) this._send(now);
  }

  /** An Echo-Reply from the peer arrived. Returns whether it answers a request: a sign of life. */
  replyReceived(identifier: number, now: number): boolean {
    const fields = this._fields;
    const age = (fields[Field.Identifier]! - identifier) & 0xff;
    if (age >= fields[Field.Sent]!) {
      this.counters[EchoCounter.StrangeReplies]!++;
      return false;
    }
    if ((fields[Field.Answered]! >>> age) & 1) {
      this.counters[EchoCounter.DuplicateReplies]!++;
      return false;
    }
    fields[Field.Answered]! |= 1 << age;
    this.counters[EchoCounter.RepliesReceived]!++;
    this.roundTrips.record((now - fields[Field.SentAt + (identifier % WINDOW)]!) | 0);
    // One that a later reply overtook was counted as lost.
    if (age < fields[Field.Unanswered]!) this._leaveUnanswered(age, 1);
    else this.roundTrips.lost(-1);
    return true;
  }

  /** Only the last `count` requests are still unanswered; of those before them `answered` are, and the rest are lost. */
  private _leaveUnanswered(count: number, answered: number): void {
    this.roundTrips.lost(this._fields[Field.Unanswered]! - count - answered);
    this._fields[Field.Unanswered] = count;
    this._interval.heard();
  }

  private _send(now: number): void {
    const fields = this._fields;
    const identifier = (fields[Field.Identifier]! + 1) & 0xff;
    if (!sendEchoRequest(this._link.lcp, identifier, now)) {
      this.counters[EchoCounter.NotSent]!++;
      this._interval.notSent(now);
      return;
    }
    this._interval.sent();
    this.counters[EchoCounter.RequestsSent]!++;
    fields[Field.Identifier] = identifier;
    if (fields[Field.Sent]! < WINDOW) fields[Field.Sent]!++;
    fields[Field.Unanswered]!++;
    fields[Field.Answered] = fields[Field.Answered]! << 1;
    fields[Field.SentAt + (identifier % WINDOW)] = now;
  }
}
