import { InterfaceCounter } from "../link/counters";
import type { SerialInterface } from "../link/serial-interface";
import type { Console } from "./console";
import { ascii } from "../text";

const ADMIN_DOWN = ascii(" is administratively down");
const UP = ascii(" is up");
const DOWN = ascii(" is down");
const PROTOCOL_UP = ascii(", line protocol is up ");
const PROTOCOL_DOWN = ascii(", line protocol is down ");
const CONNECTED = ascii("(connected)");
const NOT_CONNECTED = ascii("(notconnect)");
const DISABLED = ascii("(disabled)");
const LOOPED = ascii("(looped)");
const HARDWARE = ascii("Hardware is ");
const ADDRESS = ascii("Internet address is ");
const MTU = ascii("MTU ");
const BANDWIDTH = ascii(" bytes, BW ");
const DELAY = ascii(" Kbit, DLY 20000 usec, rely ");
const LOAD = ascii("/255, load ");
const OF_255 = ascii("/255");
const ENCAPSULATION = ascii("Encapsulation ");
const KEEPALIVE_SET = ascii(", loopback not set, keepalive set (");
const KEEPALIVE_OFF = ascii(", loopback not set, keepalive not set");
const SECONDS = ascii(" sec)");
const PACKETS_INPUT = ascii(" packets input, ");
const BYTES = ascii(" bytes");
const INPUT_ERRORS = ascii(" input errors, ");
const CRC = ascii(" CRC, ");
const FRAME = ascii(" frame, ");
const OVERRUN = ascii(" overrun, ");
const LOST_WAKING = ascii(" lost while waking, ");
const ABORT = ascii(" abort, ");
const RUNTS = ascii(" runts, ");
const GIANTS = ascii(" giants, ");
const UNKNOWN = ascii(" unknown protocol");
const PACKETS_OUTPUT = ascii(" packets output, ");
const OUTPUT_DROPS = ascii(" output drops, ");
const RESETS = ascii(" interface resets, ");
const TRANSITIONS = ascii(" carrier transitions");
const SLASH = 47;
const POINT = 46;
const ZERO = 48;

/** `show interfaces serial`: the five lines of the documented session, then the counters. */
export class ShowInterface {
  private readonly _console: Console;

  constructor(console: Console) {
    this._console = console;
  }

  /** @param hardware what `Hardware is` says, in ASCII */
  print(shown: SerialInterface, hardware: Uint8Array, now: number): void {
    this._printStates(shown);
    this._console.line.text(HARDWARE);
    this._console.line.text(hardware);
    this._console.print();
    if (shown.protocol.address !== 0) this._printAddress(shown);
    this._printQuality(shown, now);
    this._printKeepalive(shown);
    this._printInput(shown);
    this._printOutput(shown);
  }

  private _printStates(shown: SerialInterface): void {
    const line = this._console.line;
    line.text(shown.nameText);
    line.text(!shown.administrativelyUp ? ADMIN_DOWN : shown.carrier ? UP : DOWN);
    line.text(shown.lineProtocolUp ? PROTOCOL_UP : PROTOCOL_DOWN);
    if (!shown.administrativelyUp) line.text(DISABLED);
    else if (shown.protocol.looped) line.text(LOOPED);
    else line.text(shown.lineProtocolUp ? CONNECTED : NOT_CONNECTED);
    this._console.print();
  }

  private _printAddress(shown: SerialInterface): void {
    const line = this._console.line;
    const mask = shown.protocol.mask;
    line.text(ADDRESS);
    line.address(shown.protocol.address);
    line.octet(SLASH);
    let prefix = 0;
    while (prefix < 32 && (mask << prefix) & 0x80000000) prefix++;
    line.decimal(prefix, 1);
    this._console.print();
  }

  private _printQuality(shown: SerialInterface, now: number): void {
    const line = this._console.line;
    line.text(MTU);
    line.decimal(shown.mtu, 1);
    line.text(BANDWIDTH);
    line.decimal((shown.bandwidth / 1000) | 0, 1);
    line.text(DELAY);
    line.decimal(shown.average.reliability(now), 1);
    line.text(LOAD);
    line.decimal(shown.average.load(now), 1);
    line.text(OF_255);
    this._console.print();
  }

  private _printKeepalive(shown: SerialInterface): void {
    const line = this._console.line;
    const interval = shown.protocol.interval;
    line.text(ENCAPSULATION);
    line.text(shown.protocol.nameText);
    if (interval === 0) {
      line.text(KEEPALIVE_OFF);
    } else {
      line.text(KEEPALIVE_SET);
      this._seconds(interval);
      line.text(SECONDS);
    }
    this._console.print();
  }

  private _printInput(shown: SerialInterface): void {
    this._count(shown, InterfaceCounter.PacketsIn, PACKETS_INPUT);
    this._count(shown, InterfaceCounter.OctetsIn, BYTES);
    this._console.print();
    this._count(shown, InterfaceCounter.InputErrors, INPUT_ERRORS);
    this._count(shown, InterfaceCounter.Crc, CRC);
    this._count(shown, InterfaceCounter.Frame, FRAME);
    this._count(shown, InterfaceCounter.Overrun, OVERRUN);
    this._count(shown, InterfaceCounter.LostWhileWaking, LOST_WAKING);
    this._count(shown, InterfaceCounter.Abort, ABORT);
    this._count(shown, InterfaceCounter.Runts, RUNTS);
    this._count(shown, InterfaceCounter.Giants, GIANTS);
    this._count(shown, InterfaceCounter.UnknownProtocol, UNKNOWN);
    this._console.print();
  }

  private _printOutput(shown: SerialInterface): void {
    this._count(shown, InterfaceCounter.PacketsOut, PACKETS_OUTPUT);
    this._count(shown, InterfaceCounter.OctetsOut, BYTES);
    this._console.print();
    this._count(shown, InterfaceCounter.OutputDrops, OUTPUT_DROPS);
    this._count(shown, InterfaceCounter.InterfaceResets, RESETS);
    this._count(shown, InterfaceCounter.CarrierTransitions, TRANSITIONS);
    this._console.print();
  }

  /** Milliseconds as seconds, with a fraction where there is one. */
  private _seconds(milliseconds: number): void {
    const line = this._console.line;
    line.decimal((milliseconds / 1000) | 0, 1);
    if (milliseconds % 1000 === 0) return;
    line.octet(POINT);
    line.decimal(milliseconds % 1000, 3);
    while (line.buffer[line.length - 1] === ZERO) line.length--;
  }

  private _count(shown: SerialInterface, counter: InterfaceCounter, what: Uint8Array): void {
    this._console.line.decimal(shown.counters[counter]!, 1);
    this._console.line.text(what);
  }
}
