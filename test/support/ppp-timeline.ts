import type { ExecutionContext } from "ava";
import { PppFraming } from "../../src/framing/ppp-framing";
import { Disposition } from "../../src/keepalive/machine";
import type { KeepaliveListener, Transmitter } from "../../src/keepalive/machine";
import { Ppp } from "../../src/keepalive/ppp";
import type { PppOptions } from "../../src/keepalive/ppp-options";
import type { PppState } from "../../src/keepalive/ppp-automaton";
import type { PppControl } from "../../src/keepalive/ppp-control";
import type { PppObserver } from "../../src/keepalive/ppp-control-sender";
import type { Random } from "../../src/ports";
import { toHex } from "./framing";
import { describe, frame } from "./ppp";
import { fromMiddle, KeepaliveTimeline } from "./timeline";
import { verdictText } from "./verdict-text";

/** The magic numbers that a {@link PppTimeline} draws, in order, as the frames' text has them. */
export const MAGICS = Array.from({ length: 15 }, (_, i) => (i + 1).toString(16).repeat(8));

/** Draws {@link MAGICS}, then fails: so a test sees each draw. */
class MagicNumbers implements Random {
  private _drawn = 0;
  private _endless = false;

  /** From here on any number is drawn. */
  endless(): void {
    this._endless = true;
  }

  next(): number {
    const drawn = this._drawn++;
    if (this._endless) return Math.imul(drawn + 1, 0x9e3779b1) | 1;
    if (drawn >= MAGICS.length) throw new Error("a magic number was drawn that the test did not expect");
    return parseInt(MAGICS[drawn]!, 16) | 0;
  }
}

const STATES = [
  "Initial",
  "Starting",
  "Closed",
  "Stopped",
  "Closing",
  "Stopping",
  "Req-Sent",
  "Ack-Rcvd",
  "Ack-Sent",
  "Opened",
] as const;

export type StateName = (typeof STATES)[number];

export const stateText = (state: PppState): StateName => STATES[state]!;

/**
 * PPP alone with a test; frames are texts (see `ppp.ts`):
 *
 *     line.at(0).starts().sent(`LCP ConfReq 1 accm 00000000 magic 11111111 pfc acfc`).due(3_000);
 *     line.at(20).receives("LCP ConfReq 9 magic aaaaaaaa").sent("LCP ConfAck 9 magic aaaaaaaa").lcp("Ack-Sent");
 */
export class PppTimeline extends KeepaliveTimeline<Ppp> implements Transmitter, KeepaliveListener, PppObserver {
  readonly machine: Ppp;
  readonly framing = new PppFraming();
  readonly random = new MagicNumbers();
  readonly buffer: Uint8Array;
  readonly offset = 7;
  readonly capacity: number;
  readonly room: number;
  /** Whether the transmitter takes nothing. */
  busy = false;
  /** `I [Opened] 09070008...`, `O ...`: every control packet that the observer was shown. */
  readonly observed: string[] = [];

  constructor(t: ExecutionContext, options: Partial<PppOptions> = {}, mru = 1500) {
    super(t);
    this.capacity = Math.max(mru + 4, 48);
    this.room = this.capacity;
    // Longer than a frame: what is written outside is seen.
    this.buffer = new Uint8Array(this.offset + this.capacity + 16).fill(0xee);
    this.machine = new Ppp({ random: this.random, ...options }, this.framing, mru);
    this.machine.attach(this, this);
    this.machine.observer = this;
  }

  /** Negotiates LCP and IPCP with a peer of magic number `aaaaaaaa`, which asks for nothing else, at once. */
  opens(lcpOptions = "magic aaaaaaaa", ipcpOptions = "addr 10.0.0.2"): this {
    this.starts();
    this.agrees("LCP", lcpOptions).agrees("IPCP", ipcpOptions);
    return this.forgets();
  }

  /** Acknowledges the request that was just sent, asks for `options` and gets them. */
  agrees(protocol: "LCP" | "IPCP", options: string): this {
    const request = this._takeSent().at(-1)!;
    this._t.true(request.startsWith(`${protocol} ConfReq`), request);
    this.receives(`${protocol} ConfReq 200 ${options}`.trim()).sent(`${protocol} ConfAck 200 ${options}`.trim());
    return this.receives(request.replace("ConfReq", "ConfAck"));
  }

  receives(text: string | Uint8Array, disposition = Disposition.Consumed): this {
    const octets = typeof text === "string" ? frame(text) : text;
    const taken = fromMiddle(octets, (bytes, start, end) => this.machine.receive(bytes, start, end, this.now));
    this._t.is(taken, disposition);
    return this;
  }

  /** What was sent at this step, which counts as named. */
  takes(): string[] {
    return this._takeSent();
  }

  /** Takes all that was sent and told at this step as named. */
  forgets(): this {
    this._takeSent();
    this._takeTold();
    return this;
  }

  lcp(state: StateName): this {
    return this._state(this.machine.lcp.control, state);
  }

  ipcp(state: StateName): this {
    return this._state(this.machine.ipcp.control, state);
  }

  verdict(text: string): this {
    this._t.is(verdictText(this.machine), text);
    return this;
  }

  reserve(length: number): boolean {
    return length <= this.room;
  }

  commit(length: number): boolean {
    this._t.true(length <= this.capacity, "a frame longer than the transmitter takes");
    this._t.true(this.buffer.subarray(this.offset + this.capacity).every((octet) => octet === 0xee));
    if (this.busy) return false;
    this._noteSent(describe(this.buffer.slice(this.offset, this.offset + length)));
    return true;
  }

  verdictChanged(now: number): void {
    this._noteTold(verdictText(this.machine), now);
  }

  payloadsPass(now: number): void {
    this._noteTold("payloads pass", now);
  }

  resetRequested(): void {
    this._t.fail("PPP resets no interface");
  }

  intervalElapsed(now: number): void {
    this._noteInterval(now);
  }

  controlPacket(
    sent: boolean,
    protocol: number,
    state: PppState,
    bytes: Uint8Array,
    start: number,
    end: number,
    now: number,
  ): void {
    this._t.is(now, this.now);
    const text = describe(Uint8Array.of(0xff, 0x03, protocol >> 8, protocol, ...bytes.subarray(start, end)));
    this.observed.push(`${sent ? "O" : "I"} [${stateText(state)}] ${text}`);
  }

  /** The octets of the last frame of a payload that {@link Ppp.writeHeader} makes. */
  header(protocol: number, length: number): string {
    const bytes = new Uint8Array(8);
    return toHex(bytes.subarray(0, this.machine.writeHeader(bytes, 0, protocol, length)));
  }

  private _state(control: PppControl, state: StateName): this {
    this._t.is(stateText(control.state), state, `at ${this.now}`);
    return this;
  }
}
