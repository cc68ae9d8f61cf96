import type { InterfaceListener, SerialInterface } from "../link/serial-interface";
import { integerOption } from "../options";
import type { ConsoleSink } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { ascii, LineWriter } from "./line-writer";
import type { TimeOfDay } from "./time-of-day";

/** Writes an interface's debug line after its time stamp, without the end of line. */
export interface DebugLine {
  write(line: LineWriter, name: Uint8Array): void;
}

export interface InterfaceLogOptions {
  scheduler: Scheduler;
  sink: ConsoleSink;
  timeOfDay: TimeOfDay;
  /** The number in `HD(0)`, 0 to 255. Default 0. */
  controller?: number;
  /** Who else is told, after the line was printed. */
  next?: InterfaceListener;
}

/** How long after the line protocol changed its message is printed, ms; as in the documented session. */
const LINE_PROTOCOL_DELAY = 1000;

/** How many timers a log registers. */
export const INTERFACE_LOG_TIMERS = 1;

const STAMP_END = ascii(": ");
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
 * Memory: a line buffer of 128 octets, the interface's name, and one timer.
 */
export class InterfaceLog implements InterfaceListener, Task {
  /** Whether `debug serial interface` is on. */
  debug = false;
  private readonly _scheduler: Scheduler;
  private readonly _sink: ConsoleSink;
  private readonly _timeOfDay: TimeOfDay;
  private readonly _controller: number;
  private readonly _next: InterfaceListener | null;
  private readonly _line: LineWriter;
  private readonly _timer: number;
  private _interface: SerialInterface | null = null;
  private _debugLine: DebugLine | null = null;
  private _name: Uint8Array;
  private _pending: Pending = Pending.Nothing;

  constructor(options: InterfaceLogOptions) {
    this._scheduler = options.scheduler;
    this._sink = options.sink;
    this._timeOfDay = options.timeOfDay;
    this._controller = integerOption("console: controller", options.controller, 0, 0, 255, "");
    this._next = options.next === undefined ? null : options.next;
    this._line = new LineWriter(128);
    this._timer = options.scheduler.register(this, 0, 0);
    this._name = ascii("");
  }

  /** Says which interface this log is for; called once, when both exist. @setup */
  attach(serialInterface: SerialInterface, debugLine: DebugLine): void {
    this._interface = serialInterface;
    this._debugLine = debugLine;
    this._name = ascii(serialInterface.name);
  }

  keepaliveInterval(now: number): void {
    if (this.debug) {
      this._stamp(now);
      this._debugLine!.write(this._line, this._name);
      this._print();
    }
    if (this._next !== null) this._next.keepaliveInterval(now);
  }

  interfaceReset(missed: number, now: number): void {
    if (this.debug) {
      this._controllerLine(RESET, now);
      this._line.hexadecimal(missed, 6);
      this._print();
      this._controllerLine(ASSERTING_DTR, now);
      this._print();
      this._controllerLine(ASSERTING_BOTH, now);
      this._print();
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

  private _printPending(now: number): void {
    if (this._pending === Pending.Nothing) return;
    this._message(LINE_PROTOCOL, this._pending === Pending.Up ? TO_UP : TO_DOWN, now);
    this._pending = Pending.Nothing;
  }

  private _message(what: Uint8Array, change: Uint8Array, now: number): void {
    this._stamp(now);
    this._line.text(what);
    this._line.text(this._name);
    this._line.text(change);
    this._print();
  }

  private _controllerLine(what: Uint8Array, now: number): void {
    this._stamp(now);
    this._line.text(CONTROLLER);
    this._line.decimal(this._controller, 1);
    this._line.text(what);
  }

  private _stamp(now: number): void {
    this._line.clear();
    this._timeOfDay.write(this._line, now);
    this._line.text(STAMP_END);
  }

  private _print(): void {
    this._line.endLine();
    this._sink.write(this._line.buffer, 0, this._line.length);
  }
}
