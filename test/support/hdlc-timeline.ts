import type { ExecutionContext } from "ava";
import { HdlcKeepalive } from "../../src/keepalive/hdlc";
import type { HdlcKeepaliveOptions } from "../../src/keepalive/hdlc";
import { Disposition, Verdict } from "../../src/keepalive/machine";
import type { KeepaliveListener, Transmitter } from "../../src/keepalive/machine";
import { ScriptedRandom } from "./scripted-random";
import { describe, uptimeOf } from "./slarp";
import { fromMiddle, KeepaliveTimeline } from "./timeline";
import { verdictText } from "./verdict-text";

export function debugText(machine: HdlcKeepalive): string {
  const heard = machine.heardSinceLine ? "*" : "";
  const state = machine.verdict === Verdict.Down ? "down" : "up";
  return (
    `myseq ${machine.mySeq >>> 0}, mineseen ${machine.mineSeen >>> 0}${heard}, ` +
    `yourseen ${machine.yourSeen >>> 0}, line ${state}`
  );
}

/** An HDLC keepalive machine alone with a test; what it sends is text (see `slarp.ts`). */
export class HdlcTimeline extends KeepaliveTimeline<HdlcKeepalive> implements Transmitter, KeepaliveListener {
  readonly machine: HdlcKeepalive;
  /** Longer than a frame, so that frames that do not start at `offset` are seen. */
  readonly buffer = new Uint8Array(32);
  readonly offset = 7;
  readonly capacity = 25;
  /** Whether the transmitter takes nothing. */
  busy = false;
  /** The debug lines so far. */
  readonly lines: string[] = [];

  constructor(t: ExecutionContext, options: Partial<HdlcKeepaliveOptions> = {}) {
    super(t);
    this.machine = new HdlcKeepalive({ random: new ScriptedRandom(), ...options });
    this.machine.attach(this, this);
  }

  receives(frame: Uint8Array, disposition = Disposition.Consumed): this {
    const taken = fromMiddle(frame, (bytes, start, end) => this.machine.receive(bytes, start, end, this.now));
    this._t.is(taken, disposition);
    return this;
  }

  /** Takes all that was told at this step as named. */
  forgets(): this {
    this._takeTold();
    return this;
  }

  /** The debug line of this step. */
  prints(line: string): this {
    this._t.is(this.lines[this.lines.length - 1], line, `at ${this.now}`);
    return this;
  }

  /** The numbers myseq, mineseen, yourseen as they are now. */
  numbers(mySeq: number, mineSeen: number, yourSeen: number): this {
    const machine = this.machine;
    this._t.deepEqual([machine.mySeq, machine.mineSeen, machine.yourSeen], [mySeq | 0, mineSeen | 0, yourSeen | 0]);
    return this;
  }

  commit(length: number): boolean {
    if (this.busy) return false;
    const frame = this.buffer.slice(this.offset, this.offset + length);
    const what = describe(frame);
    if (what.startsWith("keepalive")) {
      this._t.is(uptimeOf(frame), this.now, "uptime");
    }
    this._noteSent(what);
    return true;
  }

  verdictChanged(now: number): void {
    this._noteTold(verdictText(this.machine), now);
  }

  payloadsPass(): void {
    this._t.fail("HDLC refuses no payload");
  }

  resetRequested(missed: number, now: number): void {
    this._noteTold(`reset: ${missed} missing`, now);
  }

  intervalElapsed(now: number): void {
    this.lines.push(debugText(this.machine));
    this._noteInterval(now);
  }
}
