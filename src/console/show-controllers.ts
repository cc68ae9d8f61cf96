import { InterfaceCounter } from "../link/counters";
import { PortFault, SelfTest } from "../ports";
import { ascii } from "../text";
import type { ConsoleEthernetInterface, ConsoleInterface, ConsoleSerialInterface } from "./console-interface";
import type { LineWriter } from "./line-writer";
import type { InterfaceReport } from "./report";

const COLON = ascii(": ");
const REVISION = ascii(" revision ");
const LINK_UP = ascii("  Link is up");
const LINK_DOWN = ascii("  Link is down");
const FAULT = ascii(", fault: ");
const SELF_TEST = ascii(", self-test ");
const COMMA = ascii(", ");
const INDENT = ascii("  ");
const CARRIER_UP = ascii("  Carrier is up");
const CARRIER_DOWN = ascii("  Carrier is down");
const LINE_OCTETS = ascii("  % octets in and % out on the line, framing included");
const BLANK = 32;
const BAR = 124;

/** By `PortFault`, and by `SelfTest`. */
const FAULTS = ascii("none|no answer on the bus|another chip|stuck|was reset by itself");
const SELF_TESTS = ascii("lacking|not made|running|passed|failed");

/** Counters of a chip's driver in a line. */
const IN_A_LINE = 3;

const enum Line {
  Chip,
  Link,
  Counters,
}

/** `show controllers`: the chip behind an interface, its state, and what its driver has counted. */
export class ShowControllers implements InterfaceReport {
  write(line: LineWriter, shown: ConsoleInterface, step: number): boolean {
    return shown.serial === undefined ? writeEthernet(line, shown, step) : writeSerial(line, shown, step);
  }
}

function writeSerial(line: LineWriter, shown: ConsoleSerialInterface, step: number): boolean {
  const counters = shown.serial.counters;
  if (step === Line.Chip) {
    line.text(shown.serial.nameText);
    line.text(COLON);
    line.text(shown.hardware);
  } else if (step === Line.Link) {
    line.text(shown.serial.carrier ? CARRIER_UP : CARRIER_DOWN);
  } else {
    line.counts(LINE_OCTETS, counters[InterfaceCounter.LineOctetsIn]!, counters[InterfaceCounter.LineOctetsOut]!);
  }
  return step < Line.Counters;
}

function writeEthernet(line: LineWriter, shown: ConsoleEthernetInterface, step: number): boolean {
  const controller = shown.controller;
  if (step === Line.Chip) {
    line.text(shown.ethernet.nameText);
    line.text(COLON);
    line.text(controller.chip);
    if (controller.revision.length > 0) line.text(REVISION);
    line.text(controller.revision);
    return true;
  }
  if (step === Line.Link) {
    writeLink(line, shown);
    return true;
  }
  const first = IN_A_LINE * (step - Line.Counters);
  const names = controller.counterNames;
  let at = textOf(names, first);
  for (let i = first; i < first + IN_A_LINE && at < names.length; i++) {
    line.text(i === first ? INDENT : COMMA);
    line.decimal(controller.counters[i]!, 1);
    line.octet(BLANK);
    while (at < names.length && names[at] !== BAR) line.octet(names[at++]!);
    at++;
  }
  return at < names.length;
}

function writeLink(line: LineWriter, shown: ConsoleEthernetInterface): void {
  const port = shown.ethernet.port;
  line.text(port.linkUp ? LINK_UP : LINK_DOWN);
  if (port.linkUp) {
    line.text(COMMA);
    line.text(shown.controller.medium);
  }
  if (port.fault !== PortFault.None) {
    line.text(FAULT);
    line.item(FAULTS, port.fault);
  }
  if (port.selfTest === SelfTest.Lacking) return;
  line.text(SELF_TEST);
  line.item(SELF_TESTS, port.selfTest);
}

/** Where an item of a list, which have `|` between them, begins. */
function textOf(list: Uint8Array, index: number): number {
  let at = 0;
  for (; index > 0 && at < list.length; at++) if (list[at] === BAR) index--;
  return at;
}
