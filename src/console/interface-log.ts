import type { InterfaceKeepalive } from "../keepalive/machine";
import type { InterfaceListener, NetworkInterface } from "../link/network-interface";
import { integerOption } from "../options";
import type { Scheduler, Task } from "../scheduler/scheduler";
import type { Console } from "./console";
import { ascii } from "../text";
import type { LineWriter } from "./line-writer";

/** Writes what a log prints at the end of each keepalive interval, after the time stamp and without the end of line. */
export interface DebugLine {
  /** The protocol that it tells of: nothing is printed while the interface speaks another. */
  readonly protocol: InterfaceKeepalive;
  /** The debug line. */
  write(line: LineWriter, name: Uint8Array): void;
  /** Whether something has come up that is to be told once, debugging or not. */
  takeNotice(): boolean;
  /** After {@link takeNotice}: what it is. */
  writeNotice(line: LineWriter, name: Uint8Array): void;
}

export interface InterfaceLogOptions {
  scheduler: Scheduler;
  console: Console;
  /** The number in `HD(0)`, 0 to 65535. Default 0. */
  controller?: number;
  /** Who else is told, after the line was printed. */
  next?: InterfaceListener;
}

/** How long after the line protocol changed its message is printed, ms; as in the documented session. */
const LINE_PROTOCOL_DELAY = 1000;

/** How many timers a log registers. */
export const INTERFACE_LOG_TIMERS = 1;

const CONTROLLER = ascii("HD(");
const RESET = ascii("): Reset from 0x");
const ASSERTING_DTR = ascii("): Asserting DTR");
const ASSERTING_BOTH = ascii("): Asserting DTR and RTS");
const LINK_CHANGED = ascii("%LINK-5-CHANGED: Interface ");
const LINK_UPDOWN = ascii("%LINK-3-UPDOWN: Interface ");
const LINE_PROTOCOL = ascii("%LINEPROTO-5-UPDOWN: Line protocol on Interface ");
const TO_UP = ascii(", changed state to up");
const TO_DOWN = ascii(", changed state to down");
const TO_SHUT = ascii(", changed state to administratively down");

const enum Pending {
  Nothing,
  Up,
  Down,
}

/**
 * Prints what happens to an interface, as IOS prints it: debug lines, resets, `%LINK` and `%LINEPROTO` messages. It
 * stands between an interface and whoever else listens.
 *
 * In `Reset from 0x...`, where IOS prints an address in its code, stands how many keepalives were missing.
 *
 * Memory: one timer.
 */
export class InterfaceLog implements InterfaceListener, Task {
  /** Whether `debug serial interface`, or `debug ethernet interface`, is on. */
  debug = false;
  private readonly _scheduler: Scheduler;
  private readonly _console: Console;
  private readonly _controller: number;
  private readonly _next: InterfaceListener | null;
  private readonly _timer: number;
  private _interface: NetworkInterface | null = null;
  private _debugLine: DebugLine | null = null;
  private _pending: Pending = Pending.Nothing;

  constructor(options: InterfaceLogOptions) {
    this._scheduler = options.scheduler;
    this._console = options.console;
    this._controller = integerOption("console: controller", options.controller, 0, 0, 65535, "");
    this._next = options.next === undefined ? null : options.next;
    this._timer = options.scheduler.register(this, 0, 0);
  }

  /**
   * Says which interface this log is for, and what its debug line is, if its protocol has one; called once, when both
   * exist.
   * @setup
   */
  attach(shown: NetworkInterface, debugLine: DebugLine | null): void {
    this._interface = shown;
    this._debugLine = debugLine;
  }

  keepaliveInterval(now: number): void {
    const text = this._debugLine;
    if (text !== null && text.protocol === this._interface!.protocol) this._printInterval(text, now);
    if (this._next !== null) this._next.keepaliveInterval(now);
  }

  interfaceReset(missed: number, now: number): void {
    if (this.debug) {
      this._controllerLine(RESET, now);
      this._console.line.hexadecimal(missed, 6);
      this._console.print();
      this._controllerLine(ASSERTING_DTR, now);
      this._console.print();
      this._controllerLine(ASSERTING_BOTH, now);
      this._console.print();
    }
    if (this._next !== null) this._next.interfaceReset(missed, now);
  }

  linkChanged(now: number): void {
    const up = this._interface!.linkUp;
    const shut = !this._interface!.administrativelyUp;
    this._message(shut ? LINK_CHANGED : LINK_UPDOWN, shut ? TO_SHUT : up ? TO_UP : TO_DOWN, now);
    if (this._next !== null) this._next.linkChanged(now);
  }

  lineProtocolChanged(now: number): void {
    this._printPending(now);
    this._pending = this._interface!.lineProtocolUp ? Pending.Up : Pending.Down;
    this._scheduler.arm(this._timer, (now + LINE_PROTOCOL_DELAY) | 0);
    if (this._next !== null) this._next.lineProtocolChanged(now);
  }

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    if (this._next !== null) this._next.packetReceived(protocol, bytes, start, end, now);
  }

  sendReady(now: number): void {
    if (this._next !== null) this._next.sendReady(now);
  }

  wake(_kind: number, now: number): void {
    this._printPending(now);
  }

  private _printInterval(text: DebugLine, now: number): void {
    const name = this._interface!.nameText;
    if (text.takeNotice()) {
      this._console.stamp(now);
      text.writeNotice(this._console.line, name);
      this._console.print();
    }
    if (!this.debug) return;
    this._console.stamp(now);
    text.write(this._console.line, name);
    this._console.print();
  }

  private _printPending(now: number): void {
    if (this._pending === Pending.Nothing) return;
    this._message(LINE_PROTOCOL, this._pending === Pending.Up ? TO_UP : TO_DOWN, now);
    this._pending = Pending.Nothing;
  }

  private _message(what: Uint8Array, change: Uint8Array, now: number): void {
    const line = this._console.line;
    this._console.stamp(now);
    line.text(what);
    line.text(this._interface!.nameText);
    line.text(change);
    this._console.print();
  }

  private _controllerLine(what: Uint8Array, now: number): void {
    const line = this._console.line;
    this._console.stamp(now);
    line.text(CONTROLLER);
    line.decimal(this._controller, 1);
    line.text(what);
  }
}
