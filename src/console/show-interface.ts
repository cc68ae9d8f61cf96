import { InterfaceCounter } from "../link/counters";
import type { SerialInterface } from "../link/serial-interface";
import type { ConsoleSink } from "../ports";
import { ascii, LineWriter } from "./line-writer";

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

/**
 * `show interfaces serial`: the five lines of the documented session, then the counters.
 *
 * Memory: a line buffer of 128 octets and the texts that are handed in.
 */
export class ShowInterface {
  private readonly _interface: SerialInterface;
  private readonly _name: Uint8Array;
  private readonly _hardware: Uint8Array;
  private readonly _encapsulation: Uint8Array;
  private readonly _line: LineWriter;

  /** @param hardware what `Hardware is` says, such as the UART's name */
  constructor(serialInterface: SerialInterface, hardware: string) {
    this._interface = serialInterface;
    this._name = ascii(serialInterface.name);
    this._hardware = ascii(hardware);
    this._encapsulation = ascii(serialInterface.protocol.name);
    this._line = new LineWriter(128);
  }

  print(sink: ConsoleSink, now: number): void {
    this._printStates(sink);
    this._line.text(HARDWARE);
    this._line.text(this._hardware);
    this._end(sink);
    if (this._interface.protocol.address !== 0) this._printAddress(sink);
    this._printQuality(sink, now);
    this._printKeepalive(sink);
    this._printInput(sink);
    this._printOutput(sink);
  }

  private _printStates(sink: ConsoleSink): void {
    const shown = this._interface;
    const line = this._line;
    line.text(this._name);
    line.text(!shown.administrativelyUp ? ADMIN_DOWN : shown.carrier ? UP : DOWN);
    line.text(shown.lineProtocolUp ? PROTOCOL_UP : PROTOCOL_DOWN);
    if (!shown.administrativelyUp) line.text(DISABLED);
    else if (shown.protocol.looped) line.text(LOOPED);
    else line.text(shown.lineProtocolUp ? CONNECTED : NOT_CONNECTED);
    this._end(sink);
  }

  private _printAddress(sink: ConsoleSink): void {
    const line = this._line;
    const mask = this._interface.protocol.mask;
    line.text(ADDRESS);
    line.address(this._interface.protocol.address);
    line.octet(SLASH);
    let prefix = 0;
    while (prefix < 32 && (mask << prefix) & 0x80000000) prefix++;
    line.decimal(prefix, 1);
    this._end(sink);
  }

  private _printQuality(sink: ConsoleSink, now: number): void {
    const shown = this._interface;
    const line = this._line;
    line.text(MTU);
    line.decimal(shown.mtu, 1);
    line.text(BANDWIDTH);
    line.decimal((shown.bandwidth / 1000) | 0, 1);
    line.text(DELAY);
    line.decimal(shown.average.reliability(now), 1);
    line.text(LOAD);
    line.decimal(shown.average.load(now), 1);
    line.text(OF_255);
    this._end(sink);
  }

  private _printKeepalive(sink: ConsoleSink): void {
    const line = this._line;
    const interval = this._interface.protocol.interval;
    line.text(ENCAPSULATION);
    line.text(this._encapsulation);
    if (interval === 0) {
      line.text(KEEPALIVE_OFF);
    } else {
      line.text(KEEPALIVE_SET);
      this._seconds(interval);
      line.text(SECONDS);
    }
    this._end(sink);
  }

  private _printInput(sink: ConsoleSink): void {
    this._count(InterfaceCounter.PacketsIn, PACKETS_INPUT);
    this._count(InterfaceCounter.OctetsIn, BYTES);
    this._end(sink);
    this._count(InterfaceCounter.InputErrors, INPUT_ERRORS);
    this._count(InterfaceCounter.Crc, CRC);
    this._count(InterfaceCounter.Frame, FRAME);
    this._count(InterfaceCounter.Overrun, OVERRUN);
    this._count(InterfaceCounter.LostWhileWaking, LOST_WAKING);
    this._count(InterfaceCounter.Abort, ABORT);
    this._count(InterfaceCounter.Runts, RUNTS);
    this._count(InterfaceCounter.Giants, GIANTS);
    this._count(InterfaceCounter.UnknownProtocol, UNKNOWN);
    this._end(sink);
  }

  private _printOutput(sink: ConsoleSink): void {
    this._count(InterfaceCounter.PacketsOut, PACKETS_OUTPUT);
    this._count(InterfaceCounter.OctetsOut, BYTES);
    this._end(sink);
    this._count(InterfaceCounter.OutputDrops, OUTPUT_DROPS);
    this._count(InterfaceCounter.InterfaceResets, RESETS);
    this._count(InterfaceCounter.CarrierTransitions, TRANSITIONS);
    this._end(sink);
  }

  /** Milliseconds as seconds, with a fraction where there is one. */
  private _seconds(milliseconds: number): void {
    const line = this._line;
    line.decimal((milliseconds / 1000) | 0, 1);
    if (milliseconds % 1000 === 0) return;
    line.octet(POINT);
    line.decimal(milliseconds % 1000, 3);
    while (line.buffer[line.length - 1] === ZERO) line.length--;
  }

  private _count(counter: InterfaceCounter, what: Uint8Array): void {
    this._line.decimal(this._interface.counters[counter]!, 1);
    this._line.text(what);
  }

  private _end(sink: ConsoleSink): void {
    this._line.endLine();
    sink.write(this._line.buffer, 0, this._line.length);
    this._line.clear();
  }
}
