import { LoopbackMode } from "../keepalive/ethernet-loopback-options";
import { InterfaceCounter } from "../link/counters";
import { EthernetCounter } from "../link/ethernet-counters";
import type { EthernetInterface } from "../link/ethernet-interface";
import type { SerialInterface } from "../link/serial-interface";
import { ascii } from "../text";
import type { Console } from "./console";
import { interfaceOf } from "./console-interface";
import type { ShownInterface } from "./console-interface";
import { LOOPBACK_MODES } from "./ethernet-commands";
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
const MAC_ADDRESS = ascii(", address is ");
const ADDRESS = ascii("Internet address is ");
const QUALITY = ascii("MTU % bytes, BW % Kbit, DLY % usec, rely %/255, load %/255");
const ENCAPSULATION = ascii("Encapsulation ");
const LOOPBACK_NOT_SET = ascii(", loopback not set");
const LOOPBACK_SET = ascii(", loopback set (");
const KEEPALIVE_SET = ascii(", keepalive set (");
const KEEPALIVE_OFF = ascii(", keepalive not set");
const SECONDS = ascii(" sec)");
const PACKETS_INPUT = ascii("% packets input, % bytes");
const INPUT_ERRORS = ascii("% input errors, % CRC, % frame, % overrun, % lost while waking");
const FRAME_ERRORS = ascii(", % abort, % runts, % giants, % unknown protocol");
const PACKETS_OUTPUT = ascii("% packets output, % bytes");
const SERIAL_OUTPUT = ascii("% output drops, % interface resets, % carrier transitions");
const ETHERNET_OUTPUT = ascii("% output errors, % output drops, % carrier transitions");
const SLASH = 47;
const CLOSING = 41;

/** What IOS says of the delay of a serial line, of 10 and of 100 Mbit/s, µs. */
const SERIAL_DELAY = 20000;
const ETHERNET_DELAY = 1000;
const FAST_ETHERNET_DELAY = 100;
const FAST_ETHERNET = 100000000;

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

/** `show interfaces`: the five lines of the documented session, then the counters. */
export class ShowInterface {
  private readonly _console: Console;

  constructor(console: Console) {
    this._console = console;
  }

  print(shown: ShownInterface, now: number): void {
    this._console.now = now;
    for (let step = Line.States; step <= Line.Output; step++) {
      this.write(this._console.line, shown, step, now);
      if (this._console.line.length > 0) this._console.print();
    }
  }

  /** Writes a line of it, or nothing. @returns whether there are lines beyond */
  write(line: LineWriter, shown: ShownInterface, step: number, now: number): boolean {
    const counters = interfaceOf(shown).counters;
    switch (step) {
      case Line.States:
        writeStates(line, shown);
        break;
      case Line.Hardware:
        writeHardware(line, shown);
        break;
      case Line.Address:
        if (shown.serial !== undefined && shown.serial.protocol.address !== 0) writeAddress(line, shown.serial);
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
        if (shown.serial !== undefined) writeInputErrors(line, counters);
        break;
      case Line.PacketsOutput:
        line.counts(PACKETS_OUTPUT, counters[InterfaceCounter.PacketsOut]!, counters[InterfaceCounter.OctetsOut]!);
        break;
      default:
        writeOutput(line, shown);
        return false;
    }
    return true;
  }
}

function writeStates(line: LineWriter, shown: ShownInterface): void {
  const state = interfaceOf(shown);
  line.text(state.nameText);
  line.text(!state.administrativelyUp ? ADMIN_DOWN : state.carrier ? UP : DOWN);
  line.text(state.lineProtocolUp ? PROTOCOL_UP : PROTOCOL_DOWN);
  if (!state.administrativelyUp) line.text(DISABLED);
  else if (state.protocol.looped) line.text(LOOPED);
  else line.text(state.lineProtocolUp ? CONNECTED : NOT_CONNECTED);
}

function writeHardware(line: LineWriter, shown: ShownInterface): void {
  line.text(HARDWARE);
  if (shown.serial !== undefined) {
    line.text(shown.hardware);
    return;
  }
  line.text(shown.controller.chip);
  line.text(MAC_ADDRESS);
  line.macAddress(shown.ethernet.port.address);
}

function writeAddress(line: LineWriter, serial: SerialInterface): void {
  line.text(ADDRESS);
  line.address(serial.protocol.address);
  line.octet(SLASH);
  line.prefix(serial.protocol.mask);
}

function writeQuality(line: LineWriter, shown: ShownInterface, now: number): void {
  const state = interfaceOf(shown);
  const average = state.average;
  const bandwidth = state.bandwidth;
  const ethernetDelay = bandwidth < FAST_ETHERNET ? ETHERNET_DELAY : FAST_ETHERNET_DELAY;
  const delay = shown.serial === undefined ? ethernetDelay : SERIAL_DELAY;
  line.counts(QUALITY, state.mtu, (bandwidth / 1000) | 0, delay, average.reliability(now), average.load(now));
}

function writeKeepalive(line: LineWriter, shown: ShownInterface): void {
  const protocol = interfaceOf(shown).protocol;
  line.text(ENCAPSULATION);
  line.text(protocol.nameText);
  if (shown.serial === undefined) writeLoopback(line, shown.ethernet);
  else line.text(LOOPBACK_NOT_SET);
  if (protocol.interval === 0) {
    line.text(KEEPALIVE_OFF);
  } else {
    line.text(KEEPALIVE_SET);
    line.seconds(protocol.interval);
    line.text(SECONDS);
  }
}

function writeLoopback(line: LineWriter, ethernet: EthernetInterface): void {
  if (ethernet.protocol.mode === LoopbackMode.Auto) {
    line.text(LOOPBACK_NOT_SET);
    return;
  }
  line.text(LOOPBACK_SET);
  line.item(LOOPBACK_MODES, ethernet.protocol.mode);
  line.octet(CLOSING);
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

function writeOutput(line: LineWriter, shown: ShownInterface): void {
  const counters = interfaceOf(shown).counters;
  const drops = counters[InterfaceCounter.OutputDrops]!;
  const transitions = counters[InterfaceCounter.CarrierTransitions]!;
  if (shown.serial === undefined) {
    line.counts(ETHERNET_OUTPUT, counters[EthernetCounter.OutputErrors]!, drops, transitions);
  } else {
    line.counts(SERIAL_OUTPUT, drops, counters[InterfaceCounter.InterfaceResets]!, transitions);
  }
}
