import type { ExecutionContext } from "ava";
import type { Transmitter } from "../../src/keepalive/machine";
import { PathProbe } from "../../src/keepalive/path-probe";
import type { PathListener, PathProbeOptions } from "../../src/keepalive/path-probe";
import { IcmpKind } from "../../src/wire/icmp";
import { describeEcho, echoReply, echoRequest, icmpError, packet } from "./icmp";
import { ScriptedRandom } from "./scripted-random";
import { ip } from "./slarp";
import { fromMiddle, KeepaliveTimeline } from "./timeline";
import { verdictText } from "./verdict-text";

/** What a timeline's probe asks, and the identifier that it drew. Its first request has the number 1. */
export const TARGET = "198.51.100.7";
export const IDENTIFIER = 0xbeef;

/**
 * A path probe alone with a test:
 *
 *     path.at(10_000).sends("2").due(20_000);
 *     path.at(10_040).receives(2).tells("up: answered").due(20_000);
 */
export class PathTimeline extends KeepaliveTimeline<PathProbe> implements Transmitter, PathListener {
  readonly machine: PathProbe;
  readonly buffer = new Uint8Array(1500).fill(0xee);
  readonly offset = 20;
  readonly capacity = 1480;
  /** Whether the transmitter takes nothing. */
  busy = false;

  constructor(t: ExecutionContext, options: Partial<PathProbeOptions> = {}) {
    super(t);
    this.machine = new PathProbe({ target: ip(TARGET), random: new ScriptedRandom(IDENTIFIER), ...options });
    this.machine.attach(this, this);
  }

  sets(target: string, interval: number, retries: number): this {
    this.machine.setProbe(ip(target), interval, retries, this.now);
    return this;
  }

  /** A reply to the request of that number, from the target unless said otherwise, arrives and is the probe's. */
  receives(sequence: number, source = TARGET, data = new Uint8Array(0)): this {
    this._t.true(this.reply(echoReply(IDENTIFIER, sequence, data), source), `at ${this.now}: the reply was not taken`);
    return this;
  }

  /** Hands an echo reply to the probe; whether it was taken. */
  reply(message: Uint8Array, source: string): boolean {
    const from = ip(source);
    return fromMiddle(message, (bytes, start, end) => this.machine.replyReceived(from, bytes, start, end, this.now));
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
    return fromMiddle(message, (bytes, start, end) => this.machine.errorReceived(kind, bytes, start, end, this.now));
  }

  /** Polls, and expects exactly this request: its number, with ` + 4` where there are four octets of data. */
  override sends(...requests: string[]): this {
    return super.sends(...requests.map((request) => `echo request beef/${request}`));
  }

  commit(length: number): boolean {
    if (this.busy) return false;
    const message = this.buffer.slice(this.offset, this.offset + length);
    // The last octets of a message that is longer than what was committed would be lost here, and be missed.
    const data = message.slice(8);
    const view = new DataView(message.buffer);
    this._t.deepEqual(message, echoRequest(view.getUint16(4), view.getUint16(6), data), "a whole echo request");
    this._noteSent(describeEcho(message));
    return true;
  }

  pathChanged(now: number): void {
    this._noteTold(verdictText(this.machine), now);
  }
}
