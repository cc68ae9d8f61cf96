import type { ExecutionContext } from "ava";
import { EthernetLoopback } from "../../src/keepalive/ethernet-loopback";
import type { EthernetLoopbackOptions } from "../../src/keepalive/ethernet-loopback-options";
import { Disposition } from "../../src/keepalive/machine";
import type { LoopbackTransmitter } from "../../src/keepalive/ethernet-loopback-sender";
import type { KeepaliveListener } from "../../src/keepalive/machine";
import { PortFault } from "../../src/ports";
import { checkCtp, CtpKind, ctpReceipt, forwardCtp } from "../../src/wire/ctp";
import { ScriptedRandom } from "./scripted-random";
import { fromMiddle, KeepaliveTimeline } from "./timeline";
import { verdictText } from "./verdict-text";

export const OURS = Uint8Array.of(0x02, 0, 0, 0x12, 0x34, 0x56);
export const SERVER = Uint8Array.of(0x02, 0, 0, 0, 0, 0x5e);
export const OTHER = Uint8Array.of(0x02, 0, 0, 0, 0, 0x07);
export const ASSISTANT = Uint8Array.of(0xcf, 0, 0, 0, 0, 0);

const name = (address: Uint8Array) =>
  [
    [OURS, "us"],
    [SERVER, "server"],
    [OTHER, "other"],
    [ASSISTANT, "assistant"],
  ].find(([known]) => Buffer.from(known as Uint8Array).equals(address))?.[1] ?? Buffer.from(address).toString("hex");

/** A frame as "to us: reply 3", "to assistant: request 4", "to other: forward". */
export function describeFrame(frame: Uint8Array): string {
  const to = `to ${name(frame.slice(0, 6)) as string}`;
  const kind = checkCtp(frame, 0, frame.length);
  if (kind === CtpKind.Reply) return `${to}: reply ${ctpReceipt(frame, 0)}`;
  if (kind !== CtpKind.Forward) return `${to}: kind ${kind}`;
  const next = frame.slice();
  forwardCtp(next, 0, OURS);
  return checkCtp(next, 0, next.length) === CtpKind.Reply ? `${to}: request ${ctpReceipt(next, 0)}` : `${to}: forward`;
}

/**
 * A loopback machine alone with a test:
 *
 *     loop.at(10_000).sends("to us: reply 2").leaves();
 *     loop.at(10_001).comesBack().tells("up: answered").due(20_000);
 *
 * The first keepalive has receipt number 1.
 */
export class LoopbackTimeline
  extends KeepaliveTimeline<EthernetLoopback>
  implements LoopbackTransmitter, KeepaliveListener
{
  readonly machine: EthernetLoopback;
  readonly buffer = new Uint8Array(1514).fill(0xee);
  readonly offset = 0;
  readonly capacity = 1514;
  /** Whether the transmitter takes nothing. */
  busy = false;
  /** The last frame that was committed. */
  frame = new Uint8Array(0);

  constructor(t: ExecutionContext, hearsItself: boolean, options: Partial<EthernetLoopbackOptions> = {}) {
    super(t);
    this.machine = new EthernetLoopback(
      { random: new ScriptedRandom(0, 0x5aa5c33c), ...options },
      OURS,
      hearsItself,
      true,
    );
    this.machine.attach(this, this);
    this.machine.portChanged(true, PortFault.None, 0);
  }

  /** The step at which keepalive `n` is due: the first at 0, then one every 10 s. */
  atKeepalive(n: number): this {
    return this.at((n - 1) * 10_000);
  }

  port(linkUp: boolean, fault = PortFault.None): this {
    this.machine.portChanged(linkUp, fault, this.now);
    return this;
  }

  /** The frame that was taken has left, or did not; what is then sent at once is named. */
  leaves(then?: string, sent = true): this {
    this.machine.frameSent(sent, this.now);
    this.machine.transmitterFree(this.now);
    return then === undefined ? this.sent() : this.sent(then);
  }

  /** The frame that was taken did not leave. */
  fails(then?: string): this {
    return this.leaves(then, false);
  }

  /** The self-test that was begun is over. */
  tested(passed: boolean): this {
    this.machine.selfTestEnded(passed, this.now);
    this.machine.transmitterFree(this.now);
    return this;
  }

  /** The frame that was sent last, or another, arrives as it is, some octets changed. */
  comesBack(changes: Record<number, number> = {}, frame = this.frame): this {
    const bytes = frame.slice();
    for (const [at, octet] of Object.entries(changes)) bytes[Number(at)]! ^= octet;
    return this.receives(bytes);
  }

  /** A station carries out the request that was sent last, or another, and its answer arrives, some octets changed. */
  answers(by = SERVER, changes: Record<number, number> = {}, frame = this.frame): this {
    const bytes = frame.slice();
    forwardCtp(bytes, 0, by);
    return this.comesBack(changes, bytes);
  }

  receives(octets: Uint8Array, disposition = Disposition.Consumed): this {
    const taken = fromMiddle(octets, (bytes, start, end) => this.machine.receive(bytes, start, end, this.now));
    this._t.is(taken, disposition);
    return this;
  }

  /** Whether the machine says that the last keepalive came back. */
  answered(expected: boolean): this {
    this._t.is(this.machine.answered, expected, `answered at ${this.now}`);
    return this;
  }

  commit(length: number): boolean {
    if (this.busy) return false;
    this.frame = this.buffer.slice(0, length);
    this._noteSent(describeFrame(this.frame));
    return true;
  }

  forward(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.busy) return false;
    this.frame = bytes.slice(start, end);
    this._noteSent(describeFrame(this.frame));
    return true;
  }

  startSelfTest(now: number): boolean {
    this._t.is(now, this.now);
    if (!this.busy) this._noteSent("self-test");
    return !this.busy;
  }

  verdictChanged(now: number): void {
    this._noteTold(verdictText(this.machine), now);
  }

  resetRequested(): void {
    this._t.fail();
  }

  intervalElapsed(now: number): void {
    this._noteInterval(now);
  }

  payloadsPass(): void {
    this._t.fail();
  }
}
