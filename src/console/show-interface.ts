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
const QUALITY = ascii("MTU % bytes, BW % Kbit, DLY 20000 usec, rely %/255, load %/255");
const ENCAPSULATION = ascii("Encapsulation ");
const KEEPALIVE_SET = ascii(", loopback not set, keepalive set (");
const KEEPALIVE_OFF = ascii(", loopback not set, keepalive not set");
const SECONDS = ascii(" sec)");
const PACKETS_INPUT = ascii("% packets input, % bytes");
const INPUT_ERRORS = ascii("% input errors, % CRC, % frame, % overrun, % lost while waking");
const FRAME_ERRORS = ascii(", % abort, % runts, % giants, % unknown protocol");
const PACKETS_OUTPUT = ascii("% packets output, % bytes");
const OUTPUT = ascii("% output drops, % interface resets, % carrier transitions");
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
    const counters = shown.counters;
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
        line.counts(PACKETS_INPUT, counters[InterfaceCounter.PacketsIn]!, counters[InterfaceCounter.OctetsIn]!);
        break;
      case Line.InputErrors:
        writeInputErrors(line, counters);
        break;
      case Line.PacketsOutput:
        line.counts(PACKETS_OUTPUT, counters[InterfaceCounter.PacketsOut]!, counters[InterfaceCounter.OctetsOut]!);
        break;
      default:
        line.counts(
          OUTPUT,
          counters[InterfaceCounter.OutputDrops]!,
          counters[InterfaceCounter.InterfaceResets]!,
          counters[InterfaceCounter.CarrierTransitions]!,
        );
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
  const average = shown.average;
  line.counts(QUALITY, shown.mtu, (shown.bandwidth / 1000) | 0, average.reliability(now), average.load(now));
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

function writeInputErrors(line: LineWriter, counters: Int32Array): void {
  line.counts(
    INPUT_ERRORS,
    counters[InterfaceCounter.InputErrors]!,
    counters[InterfaceCounter.Crc]!,
    counters[InterfaceCounter.Frame]!,
    counters[InterfaceCounter.Overrun]!,
    counters[InterfaceCounter.LostWhileWaking]!,
  );
  line.counts(
    FRAME_ERRORS,
    counters[InterfaceCounter.Abort]!,
    counters[InterfaceCounter.Runts]!,
    counters[InterfaceCounter.Giants]!,
    counters[InterfaceCounter.UnknownProtocol]!,
  );
}
