import type { ExecutionContext } from "ava";
import { NatKeepalive, NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import type { NatKeepaliveListener, NatKeepaliveOptions, NatKeepaliveSender } from "../../src/keepalive/nat-keepalive";

/** What the port does with a keepalive: takes it and sends it at once, takes it and says nothing yet, takes none. */
export type PortMood = "sends" | "waits" | "refuses";

/**
 * A NAT keepalive machine alone with a test that reads as a timeline:
 *
 *     nat.at(20_000).sends().due(40_000);
 *     nat.at(25_000).traffic().at(40_000).idle().due(45_000);
 *
 * A step fails where something was due before it, and where anything was sent or told before it that no step named.
 */
export class NatTimeline implements NatKeepaliveSender, NatKeepaliveListener {
  readonly machine: NatKeepalive;
  mood: PortMood = "sends";
  /** Whether the listener says that it probes. */
  probes = false;
  /** Called from inside `probeWanted`. */
  onProbe: () => void = () => {};
  now = 0;
  private readonly _t: ExecutionContext;
  private _sent = 0;
  /** Keepalives that the listener was told had left. */
  private _left = 0;
  private _gaps: number[] = [];

  constructor(t: ExecutionContext, options: NatKeepaliveOptions = { forced: true }) {
    this._t = t;
    this.machine = new NatKeepalive(options);
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

  /** NAT detection says so. */
  finds(nat: boolean): this {
    this.machine.setBehindNat(nat, this.now);
    return this;
  }

  sets(interval: number): this {
    this.machine.setInterval(interval, this.now);
    return this;
  }

  /** Something else leaves for the peer. */
  traffic(): this {
    this.machine.sent(this.now);
    return this;
  }

  /** The keepalive that the port took leaves, or does not. */
  left(sent: boolean): this {
    this.machine.keepaliveSent(sent, this.now);
    return this;
  }

  /** Polls, and a keepalive is handed to the port. */
  sends(): this {
    this.machine.poll(this.now);
    this._t.is(this._sent, 1, `keepalives at ${this.now}`);
    this._sent = 0;
    return this;
  }

  /** Polls, and nothing is handed to the port. */
  keepsStill(): this {
    this.machine.poll(this.now);
    this._t.is(this._sent, 0, `keepalives at ${this.now}`);
    return this;
  }

  /** What gaps the listener was told of at this step, ms. */
  tells(...gaps: number[]): this {
    this._t.deepEqual(this._gaps, gaps, `at ${this.now}`);
    this._gaps = [];
    return this;
  }

  due(at: number): this {
    this._t.true(this.machine.active);
    this._t.is(this.machine.due, at | 0);
    return this;
  }

  inactive(): this {
    this._t.false(this.machine.active);
    return this;
  }

  counts(counter: NatKeepaliveCounter, value: number): this {
    this._t.is(this.machine.counters[counter], value, `counter ${counter} at ${this.now}`);
    if (counter === NatKeepaliveCounter.Sent) this._t.is(this._left, value, `keepalives told at ${this.now}`);
    return this;
  }

  /** Ends the timeline: nothing unnamed is left. */
  ends(): void {
    this._settled();
  }

  sendKeepalive(): boolean {
    this._sent++;
    if (this.mood === "refuses") return false;
    if (this.mood === "sends") this.machine.keepaliveSent(true, this.now);
    return true;
  }

  keepaliveSent(now: number): void {
    this._t.is(now, this.now);
    this._left++;
  }

  probeWanted(gap: number, now: number): boolean {
    this._t.is(now, this.now);
    this._gaps.push(gap);
    this.onProbe();
    return this.probes;
  }

  private _settled(): void {
    this._t.is(this._sent, 0, `sent at ${this.now} and not named`);
    this._t.deepEqual(this._gaps, [], `told at ${this.now} and not named`);
  }
}
