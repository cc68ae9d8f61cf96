import type { DatagramPort, Random } from "../ports";
import {
  checkReflection,
  reflectedAddress,
  reflectedPort,
  ReflectionKind,
  reflectionToken,
  REFLECTION_SIZE,
  writeReflectionRequest,
} from "../wire/reflection";
import { NatMapping } from "./nat-mapping";
import { NatFlow, NatTimeoutCounter, NatTimeoutFailure, NatTimeoutPhase } from "./nat-timeout-report";
import type { NatTimeoutListener } from "./nat-timeout-report";
import { NatTimeoutSetting, natTimeoutSettings } from "./nat-timeout-options";
import type { NatTimeoutOptions } from "./nat-timeout-options";

const enum State {
  Due,
  /** ms of the running trial. */
  Idle,
  /** By which the answer to the last request is known. */
  Token,
  LastSent,
  /** For how long nothing had been sent before the last request, ms; negative if too long to tell. */
  IdleBefore,
  // For each NatFlow the longest time after which the mapping was there, and the shortest after which it was gone.
  LongestAlive,
  ShortestGone = LongestAlive + NatFlow.Size,
  Size = ShortestGone + NatFlow.Size,
}

/**
 * Round trips, so many and so far apart, until a flow is one that the NAT keeps for long: Linux asks that it be 2 s old.
 * They are close together, since until then it may be forgotten soon.
 */
const SETTLE_ROUNDS = 4;
const SETTLE_PAUSE = 1000;

/** How much longer than what a mapping does not outlive is waited until it is gone, ms. */
const FORGET_MARGIN = 1000;

/** How often the reflector is asked in vain. */
const TRIES = 5;

/** How often a measurement begins anew by itself. */
const MOST_RESTARTS = 3;

/** How much later than due a trial may be looked at and still be judged, ms. */
const MOST_LATE = 1000;

/** How soon a request that could not be sent is tried again at first, and how late at most, ms. */
const FIRST_RETRY = 1000;
const LAST_RETRY = 60000;

/**
 * Measures how long a NAT keeps an idle mapping of UDP, with a reflector on the other side (`linkpulse reflect`).
 *
 * It has a port of its own, so that the mapping that is in use is never at risk. A trial is a request to be answered only
 * after so long, and nothing else meanwhile: if the answer comes, the mapping was still there. Times double until one is
 * too long; then the span between is halved until it is no longer than `resolution`. An answer that is missing counts
 * only if the reflector answers at once when it is asked again, and after as many misses as `confirmations`.
 *
 * NATs have two timeouts: a short one for flows that were never answered, a longer one for those that were and are some
 * seconds old. First comes the longer: its trials go through a flow of four round trips in 3 s. A trial for the shorter
 * one begins with a mapping that nobody has ever answered through, and so waits until the one before is forgotten; that
 * is not possible, and not measured, where mappings outlive `longest`.
 *
 * When done, a round trip now and then shows whether the mapping is what it was: when its address is another, or its port
 * though it should have lasted since, all is measured anew. (A NAT that gives each new mapping any of several addresses
 * is known by that from the measurement.)
 *
 * Memory: 96 + 4 * {@link NatTimeoutCounter.Size} octets.
 */
export class NatTimeout {
  /** Indexed by {@link NatTimeoutCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** As whom the reflector sees us. */
  readonly mapping: NatMapping;
  phase: NatTimeoutPhase = NatTimeoutPhase.Off;
  failure: NatTimeoutFailure = NatTimeoutFailure.None;
  /** Of the running trial. */
  flow: NatFlow = NatFlow.Replied;
  private readonly _settings: Int32Array;
  private readonly _state: Int32Array;
  private readonly _request: Uint8Array;
  private readonly _random: Random;
  private readonly _oneWay: boolean;
  private _port: DatagramPort | null = null;
  private _listener: NatTimeoutListener | null = null;
  /** A request waits for its answer. */
  private _asked = false;
  private _tries = 0;
  /** Answers to trials of this time that were missing. */
  private _misses = 0;
  private _retry = FIRST_RETRY;
  private _restarts = 0;
  /** Round trips through the flow since it was begun. */
  private _rounds = 0;
  /** Changes with every start and stop: what is looked at after each call out. */
  private _run = 0;

  /** @throws RangeError when an option is out of its range */
  constructor(options: NatTimeoutOptions) {
    this._settings = natTimeoutSettings(options);
    this._state = new Int32Array(State.Size);
    this.mapping = new NatMapping();
    this._request = new Uint8Array(REFLECTION_SIZE);
    this._random = options.random;
    this._oneWay = options.oneWay !== false;
    this.counters = new Int32Array(NatTimeoutCounter.Size);
  }

  /** Whether there is anything to wait for. */
  get active(): boolean {
    if (this.phase === NatTimeoutPhase.Done) return this._settings[NatTimeoutSetting.CheckInterval]! > 0;
    return this.phase !== NatTimeoutPhase.Off && this.phase !== NatTimeoutPhase.Failed;
  }

  /** When to call {@link poll} next, ms; meaningful only while {@link active}. */
  get due(): number {
    return this._state[State.Due]!;
  }

  /** The idle time of the running trial, ms. */
  get idle(): number {
    return this._state[State.Idle]!;
  }

  /** The longest idle time after which a mapping was still there, ms; 0 if there is none. */
  longestAlive(flow: NatFlow): number {
    return this._state[State.LongestAlive + flow]!;
  }

  /** The shortest idle time after which a mapping was gone, ms; 0 if there is none. */
  shortestGone(flow: NatFlow): number {
    return this._state[State.ShortestGone + flow]!;
  }

  /** Connects the measurement with a port that nobody else uses; called once. */
  attach(port: DatagramPort, listener: NatTimeoutListener | null): void {
    this._port = port;
    this._listener = listener;
  }

  /** Begins to measure, from nothing. */
  start(now: number): void {
    this._restarts = 0;
    this._begin(now);
  }

  /** Stops; what was measured stays to be read. */
  stop(): void {
    this.phase = NatTimeoutPhase.Off;
    this._asked = false;
    this._run = (this._run + 1) & 0xfff;
  }

  /** Looks now whether the mapping is what it was, if all is measured: to be called when the network may be another. */
  check(now: number): void {
    if (this.phase === NatTimeoutPhase.Done) this._ask(NatTimeoutPhase.Checking, now);
  }

  /** Asks what is due, and judges what is missing. */
  poll(now: number): void {
    if (!this.active || ((now - this.due) | 0) < 0) return;
    switch (this.phase) {
      case NatTimeoutPhase.Settling:
        this._ask(NatTimeoutPhase.Opening, now);
        break;
      case NatTimeoutPhase.Forgetting:
        this._ask(NatTimeoutPhase.Holding, now);
        break;
      case NatTimeoutPhase.Done:
        this._ask(NatTimeoutPhase.Checking, now);
        break;
      default:
        if (!this._asked) this._send(now);
        else if (this.phase === NatTimeoutPhase.Holding) this._miss(now);
        else this._askAgain(now);
        break;
    }
  }

  /** Takes a datagram that arrived at the port. */
  receive(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void {
    const kind = checkReflection(bytes, start, end);
    const isAnswer = kind === ReflectionKind.Reflected || kind === ReflectionKind.Refused;
    const isFromReflector =
      address === this._settings[NatTimeoutSetting.Address] && port === this._settings[NatTimeoutSetting.Port];
    const isAsked = this._asked && reflectionToken(bytes, start) === this._state[State.Token];
    const isEarly = kind === ReflectionKind.Reflected && this._isEarly(now);
    if (!isAnswer || !isFromReflector || !isAsked || isEarly) {
      this.counters[NatTimeoutCounter.Strangers]!++;
      return;
    }
    this._asked = false;
    this.counters[NatTimeoutCounter.Answers]!++;
    if (kind === ReflectionKind.Refused) {
      this.counters[NatTimeoutCounter.Refused]!++;
      if (this.phase === NatTimeoutPhase.Checking) this._rest(now);
      else this._fail(NatTimeoutFailure.Refused, now);
      return;
    }
    const lasts = this._isCertain(this._state[State.IdleBefore]!);
    const learns = this.phase !== NatTimeoutPhase.Checking;
    const changed = this.mapping.see(reflectedAddress(bytes, start), reflectedPort(bytes, start), lasts, learns);
    if (changed) this._restart(now);
    else if (this.phase === NatTimeoutPhase.Opening) this._opened(now);
    else if (this.phase === NatTimeoutPhase.Holding) this._end(true, now);
    else this._rest(now);
  }

  /** The request that the port took has left, or did not. */
  requestSent(sent: boolean, now: number): void {
    if (sent) this._retry = FIRST_RETRY;
    else if (this._asked) this._notSent(now);
  }

  private _begin(now: number): void {
    this._run = (this._run + 1) & 0xfff;
    this.failure = NatTimeoutFailure.None;
    this.flow = NatFlow.Replied;
    this._misses = 0;
    this._rounds = 0;
    this.mapping.clear();
    for (let i = State.LongestAlive; i < State.Size; i++) this._state[i] = 0;
    this._state[State.Idle] = this._settings[NatTimeoutSetting.First]!;
    this._ask(NatTimeoutPhase.Opening, now);
  }

  /** Begins a phase with a request, which leaves with the next poll. */
  private _ask(phase: NatTimeoutPhase, now: number): void {
    this.phase = phase;
    this._asked = false;
    this._tries = 0;
    this._retry = FIRST_RETRY;
    this._state[State.Due] = now;
  }

  /** Begins a phase in which nothing is sent. */
  private _wait(phase: NatTimeoutPhase, until: number): void {
    this.phase = phase;
    this._asked = false;
    this._state[State.Due] = until;
  }

  private _send(now: number): void {
    const state = this._state;
    const delay = this.phase === NatTimeoutPhase.Holding ? this.idle : 0;
    state[State.Token] = this._random.next();
    writeReflectionRequest(this._request, 0, state[State.Token]!, delay);
    this._asked = true;
    state[State.Due] = now + delay + this._settings[NatTimeoutSetting.Patience]!;
    const address = this._settings[NatTimeoutSetting.Address]!;
    const port = this._settings[NatTimeoutSetting.Port]!;
    if (!this._port!.send(this._request, 0, REFLECTION_SIZE, address, port)) {
      this._notSent(now);
      return;
    }
    state[State.IdleBefore] = now - state[State.LastSent]!;
    state[State.LastSent] = now;
    this.counters[NatTimeoutCounter.Requests]!++;
  }

  private _notSent(now: number): void {
    this.counters[NatTimeoutCounter.NotSent]!++;
    this._asked = false;
    this._state[State.Due] = now + this._retry;
    this._retry = Math.min(this._retry << 1, LAST_RETRY);
  }

  /** A request to be answered at once was not. */
  private _askAgain(now: number): void {
    this.counters[NatTimeoutCounter.Unanswered]!++;
    this._tries++;
    if (this._tries < TRIES) this._send(now);
    else if (this.phase === NatTimeoutPhase.Checking) this._rest(now);
    else this._fail(NatTimeoutFailure.NoAnswer, now);
  }

  /** An answer that was held back did not come. */
  private _miss(now: number): void {
    const isVoid = ((now - this.due) | 0) > MOST_LATE;
    this._rounds = 0;
    if (isVoid) this.counters[NatTimeoutCounter.Void]!++;
    else this._misses++;
    if (this.flow === NatFlow.OneWay && isVoid) this._forget(now);
    else if (this.flow === NatFlow.OneWay && this._misses < this._settings[NatTimeoutSetting.Confirmations]!) {
      // The mapping is gone, so that the next request makes one that was never answered through.
      this._ask(NatTimeoutPhase.Holding, now);
    } else this._ask(NatTimeoutPhase.Opening, now);
  }

  /** The reflector answers: what was missing before was missing because of the mapping. */
  private _opened(now: number): void {
    this._rounds++;
    if (this._misses >= this._settings[NatTimeoutSetting.Confirmations]!) this._end(false, now);
    else if (this.flow === NatFlow.Replied) this._settle(now);
    else this._forget(now);
  }

  private _settle(now: number): void {
    if (this._rounds < SETTLE_ROUNDS) this._wait(NatTimeoutPhase.Settling, now + SETTLE_PAUSE);
    else this._ask(NatTimeoutPhase.Holding, now);
  }

  private _forget(now: number): void {
    this._wait(NatTimeoutPhase.Forgetting, now + this.shortestGone(NatFlow.Replied) + FORGET_MARGIN);
  }

  /** Ends a trial, and goes on to the next. */
  private _end(alive: boolean, now: number): void {
    const flow = this.flow;
    const idle = this.idle;
    this._misses = 0;
    this._state[(alive ? State.LongestAlive : State.ShortestGone) + flow] = idle;
    this.counters[alive ? NatTimeoutCounter.Alive : NatTimeoutCounter.Gone]!++;
    const run = this._run;
    if (this._listener !== null) this._listener.trialEnded(flow, idle, alive, now);
    if (this._run !== run) return;
    if (!this._findNext()) {
      const canForget = this.shortestGone(NatFlow.Replied) > 0;
      if (flow === NatFlow.OneWay || !this._oneWay || !canForget) {
        this._rest(now);
        if (this._listener !== null) this._listener.measurementEnded(now);
        return;
      }
      this.flow = NatFlow.OneWay;
      const first = this._settings[NatTimeoutSetting.First]!;
      this._state[State.Idle] = Math.min(first, this.shortestGone(NatFlow.Replied));
    }
    if (this.flow === NatFlow.OneWay) this._forget(now);
    else this._settle(now);
  }

  /** Finds the next idle time; false if the timeout is known well enough. */
  private _findNext(): boolean {
    const alive = this.longestAlive(this.flow);
    const gone = this.shortestGone(this.flow);
    const longest = this._settings[NatTimeoutSetting.Longest]!;
    if (gone === 0 ? alive >= longest : gone - alive <= this._settings[NatTimeoutSetting.Resolution]!) return false;
    this._state[State.Idle] = gone === 0 ? Math.min(alive << 1, longest) : alive + ((gone - alive) >> 1);
    return true;
  }

  /** All is measured: waits for the next look at the mapping. */
  private _rest(now: number): void {
    this._wait(NatTimeoutPhase.Done, now + this._settings[NatTimeoutSetting.CheckInterval]!);
  }

  /** Whether an answer comes so much sooner than it was asked for that no two clocks can be that different. */
  private _isEarly(now: number): boolean {
    if (this.phase !== NatTimeoutPhase.Holding) return false;
    return ((now - this._state[State.LastSent]!) | 0) < this.idle - (this.idle >> 4);
  }

  /** Whether the mapping of the request that was answered must be the one from before, after `idle` ms. */
  private _isCertain(idle: number): boolean {
    const replied = this.longestAlive(NatFlow.Replied);
    const oneWay = this.longestAlive(NatFlow.OneWay);
    let lasts = 0;
    if (this.phase === NatTimeoutPhase.Holding && this.flow === NatFlow.Replied) lasts = replied;
    else if (this.phase === NatTimeoutPhase.Checking) {
      // The last flow may be one of a single round trip; not if mappings outlived every trial.
      lasts = this.shortestGone(NatFlow.Replied) === 0 ? replied : Math.min(oneWay, replied);
    }
    return idle >= 0 && idle < lasts;
  }

  private _restart(now: number): void {
    const wasDone = this.phase === NatTimeoutPhase.Checking;
    this.counters[NatTimeoutCounter.MappingChanges]!++;
    this._restarts = wasDone ? 0 : this._restarts + 1;
    if (this._restarts > MOST_RESTARTS) {
      this._fail(NatTimeoutFailure.Unstable, now);
      return;
    }
    this._begin(now);
    if (this._listener !== null) this._listener.mappingChanged(now);
  }

  private _fail(failure: NatTimeoutFailure, now: number): void {
    this.stop();
    this.phase = NatTimeoutPhase.Failed;
    this.failure = failure;
    if (this._listener !== null) this._listener.measurementEnded(now);
  }
}
