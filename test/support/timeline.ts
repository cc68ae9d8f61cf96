import type { ExecutionContext } from "ava";

/** What a timeline drives: it is told what time it is, and says when to call it again. */
export interface Timed {
  readonly active: boolean;
  /** ms; meaningful while {@link active}. */
  readonly due: number;
  readonly counters: Int32Array;
  poll(now: number): void;
}

/** @see KeepaliveTimeline */
export interface Startable extends Timed {
  start(now: number): void;
  stop(now: number): void;
}

/**
 * A machine alone with a test that reads as a timeline. Each step names its time and all that happens at it:
 *
 *     line.at(10_000).sends("keepalive 1/0").due(20_000);
 *     line.at(14_000).receives(keepalive(1, 1)).tells("up: answered").due(20_000);
 *
 * A step fails where something was due before it, and where anything was sent or told before it that no step named.
 *
 * Who extends it stands where the machine has its transmitter and its listener, and notes what they are given.
 */
export abstract class Timeline<Machine extends Timed, Told = string> {
  abstract readonly machine: Machine;
  /** The time of the step, ms. */
  now = 0;
  /** Called from inside each call to the listener. */
  onCall: (what: Told | "interval") => void = () => {};
  /** When intervals ended, ms. */
  readonly intervals: number[] = [];
  protected readonly _t: ExecutionContext;
  private _sent: string[] = [];
  private _told: Told[] = [];

  constructor(t: ExecutionContext) {
    this._t = t;
  }

  /** The step at `now`; nothing may have been due before. */
  at(now: number): this {
    if (this.machine.active) {
      this._t.true(((this.machine.due - now) | 0) >= 0, `due at ${this.machine.due}, before the step at ${now}`);
    }
    return this.lateAt(now);
  }

  /** The step at `now`, whatever was due before: the device slept. */
  lateAt(now: number): this {
    this.ends();
    this.now = now | 0;
    return this;
  }

  /** Polls, and expects exactly these to be sent. */
  sends(...frames: string[]): this {
    this.machine.poll(this.now);
    return this.sent(...frames);
  }

  /** What was sent at this step without a poll. */
  sent(...frames: string[]): this {
    this._t.deepEqual(this._takeSent(), frames, `sent at ${this.now}`);
    return this;
  }

  /** What the listener was told at this step, the ends of intervals aside. */
  tells(...events: Told[]): this {
    this._t.deepEqual(this._takeTold(), events, `told at ${this.now}`);
    return this;
  }

  /** A poll at `now` does nothing at all. */
  nothing(now: number): this {
    const intervals = this.intervals.length;
    this.at(now).machine.poll(this.now);
    this._t.is(this.intervals.length, intervals, `intervals at ${now}`);
    return this.sent().tells();
  }

  due(at: number): this {
    this._t.is(this._wake, at | 0, `due, as of ${this.now}`);
    return this;
  }

  idle(): this {
    this._t.is(this._wake, "idle", `due, as of ${this.now}`);
    return this;
  }

  counts(counter: number, count: number): this {
    this._t.is(this.machine.counters[counter], count, `counter ${counter} at ${this.now}`);
    return this;
  }

  /** Ends the timeline: nothing unnamed is left. */
  ends(): void {
    this._t.deepEqual(this._sent, [], `sent at ${this.now} and not named`);
    this._t.deepEqual(this._told, [], `told at ${this.now} and not named`);
  }

  protected _noteSent(what: string): void {
    this._sent.push(what);
  }

  protected _noteTold(what: Told, now: number): void {
    this._t.is(now, this.now);
    this._told.push(what);
    this.onCall(what);
  }

  protected _noteInterval(now: number): void {
    this._t.is(now, this.now);
    this.intervals.push(now);
    this.onCall("interval");
  }

  /** What was sent at this step counts as named. */
  protected _takeSent(): string[] {
    return this._sent.splice(0);
  }

  /** What was told at this step counts as named. */
  protected _takeTold(): Told[] {
    return this._told.splice(0);
  }

  private get _wake(): number | "idle" {
    return this.machine.active ? this.machine.due : "idle";
  }
}

/** The timeline of what is started and stopped. */
export abstract class KeepaliveTimeline<Machine extends Startable, Told = string> extends Timeline<Machine, Told> {
  starts(): this {
    this.machine.start(this.now);
    return this;
  }

  stops(): this {
    this.machine.stop(this.now);
    return this;
  }
}

/** Hands octets over from 5 on in a longer buffer, as a deframer or a driver may have them, and returns the answer. */
export function fromMiddle<Answer>(
  octets: Uint8Array,
  take: (bytes: Uint8Array, start: number, end: number) => Answer,
): Answer {
  const bytes = new Uint8Array(5 + octets.length + 13).fill(0xee);
  bytes.set(octets, 5);
  return take(bytes, 5, 5 + octets.length);
}
