import type { ExecutionContext } from "ava";
import { EthernetLoopback } from "../../src/keepalive/ethernet-loopback";
import type { LoopbackCounter } from "../../src/keepalive/ethernet-loopback-counters";
import type { EthernetLoopbackOptions } from "../../src/keepalive/ethernet-loopback-options";
import { Diagnostic, Disposition, Verdict } from "../../src/keepalive/machine";
import type { LoopbackTransmitter } from "../../src/keepalive/ethernet-loopback-sender";
import type { KeepaliveListener } from "../../src/keepalive/machine";
import { PortFault } from "../../src/ports";
import { checkCtp, CtpKind, ctpReceipt, forwardCtp } from "../../src/wire/ctp";
import { ScriptedRandom } from "./hdlc-timeline";

export const OURS = Uint8Array.of(0x02, 0, 0, 0x12, 0x34, 0x56);
export const SERVER = Uint8Array.of(0x02, 0, 0, 0, 0, 0x5e);
export const OTHER = Uint8Array.of(0x02, 0, 0, 0, 0, 0x07);
export const ASSISTANT = Uint8Array.of(0xcf, 0, 0, 0, 0, 0);

const VERDICTS = { [Verdict.Unknown]: "unknown", [Verdict.Up]: "up", [Verdict.Down]: "down" };

const WHY: Partial<Record<Diagnostic, string>> = {
  [Diagnostic.None]: "none",
  [Diagnostic.Answered]: "answered",
  [Diagnostic.Missed]: "missed",
  [Diagnostic.LoopedBack]: "looped",
  [Diagnostic.TransmitFailed]: "transmit failed",
  [Diagnostic.Damaged]: "damaged",
  [Diagnostic.LinkDown]: "link down",
  [Diagnostic.ChipFault]: "chip fault",
  [Diagnostic.NoLoopServer]: "no loop server",
};

export function loopbackText(machine: EthernetLoopback): string {
  return `${VERDICTS[machine.verdict]}: ${WHY[machine.diagnostic]}`;
}

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
 * A loopback machine alone with a test that reads as a timeline:
 *
 *     loop.at(10_000).sends("to us: reply 2").leaves();
 *     loop.at(10_001).comesBack().tells("up: answered").due(20_000);
 *
 * A step fails where something was due before it, and where anything was sent or told before it that no step named. The
 * first keepalive has receipt number 1.
 */
export class LoopbackTimeline implements LoopbackTransmitter, KeepaliveListener {
  readonly machine: EthernetLoopback;
  readonly buffer = new Uint8Array(1514).fill(0xee);
  readonly offset = 0;
  readonly capacity = 1514;
  /** Whether the transmitter takes nothing. */
  busy = false;
  now = 0;
  /** The last frame that was committed. */
  frame = new Uint8Array(0);
  /** Called from inside each call to the listener. */
  onCall: () => void = () => {};
  private readonly _t: ExecutionContext;
  private _sent: string[] = [];
  private _told: string[] = [];

  constructor(t: ExecutionContext, hearsItself: boolean, options: Partial<EthernetLoopbackOptions> = {}) {
    this._t = t;
    this.machine = new EthernetLoopback(
      { random: new ScriptedRandom(0, 0x5aa5c33c), ...options },
      OURS,
      hearsItself,
      true,
    );
    this.machine.attach(this, this);
    this.machine.portChanged(true, PortFault.None, 0);
  }

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

  port(linkUp: boolean, fault = PortFault.None): this {
    this.machine.portChanged(linkUp, fault, this.now);
    return this;
  }

  /** Polls, and expects exactly these frames. */
  sends(...frames: string[]): this {
    this.machine.poll(this.now);
    this._t.deepEqual(this._sent, frames, `at ${this.now}`);
    this._sent = [];
    return this;
  }

  /** The frame that was taken has left, or did not; what is then sent at once is named. */
  leaves(then?: string, sent = true): this {
    this.machine.frameSent(sent, this.now);
    this.machine.transmitterFree(this.now);
    this._t.deepEqual(this._sent, then === undefined ? [] : [then], `at ${this.now}`);
    this._sent = [];
    return this;
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

  receives(bytes: Uint8Array, disposition = Disposition.Consumed): this {
    const buffer = new Uint8Array(bytes.length + 20).fill(0xee);
    buffer.set(bytes, 10);
    this._t.is(this.machine.receive(buffer, 10, 10 + bytes.length, this.now), disposition);
    return this;
  }

  tells(...events: string[]): this {
    this._t.deepEqual(this._told, events, `at ${this.now}`);
    this._told = [];
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

  /** Whether the machine says that the last keepalive came back. */
  answered(expected: boolean): this {
    this._t.is(this.machine.answered, expected, `answered at ${this.now}`);
    return this;
  }

  counts(counter: LoopbackCounter, count: number): this {
    this._t.is(this.machine.counters[counter], count, `counter ${counter} at ${this.now}`);
    return this;
  }

  /** What was sent while something was received. */
  sent(...frames: string[]): this {
    this._t.deepEqual(this._sent, frames, `at ${this.now}`);
    this._sent = [];
    return this;
  }

  ends(): void {
    this._settled();
  }

  commit(length: number): boolean {
    if (this.busy) return false;
    this.frame = this.buffer.slice(0, length);
    this._sent.push(describeFrame(this.frame));
    return true;
  }

  forward(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.busy) return false;
    this.frame = bytes.slice(start, end);
    this._sent.push(describeFrame(this.frame));
    return true;
  }

  startSelfTest(now: number): boolean {
    this._t.is(now, this.now);
    if (!this.busy) this._sent.push("self-test");
    return !this.busy;
  }

  verdictChanged(now: number): void {
    this._t.is(now, this.now);
    this._told.push(loopbackText(this.machine));
    this.onCall();
  }

  resetRequested(): void {
    this._t.fail();
  }

  intervalElapsed(): void {
    this.onCall();
  }

  payloadsPass(): void {
    this._t.fail();
  }

  private _settled(): void {
    this._t.deepEqual(this._sent, [], `sent at ${this.now} and not named`);
    this._t.deepEqual(this._told, [], `told at ${this.now} and not named`);
  }
}
