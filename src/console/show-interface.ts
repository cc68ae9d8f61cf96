import { InterfaceCounter } from "../link/counters";
import type { SerialInterface } from "../link/serial-interface";
import type { Console } from "./console";
import { ascii } from "../text";
import type { LineWriter } from "./line-writer";

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

const enum Line {
  States,
  Hardware,
  Address,
  Quality,
  Keepalive,
  PacketsInput,
  InputErrors,
  PacketsOutput,
  Output,
}

/** `show interfaces serial`: the five lines of the documented session, then the counters. */
export class ShowInterface {
  private readonly _console: Console;

  constructor(console: Console) {
    this._console = console;
  }

  /** @param hardware what `Hardware is` says, in ASCII */
  print(shown: SerialInterface, hardware: Uint8Array, now: number): void {
    this._console.now = now;
    for (let step = Line.States; step <= Line.Output; step++) {
      this.write(this._console.line, shown, hardware, step, now);
      if (this._console.line.length > 0) this._console.print();
    }
  }

  /** Writes a line of it, or nothing. @returns whether there are lines beyond */
  write(line: LineWriter, shown: SerialInterface, hardware: Uint8Array, step: number, now: number): boolean {
    switch (step) {
      case Line.States:
        writeStates(line, shown);
        break;
      case Line.Hardware:
        line.text(HARDWARE);
        line.text(hardware);
        break;
      case Line.Address:
        if (shown.protocol.address !== 0) writeAddress(line, shown);
        break;
      case Line.Quality:
        writeQuality(line, shown, now);
        break;
      case Line.Keepalive:
        writeKeepalive(line, shown);
        break;
      case Line.PacketsInput:
        line.count(shown.counters[InterfaceCounter.PacketsIn]!, PACKETS_INPUT);
        line.count(shown.counters[InterfaceCounter.OctetsIn]!, BYTES);
        break;
      case Line.InputErrors:
        writeInputErrors(line, shown);
        break;
      case Line.PacketsOutput:
        line.count(shown.counters[InterfaceCounter.PacketsOut]!, PACKETS_OUTPUT);
        line.count(shown.counters[InterfaceCounter.OctetsOut]!, BYTES);
        break;
      default:
        line.count(shown.counters[InterfaceCounter.OutputDrops]!, OUTPUT_DROPS);
        line.count(shown.counters[InterfaceCounter.InterfaceResets]!, RESETS);
        line.count(shown.counters[InterfaceCounter.CarrierTransitions]!, TRANSITIONS);
        return false;
    }
    return true;
  }
}

function writeStates(line: LineWriter, shown: SerialInterface): void {
  line.text(shown.nameText);
  line.text(!shown.administrativelyUp ? ADMIN_DOWN : shown.carrier ? UP : DOWN);
  line.text(shown.lineProtocolUp ? PROTOCOL_UP : PROTOCOL_DOWN);
  if (!shown.administrativelyUp) line.text(DISABLED);
  else if (shown.protocol.looped) line.text(LOOPED);
  else line.text(shown.lineProtocolUp ? CONNECTED : NOT_CONNECTED);
}

function writeAddress(line: LineWriter, shown: SerialInterface): void {
  line.text(ADDRESS);
  line.address(shown.protocol.address);
  line.octet(SLASH);
  line.prefix(shown.protocol.mask);
}

function writeQuality(line: LineWriter, shown: SerialInterface, now: number): void {
  line.text(MTU);
  line.decimal(shown.mtu, 1);
  line.text(BANDWIDTH);
  line.decimal((shown.bandwidth / 1000) | 0, 1);
  line.text(DELAY);
  line.decimal(shown.average.reliability(now), 1);
  line.text(LOAD);
  line.decimal(shown.average.load(now), 1);
  line.text(OF_255);
}

function writeKeepalive(line: LineWriter, shown: SerialInterface): void {
  const interval = shown.protocol.interval;
  line.text(ENCAPSULATION);
  line.text(shown.protocol.nameText);
  if (interval === 0) {
    line.text(KEEPALIVE_OFF);
  } else {
    line.text(KEEPALIVE_SET);
    line.seconds(interval);
    line.text(SECONDS);
  }
}

function writeInputErrors(line: LineWriter, shown: SerialInterface): void {
  line.count(shown.counters[InterfaceCounter.InputErrors]!, INPUT_ERRORS);
  line.count(shown.counters[InterfaceCounter.Crc]!, CRC);
  line.count(shown.counters[InterfaceCounter.Frame]!, FRAME);
  line.count(shown.counters[InterfaceCounter.Overrun]!, OVERRUN);
  line.count(shown.counters[InterfaceCounter.LostWhileWaking]!, LOST_WAKING);
  line.count(shown.counters[InterfaceCounter.Abort]!, ABORT);
  line.count(shown.counters[InterfaceCounter.Runts]!, RUNTS);
  line.count(shown.counters[InterfaceCounter.Giants]!, GIANTS);
  line.count(shown.counters[InterfaceCounter.UnknownProtocol]!, UNKNOWN);
}
