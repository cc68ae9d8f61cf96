import type { ExecutionContext } from "ava";
import { NatKeepalive, NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import type { NatKeepaliveListener, NatKeepaliveOptions, NatKeepaliveSender } from "../../src/keepalive/nat-keepalive";
import { KeepaliveTimeline } from "./timeline";

/** What the port does with a keepalive: takes it and sends it at once, takes it and says nothing yet, takes none. */
export type PortMood = "sends" | "waits" | "refuses";

/**
 * A NAT keepalive machine alone with a test:
 *
 *     nat.at(20_000).sends().due(40_000);
 *     nat.at(25_000).traffic().at(40_000).keepsStill().due(45_000);
 *
 * The listener is told of gaps, ms.
 */
export class NatTimeline
  extends KeepaliveTimeline<NatKeepalive, number>
  implements NatKeepaliveSender, NatKeepaliveListener
{
  readonly machine: NatKeepalive;
  mood: PortMood = "sends";
  /** Whether the listener says that it probes. */
  probes = false;
  /** Keepalives that the listener was told had left. */
  private _left = 0;

  constructor(t: ExecutionContext, options: NatKeepaliveOptions = { forced: true }) {
    super(t);
    this.machine = new NatKeepalive(options);
    this.machine.attach(this, this);
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
  override sends(): this {
    return super.sends("keepalive");
  }

  /** Polls, and nothing is handed to the port. */
  keepsStill(): this {
    return super.sends();
  }

  override counts(counter: NatKeepaliveCounter, count: number): this {
    if (counter === NatKeepaliveCounter.Sent) this._t.is(this._left, count, `keepalives told at ${this.now}`);
    return super.counts(counter, count);
  }

  sendKeepalive(): boolean {
    this._noteSent("keepalive");
    if (this.mood === "refuses") return false;
    if (this.mood === "sends") this.machine.keepaliveSent(true, this.now);
    return true;
  }

  keepaliveSent(now: number): void {
    this._t.is(now, this.now);
    this._left++;
  }

  probeWanted(gap: number, now: number): boolean {
    this._noteTold(gap, now);
    return this.probes;
  }
}
