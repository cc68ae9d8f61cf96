import { missedPeriods } from "../scheduler/time";

/** What a {@link KeepaliveInterval} keeps, as the first numbers of its array. */
export const enum IntervalState {
  Due,
  /** When the running interval was begun. */
  Begun,
  /** The end of the running interval: equal to Due but while a send is retried. */
  End,
  /** Intervals excused since the peer was last heard. */
  ExcusedInRow,
  Size,
}

/** How soon a keepalive that could not be sent is tried again at first, ms. */
const RETRY_DELAY = 100;

/**
 * The rule by which every keepalive machine that judges once an interval counts its time.
 *
 * Intervals follow each other without drift, however late a poll comes; whole periods without a poll are missed, and
 * told once. A keepalive that could not be sent is tried again soon, then ever less often, so that a transmitter that
 * takes nothing does not keep the chip awake; its interval ends when it would have ended. An interval whose poll is a
 * whole period late (the device slept or stalled), or in which octets were lost on our own side, is excused: nothing is
 * judged at its end, and it is no miss later on either. That is granted for as many
 * intervals in a row as there are retries: a line that nothing valid comes from does not stay up for ever.
 *
 * Memory: 16 octets, its own or the machine's.
 */
export class KeepaliveInterval {
  private readonly _state: Int32Array;
  private _excused = false;

  /**
   * @param state a machine's own numbers, of which the first {@link IntervalState.Size} are for the interval. Default:
   * memory of its own
   */
  constructor(state?: Int32Array) {
    this._state = state === undefined ? new Int32Array(IntervalState.Size) : state;
  }

  /** When to poll next, ms. */
  get due(): number {
    return this._state[IntervalState.Due]!;
  }

  /** How many intervals in a row were excused. */
  get excusedInRow(): number {
    return this._state[IntervalState.ExcusedInRow]!;
  }

  /** Begins the first interval at `now`, with nothing excused. */
  start(now: number, interval: number): void {
    this._state[IntervalState.ExcusedInRow] = 0;
    this._excused = false;
    this.restart(now, interval);
  }

  /** Begins an interval at `now`, as after its length was changed. */
  restart(now: number, interval: number): void {
    this._state[IntervalState.Begun] = now;
    this._state[IntervalState.End] = (now + interval) | 0;
    this._state[IntervalState.Due] = this._state[IntervalState.End]!;
  }

  /** Whether `now` lies inside the running interval: what is due then is the repetition of a send. */
  isRunning(now: number): boolean {
    return ((now - this._state[IntervalState.End]!) | 0) < 0;
  }

  /** Ends the running interval, whose time is over, and begins the next. Returns how many whole periods were missed. */
  elapse(now: number, interval: number): number {
    const state = this._state;
    const missed = missedPeriods(state[IntervalState.End]!, interval, now);
    state[IntervalState.End] = (state[IntervalState.End]! + (missed + 1) * interval) | 0;
    state[IntervalState.Due] = state[IntervalState.End]!;
    state[IntervalState.Begun] = now;
    if (missed > 0) this._excused = true;
    return missed;
  }

  /** Whether the interval that has just elapsed is excused; asked once for each. */
  takeExcuse(retries: number): boolean {
    const excused = this._excused && this._state[IntervalState.ExcusedInRow]! < retries;
    this._excused = false;
    if (excused) this._state[IntervalState.ExcusedInRow]!++;
    return excused;
  }

  /** What the running interval may have brought was lost on our own side. */
  excuse(): void {
    this._excused = true;
  }

  /** The peer was heard: excuses are granted anew. */
  heard(): void {
    this._state[IntervalState.ExcusedInRow] = 0;
  }

  /** The keepalive was sent. */
  sent(): void {
    this._state[IntervalState.Due] = this._state[IntervalState.End]!;
  }

  /** The keepalive could not be sent. */
  notSent(now: number): void {
    const waited = (now - this._state[IntervalState.Begun]!) >> 1;
    const retry = (now + (waited > RETRY_DELAY ? waited : RETRY_DELAY)) | 0;
    const end = this._state[IntervalState.End]!;
    this._state[IntervalState.Due] = ((retry - end) | 0) < 0 ? retry : end;
  }
}
