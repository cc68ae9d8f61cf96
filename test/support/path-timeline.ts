import type { ExecutionContext } from "ava";
import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import type { Transmitter } from "../../src/keepalive/machine";
import { PathProbe } from "../../src/keepalive/path-probe";
import type { PathListener, PathProbeOptions } from "../../src/keepalive/path-probe";
import { IcmpKind } from "../../src/wire/icmp";
import { ScriptedRandom } from "./hdlc-timeline";
import { describeEcho, echoReply, echoRequest, icmpError, packet } from "./icmp";
import { ip } from "./slarp";

/** What a timeline's probe asks, and the identifier that it drew. Its first request has the number 1. */
export const TARGET = "198.51.100.7";
export const IDENTIFIER = 0xbeef;

const VERDICTS = { [Verdict.Unknown]: "unknown", [Verdict.Up]: "up", [Verdict.Down]: "down" };

const WHY: Partial<Record<Diagnostic, string>> = {
  [Diagnostic.None]: "none",
  [Diagnostic.Answered]: "answered",
  [Diagnostic.Missed]: "missed",
  [Diagnostic.Unreachable]: "unreachable",
  [Diagnostic.TimeExceeded]: "time exceeded",
};

export function pathText(probe: PathProbe): string {
  return `${VERDICTS[probe.verdict]}: ${WHY[probe.diagnostic]}`;
}

/**
 * A path probe alone with a test that reads as a timeline, as `HdlcTimeline` is one:
 *
 *     path.at(10_000).sends("2").due(20_000);
 *     path.at(10_040).receives(2).tells("up: answered").due(20_000);
 *
 * A step fails where something was due before it, and where anything was sent or told before it that no step named.
 */
export class PathTimeline implements Transmitter, PathListener {
  readonly probe: PathProbe;
  readonly buffer = new Uint8Array(1500).fill(0xee);
  readonly offset = 20;
  readonly capacity = 1480;
  /** Whether the transmitter takes nothing. */
  busy = false;
  now = 0;
  /** Called from inside each call to the listener. */
  onCall: () => void = () => {};
  private readonly _t: ExecutionContext;
  private _sent: string[] = [];
  private _told: string[] = [];

  constructor(t: ExecutionContext, options: Partial<PathProbeOptions> = {}) {
    this._t = t;
    this.probe = new PathProbe({ target: ip(TARGET), random: new ScriptedRandom(IDENTIFIER), ...options });
    this.probe.attach(this, this);
  }

  /** The step at `now`; nothing may have been due before. */
  at(now: number): this {
    if (this.probe.active) {
      this._t.true(((this.probe.due - now) | 0) >= 0, `due at ${this.probe.due}, before the step at ${now}`);
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
    this.probe.start(this.now);
    return this;
  }

  stops(): this {
    this.probe.stop(this.now);
    return this;
  }

  sets(target: string, interval: number, retries: number): this {
    this.probe.setProbe(ip(target), interval, retries, this.now);
    return this;
  }

  /** A reply to the request of that number, from the target unless said otherwise, arrives and is the probe's. */
  receives(sequence: number, source = TARGET, data = new Uint8Array(0)): this {
    this._t.true(this.reply(echoReply(IDENTIFIER, sequence, data), source), `at ${this.now}: the reply was not taken`);
    return this;
  }

  /** Hands an echo reply to the probe; whether it was taken. */
  reply(message: Uint8Array, source: string): boolean {
    // Not at the start of its buffer, as a packet's header stands there.
    const bytes = new Uint8Array(message.length + 28).fill(0xee);
    bytes.set(message, 20);
    return this.probe.replyReceived(ip(source), bytes, 20, 20 + message.length, this.now);
  }

  /** An error for the request of that number arrives and is the probe's. */
  fails(kind: IcmpKind, sequence: number, target = TARGET): this {
    const request = packet({ source: "192.0.2.1", destination: target, payload: echoRequest(IDENTIFIER, sequence) });
    this._t.true(this.error(kind, request), `at ${this.now}: the error was not taken`);
    return this;
  }

  /** Hands an error that quotes a packet to the probe; whether it was taken. */
  error(kind: IcmpKind, failed: Uint8Array): boolean {
    const message = icmpError(kind === IcmpKind.TimeExceeded ? 11 : 3, 1, failed);
    const bytes = new Uint8Array(message.length + 28).fill(0xee);
    bytes.set(message, 20);
    return this.probe.errorReceived(kind, bytes, 20, 20 + message.length, this.now);
  }

  /** Polls, and expects exactly this request: its number, with ` + 4` where there are four octets of data. */
  sends(...requests: string[]): this {
    this.probe.poll(this.now);
    const expected = requests.map((request) => `echo request beef/${request}`);
    this._t.deepEqual(this._sent, expected, `at ${this.now}`);
    this._sent = [];
    return this;
  }

  /** What the listener was told at this step. */
  tells(...events: string[]): this {
    this._t.deepEqual(this._told, events, `at ${this.now}`);
    this._told = [];
    return this;
  }

  due(at: number): this {
    this._t.true(this.probe.active);
    this._t.is(this.probe.due, at | 0);
    return this;
  }

  idle(): this {
    this._t.false(this.probe.active);
    return this;
  }

  /** Ends the timeline: nothing unnamed is left. */
  ends(): void {
    this._settled();
  }

  commit(length: number): boolean {
    if (this.busy) return false;
    const message = this.buffer.slice(this.offset, this.offset + length);
    // The last octets of a message that is longer than what was committed would be lost here, and be missed.
    const data = message.slice(8);
    const view = new DataView(message.buffer);
    this._t.deepEqual(message, echoRequest(view.getUint16(4), view.getUint16(6), data), "a whole echo request");
    this._sent.push(describeEcho(message));
    return true;
  }

  pathChanged(now: number): void {
    this._t.is(now, this.now);
    this._told.push(pathText(this.probe));
    this.onCall();
  }

  private _settled(): void {
    this._t.deepEqual(this._sent, [], `sent at ${this.now} and not named`);
    this._t.deepEqual(this._told, [], `told at ${this.now} and not named`);
  }
}
