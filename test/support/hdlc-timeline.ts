import type { ExecutionContext } from "ava";
import { HdlcKeepalive } from "../../src/keepalive/hdlc";
import type { HdlcKeepaliveOptions } from "../../src/keepalive/hdlc";
import { Diagnostic, Disposition, Verdict } from "../../src/keepalive/machine";
import type { KeepaliveListener, Transmitter } from "../../src/keepalive/machine";
import type { Random } from "../../src/ports";
import { describe, uptimeOf } from "./slarp";

/** Draws the numbers it was given, then fails: so a test sees each draw. */
export class ScriptedRandom implements Random {
  readonly numbers: number[];

  constructor(...numbers: number[]) {
    this.numbers = numbers;
  }

  next(): number {
    const number = this.numbers.shift();
    if (number === undefined) throw new Error("a random number was drawn that the test did not expect");
    return number;
  }
}

export function verdictText(verdict: Verdict, diagnostic: Diagnostic): string {
  const why =
    diagnostic === Diagnostic.Missed ? "missed" : diagnostic === Diagnostic.LoopedBack ? "looped" : "answered";
  return `${verdict === Verdict.Down ? "down" : verdict === Verdict.Up ? "up" : "unknown"}: ${why}`;
}

export function debugText(machine: HdlcKeepalive): string {
  const heard = machine.heardSinceLine ? "*" : "";
  const state = machine.verdict === Verdict.Down ? "down" : "up";
  return (
    `myseq ${machine.mySeq >>> 0}, mineseen ${machine.mineSeen >>> 0}${heard}, ` +
    `yourseen ${machine.yourSeen >>> 0}, line ${state}`
  );
}

/**
 * A machine alone with a test that reads as a timeline. Each step names its time and all that happens at it:
 *
 *     line.at(10_000).sends("keepalive 1/0").due(20_000);
 *     line.at(14_000).receives(keepalive(1, 1)).tells("up: answered").due(20_000);
 *
 * A step fails where something was due before it, and where anything was sent or told before it that no step named.
 */
export class HdlcTimeline implements Transmitter, KeepaliveListener {
  readonly machine: HdlcKeepalive;
  /** Longer than a frame, so that frames that do not start at `offset` are seen. */
  readonly buffer = new Uint8Array(32);
  readonly offset = 7;
  readonly capacity = 25;
  /** Whether the transmitter takes nothing. */
  busy = false;
  now = 0;
  /** Called from inside each call to the listener. */
  onCall: (what: string) => void = () => {};
  /** The debug lines so far. */
  readonly lines: string[] = [];
  private readonly _t: ExecutionContext;
  private _sent: string[] = [];
  private _told: string[] = [];

  constructor(t: ExecutionContext, options: Partial<HdlcKeepaliveOptions> = {}) {
    this._t = t;
    this.machine = new HdlcKeepalive({ random: new ScriptedRandom(), ...options });
    this.machine.attach(this, this);
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
    this._settled();
    this.now = now | 0;
    return this;
  }

  starts(): this {
    this.machine.start(this.now);
    return this;
  }

  stops(): this {
    this.machine.stop();
    return this;
  }

  receives(frame: Uint8Array, disposition = Disposition.Consumed): this {
    // Not at the start of its buffer, as a deframer or a driver may have it.
    const bytes = new Uint8Array(frame.length + 8).fill(0xee);
    bytes.set(frame, 5);
    this._t.is(this.machine.receive(bytes, 5, 5 + frame.length, this.now), disposition);
    return this;
  }

  /** Polls, and expects exactly these frames. */
  sends(...frames: string[]): this {
    this.machine.poll(this.now);
    return this.sent(...frames);
  }

  /** What was sent at this step without a poll. */
  sent(...frames: string[]): this {
    this._t.deepEqual(this._sent, frames, `at ${this.now}`);
    this._sent = [];
    return this;
  }

  /** What the listener was told at this step, debug lines aside. */
  tells(...events: string[]): this {
    this._t.deepEqual(this._told, events, `at ${this.now}`);
    this._told = [];
    return this;
  }

  /** Takes all that was told at this step as named. */
  forgets(): this {
    this._told = [];
    return this;
  }

  /** The debug line of this step. */
  prints(line: string): this {
    this._t.is(this.lines[this.lines.length - 1], line, `at ${this.now}`);
    return this;
  }

  /** A poll at `now` does nothing at all. */
  nothing(now: number): this {
    this.at(now);
    const lines = this.lines.length;
    this.sends().tells();
    this._t.is(this.lines.length, lines);
    return this;
  }

  due(at: number): this {
    this._t.true(this.machine.active);
    this._t.is(this.machine.due, at | 0);
    return this;
  }

  idle(): this {
    this._t.false(this.machine.active);
    return this;
  }

  /** The numbers myseq, mineseen, yourseen as they are now. */
  numbers(mySeq: number, mineSeen: number, yourSeen: number): this {
    const machine = this.machine;
    this._t.deepEqual([machine.mySeq, machine.mineSeen, machine.yourSeen], [mySeq | 0, mineSeen | 0, yourSeen | 0]);
    return this;
  }

  /** Ends the timeline: nothing unnamed is left. */
  ends(): void {
    this._settled();
  }

  commit(length: number): boolean {
    if (this.busy) return false;
    const frame = this.buffer.slice(this.offset, this.offset + length);
    const what = describe(frame);
    if (what.startsWith("keepalive")) {
      this._t.is(uptimeOf(frame), this.now, "uptime");
    }
    this._sent.push(what);
    return true;
  }

  verdictChanged(now: number): void {
    this._call(verdictText(this.machine.verdict, this.machine.diagnostic), now);
  }

  payloadsPass(): void {
    this._t.fail("HDLC refuses no payload");
  }

  resetRequested(missed: number, now: number): void {
    this._call(`reset: ${missed} missing`, now);
  }

  intervalElapsed(now: number): void {
    this._t.is(now, this.now);
    this.lines.push(debugText(this.machine));
    this.onCall("interval");
  }

  private _call(what: string, now: number): void {
    this._t.is(now, this.now);
    this._told.push(what);
    this.onCall(what);
  }

  private _settled(): void {
    this._t.deepEqual(this._sent, [], `sent at ${this.now} and not named`);
    this._t.deepEqual(this._told, [], `told at ${this.now} and not named`);
  }
}
