import { integerOption } from "../options";

export interface NatKeepaliveOptions {
  /** For how long nothing may be sent to the peer, 1000 to 3600000 ms. Default 20000. */
  interval?: number;
  /** What the NAT on the way is known to forget an idle mapping after, ms; 0, the default, is not known. */
  natTimeout?: number;
  /** Beyond the interval, how long nothing may have been sent before the mapping is doubted, 0 to 3600000 ms. Default 10000. */
  margin?: number;
  /** How much earlier than due a keepalive may go out to share a wake-up, 0 to `interval` ms. Default 0. */
  slack?: number;
  /** Whether keepalives are sent though no NAT was found. Default false. */
  forced?: boolean;
}

/** Sends NAT keepalives for a machine. */
export interface NatKeepaliveSender {
  /**
   * Sends one to the peer.
   * @returns whether it was taken; then {@link NatKeepalive.keepaliveSent} is told what became of it, and until that the
   * machine waits for an interval at most
   */
  sendKeepalive(): boolean;
}

/** Told of keepalives, and asked for what the machine can't do itself. The methods may stop or start the machine. */
export interface NatKeepaliveListener {
  /** A keepalive has left. */
  keepaliveSent(now: number): void;
  /**
   * Nothing was sent to the peer for `gap` ms, longer than interval and margin allow: the NAT may have forgotten us, and
   * then the peer knows us by an address that is gone. Something should be sent that the peer answers.
   * @returns whether that is on its way; if not, a keepalive is sent
   */
  probeWanted(gap: number, now: number): boolean;
}

/** What the machine counts; an index into {@link NatKeepalive.counters}. */
export const enum NatKeepaliveCounter {
  /** Keepalives that left. */
  Sent,
  /** Keepalives that the port did not take, or took and could not send. */
  NotSent,
  /** Times that a keepalive was due by the clock, and other traffic had made it needless. */
  Spared,
  /** Keepalives that went out before they were due, to share a wake-up. */
  Early,
  /** Gaps after which a probe of the peer was asked for. */
  ProbesWanted,
  /** Keepalives from outside: ignored. */
  Received,
  Size,
}

/** What is to be said of an interval. */
export const enum IntervalWarning {
  None,
  /** Not below the NAT's known timeout: mappings will be lost. */
  NotBelowTimeout,
  /** The NAT's timeout is not known, and the interval above 20 s. */
  AboveDefault,
}

const enum State {
  Interval,
  NatTimeout,
  Due,
  /** When something last left for the peer. */
  LastSent,
  /** When our last keepalive was taken. */
  Taken,
  /** When the keepalive that has not left was first due. */
  FailingSince,
  Size,
}

export const NAT_KEEPALIVE_INTERVAL = 20000;
const LEAST_INTERVAL = 1000;
const MOST_INTERVAL = 3600000;

/** How soon a keepalive that could not be sent is tried again at first, ms. */
const RETRY_DELAY = 100;

/** How long the listener has to send a probe that it promised, ms. */
const PROBE_TIME = 1000;

/** A gap that is longer than the clock can tell. */
const LONGEST_GAP = 0x7fffffff;

/**
 * NAT keepalive (RFC 3948 sections 2.3 and 4): one octet to the peer when nothing was sent to it for the interval, so
 * that a NAT on the way does not forget which of its ports is ours. A refresh, and no sign of life: it is never answered,
 * and nothing is concluded from what arrives. Only what we send counts, since a NAT need not be refreshed from outside
 * (RFC 4787 REQ-6).
 *
 * It runs while started, with a NAT found between us and the peer or `forced`; only the end behind the NAT sends. The
 * first keepalive leaves at once if nothing has been sent for an interval. Traffic costs one store: when the clock says
 * that a keepalive is due, the machine looks when something was last sent, and waits for the rest.
 *
 * - A keepalive is sent up to `slack` ms before it is due when the machine is polled then, never later than polled.
 * - One that could not be sent is tried again after 100 ms, then ever less often, at least once an interval.
 * - When nothing was sent for longer than interval and margin (the device slept, the link was away) the listener is told
 *   once, to send something that the peer answers.
 *
 * Memory: 24 + 4 * {@link NatKeepaliveCounter.Size} octets.
 */
export class NatKeepalive {
  readonly margin: number;
  readonly slack: number;
  readonly forced: boolean;
  /** Indexed by {@link NatKeepaliveCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** Whether there is anything to wait for. */
  active = false;
  /** Whether a NAT is known between us and the peer, on our side. */
  behindNat = false;
  private readonly _state: Int32Array;
  private _sender: NatKeepaliveSender | null = null;
  private _listener: NatKeepaliveListener | null = null;
  private _running = false;
  /** Something was sent since the start: LastSent means something. */
  private _hasSent = false;
  private _failing = false;
  /** The gap that lasts has been told. */
  private _gapTold = false;
  /** Changes with every start, stop and setting: what a poll looks at after a call out. */
  private _run = 0;

  /** @throws RangeError when an option is out of its range */
  constructor(options: NatKeepaliveOptions) {
    this._state = new Int32Array(State.Size);
    const interval = integerOption(
      "NAT keepalive: interval",
      options.interval,
      NAT_KEEPALIVE_INTERVAL,
      LEAST_INTERVAL,
      MOST_INTERVAL,
      " ms",
    );
    this._state[State.Interval] = interval;
    this._state[State.NatTimeout] = integerOption(
      "NAT keepalive: NAT timeout",
      options.natTimeout,
      0,
      0,
      0x3fffffff,
      " ms",
    );
    this.margin = integerOption("NAT keepalive: margin", options.margin, 10000, 0, MOST_INTERVAL, " ms");
    this.slack = integerOption("NAT keepalive: slack", options.slack, 0, 0, interval, " ms");
    this.forced = options.forced === true;
    this.counters = new Int32Array(NatKeepaliveCounter.Size);
  }

  /** For how long nothing may be sent to the peer, ms; 0: no keepalives are sent. */
  get interval(): number {
    return this._state[State.Interval]!;
  }

  /** After how long the NAT is known to forget an idle mapping, ms; 0 if it is not known. */
  get natTimeout(): number {
    return this._state[State.NatTimeout]!;
  }

  /** Whether it was started, and not stopped. */
  get started(): boolean {
    return this._running;
  }

  /** Whether {@link lastSent} means something. */
  get hasSent(): boolean {
    return this._hasSent;
  }

  /** When something last left for the peer, ms. */
  get lastSent(): number {
    return this._state[State.LastSent]!;
  }

  /** When to call {@link poll} next, ms; meaningful only while {@link active}. */
  get due(): number {
    return this._state[State.Due]!;
  }

  /** What is to be said of the interval. */
  get warning(): IntervalWarning {
    if (this.natTimeout > 0) {
      return this.interval < this.natTimeout ? IntervalWarning.None : IntervalWarning.NotBelowTimeout;
    }
    return this.interval > NAT_KEEPALIVE_INTERVAL ? IntervalWarning.AboveDefault : IntervalWarning.None;
  }

  /** Connects the machine; called once, by whoever it is given to. */
  attach(sender: NatKeepaliveSender, listener: NatKeepaliveListener | null): void {
    this._sender = sender;
    this._listener = listener;
  }

  start(now: number): void {
    if (this._running) return;
    this._running = true;
    this.restart(now);
  }

  /** Stops; whether a NAT was found is forgotten, since the next run may be on another network. */
  stop(): void {
    this._running = false;
    this.behindNat = false;
    this.active = false;
    this._run = (this._run + 1) & 0xfff;
  }

  /** Counts anew, with nothing sent so far: the peer has another address, or we are on another network. */
  restart(now: number): void {
    this._hasSent = false;
    this._gapTold = false;
    this._begin(now);
  }

  /**
   * NAT detection (RFC 3947 section 3.2, RFC 7296 section 2.23) has said whether we are behind a NAT: whether the hash
   * that the peer sent is of another address than ours.
   */
  setBehindNat(behindNat: boolean, now: number): void {
    if (this.behindNat === behindNat) return;
    this.behindNat = behindNat;
    if (!this.forced) this._begin(now);
  }

  /** Changes the interval, 1000 to 3600000 ms, which counts from the last datagram; 0: no keepalives are sent. */
  setInterval(interval: number, now: number): void {
    this._state[State.Interval] = interval;
    this._begin(now);
  }

  /** The NAT's timeout was measured, ms, or is not known any more: 0. */
  setNatTimeout(natTimeout: number): void {
    this._state[State.NatTimeout] = natTimeout;
  }

  /** Something other than a keepalive of ours left for the peer at `at`. */
  sent(at: number): void {
    this._state[State.LastSent] = at;
    this._hasSent = true;
    this._failing = false;
    this._gapTold = false;
  }

  /** The keepalive that was taken has left, or did not. */
  keepaliveSent(sent: boolean, now: number): void {
    if (!sent) {
      this._fail(now);
      return;
    }
    this.counters[NatKeepaliveCounter.Sent]!++;
    this.sent(this._state[State.Taken]!);
    if (this._listener !== null) this._listener.keepaliveSent(now);
  }

  /** A keepalive arrived. */
  received(): void {
    this.counters[NatKeepaliveCounter.Received]!++;
  }

  /** Sends what is due. */
  poll(now: number): void {
    if (!this.active) return;
    const slack = this._failing ? 0 : Math.min(this.slack, this.interval);
    const early = (this.due - now) | 0;
    if (early > slack || this._isSpared(slack, now)) return;
    const run = this._run;
    const probed = this._tellGap(now);
    if (this._run !== run) return;
    if (probed) {
      this._state[State.Due] = now + PROBE_TIME;
      return;
    }
    if (early > 0) this.counters[NatKeepaliveCounter.Early]!++;
    this._send(now);
  }

  /** Whether traffic has made the keepalive needless that is due by the clock. */
  private _isSpared(slack: number, now: number): boolean {
    if (!this._hasSent) return false;
    const next = (this._state[State.LastSent]! + this.interval) | 0;
    // No further ahead than an interval: what was sent longer ago than the clock can tell seems to lie ahead.
    const wait = (next - now) | 0;
    if (wait <= slack || wait > this.interval) return false;
    this._state[State.Due] = next;
    this.counters[NatKeepaliveCounter.Spared]!++;
    return true;
  }

  /** Counts from the last datagram if that was within an interval, else as if there had been none. */
  private _begin(now: number): void {
    this.active = this._running && this.interval > 0 && (this.forced || this.behindNat);
    this._run = (this._run + 1) & 0xfff;
    this._failing = false;
    const age = (now - this._state[State.LastSent]!) | 0;
    this._hasSent = this._hasSent && age >= 0 && age < this.interval;
    this._state[State.Due] = this._hasSent ? this._state[State.LastSent]! + this.interval : now;
  }

  /** Tells the listener of a gap. @returns whether a probe is on its way */
  private _tellGap(now: number): boolean {
    if (!this._hasSent || this._gapTold) return false;
    const gap = (now - this._state[State.LastSent]!) | 0;
    if (gap >= 0 && gap <= this.interval + this.margin) return false;
    this._gapTold = true;
    this.counters[NatKeepaliveCounter.ProbesWanted]!++;
    return this._listener !== null && this._listener.probeWanted(gap < 0 ? LONGEST_GAP : gap, now);
  }

  private _send(now: number): void {
    const state = this._state;
    state[State.Taken] = now;
    if (!this._failing) state[State.FailingSince] = now;
    state[State.Due] = now + this.interval;
    if (!this._sender!.sendKeepalive()) this._fail(now);
  }

  private _fail(now: number): void {
    const state = this._state;
    this.counters[NatKeepaliveCounter.NotSent]!++;
    this._failing = true;
    const waited = (now - state[State.FailingSince]!) >> 1;
    state[State.Due] = now + Math.min(Math.max(waited, RETRY_DELAY), this.interval);
  }
}
