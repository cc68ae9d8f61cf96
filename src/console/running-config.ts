import type { InterfaceKeepalive, LinkProtocol } from "../keepalive/machine";
import { NAT_KEEPALIVE_INTERVAL } from "../keepalive/nat-keepalive";
import type { PathProbe } from "../keepalive/path-probe";
import type { NatTraversal } from "../link/nat-traversal";
import { ascii } from "../text";
import { PPP_SETTINGS, writePppSetting } from "./ppp-commands";
import { DEFAULT_INTERVAL, DEFAULT_PROBE_RETRIES, equal, HDLC } from "./interface-commands";
import { lower } from "./arguments";
import { interfaceOf } from "./console-interface";
import type { ConsoleInterface, ConsoleSerialInterface } from "./console-interface";
import { writeAssist, writeLoopback } from "./ethernet-commands";
import type { LineWriter } from "./line-writer";
import { writeNatKeepalive } from "./nat-commands";
import type { Report } from "./report";

const SEPARATOR = ascii("!");
const INTERFACE = ascii("interface ");
const ENCAPSULATION = ascii(" encapsulation ");
const IP_ADDRESS = ascii(" ip address ");
const NEGOTIATED = ascii("negotiated");
const SLARP = ascii("slarp");
const KEEPALIVE = ascii(" keepalive ");
const DISABLE = ascii("disable");
const PATH_PROBE = ascii(" path-probe ");
const DOWN_WHEN_LOOPED = ascii(" down-when-looped");
const SHUTDOWN = ascii(" shutdown");
const END = ascii("end");
const BLANK = 32;

/** The lines of an interface, in the order in which they can be typed. PPP's settings come last. */
const enum Line {
  Separator,
  Interface,
  Encapsulation,
  IpAddress,
  Keepalive,
  PathProbe,
  DownWhenLooped,
  Loopback,
  Assist,
  Shutdown,
  FirstOfPpp,
}

const LINES = Line.FirstOfPpp + PPP_SETTINGS;

/** Before the first interface. */
const ROUTER = -1;

/**
 * The configuration as text: what differs from the defaults, for the router and each interface, in commands that bring it about again.
 * The defaults are those of the commands: HDLC where the interface has it, keepalives every 10 s.
 */
export class RunningConfig implements Report {
  private readonly _interfaces: readonly ConsoleInterface[];
  private readonly _nat: NatTraversal | null;
  private _index = 0;
  private _line = 0;

  constructor(interfaces: readonly ConsoleInterface[], nat: NatTraversal | null) {
    this._interfaces = interfaces;
    this._nat = nat;
  }

  begin(): void {
    const hasOwn = this._nat !== null && this._nat.keepalive.interval !== NAT_KEEPALIVE_INTERVAL;
    this._index = hasOwn ? ROUTER : 0;
    this._line = 0;
  }

  next(line: LineWriter): boolean {
    if (this._index === ROUTER) {
      if (this._line++ === 0) {
        line.text(SEPARATOR);
        return true;
      }
      writeNatKeepalive(line, this._nat!.keepalive.interval);
      this._index = 0;
      this._line = 0;
      return true;
    }
    while (this._index < this._interfaces.length) {
      writeLine(line, this._interfaces[this._index]!, this._line++);
      if (this._line === LINES) {
        this._line = 0;
        this._index++;
      }
      if (line.length > 0) return true;
    }
    line.text(END);
    return false;
  }
}

function writeLine(line: LineWriter, shown: ConsoleInterface, step: number): void {
  const state = interfaceOf(shown);
  switch (step) {
    case Line.Separator:
      line.text(SEPARATOR);
      return;
    case Line.Interface:
      line.text(INTERFACE);
      line.text(state.nameText);
      return;
    case Line.Keepalive:
      writeKeepalive(line, state.protocol);
      return;
    case Line.Loopback:
      if (shown.serial === undefined) writeLoopback(line, shown.ethernet);
      return;
    case Line.Assist:
      if (shown.serial === undefined) writeAssist(line, shown.ethernet);
      return;
    case Line.Shutdown:
      if (!state.administrativelyUp) line.text(SHUTDOWN);
      return;
    default:
      if (shown.serial !== undefined) writeSerialLine(line, shown, step);
  }
}

function writeSerialLine(line: LineWriter, shown: ConsoleSerialInterface, step: number): void {
  switch (step) {
    case Line.Encapsulation:
      writeEncapsulation(line, shown.serial.protocol);
      return;
    case Line.IpAddress:
      writeAddress(line, shown);
      return;
    case Line.PathProbe:
      if (shown.host !== null && shown.host.probe.target !== 0) writeProbe(line, shown.host.probe);
      return;
    case Line.DownWhenLooped:
      if (shown.hdlc !== null && shown.hdlc.downWhenLooped) line.text(DOWN_WHEN_LOOPED);
      return;
    default:
      if (shown.ppp !== null) writePppSetting(line, shown.ppp, step - Line.FirstOfPpp);
  }
}

function writeEncapsulation(line: LineWriter, protocol: LinkProtocol): void {
  const name = protocol.nameText;
  if (equal(name, HDLC)) return;
  line.text(ENCAPSULATION);
  for (let i = 0; i < name.length; i++) line.octet(lower(name[i]!));
}

function writeAddress(line: LineWriter, shown: ConsoleSerialInterface): void {
  const protocol = shown.serial.protocol;
  if (protocol.configuredAddress !== 0) {
    line.text(IP_ADDRESS);
    line.address(protocol.configuredAddress);
    line.octet(BLANK);
    line.address(protocol.configuredMask);
  } else if (protocol.asksAddress) {
    line.text(IP_ADDRESS);
    line.text(protocol === shown.ppp ? NEGOTIATED : SLARP);
  }
}

function writeKeepalive(line: LineWriter, protocol: InterfaceKeepalive): void {
  const interval = protocol.interval;
  if (protocol.defaultRetries === 0) return;
  const ownRetries = protocol.retries !== protocol.defaultRetries;
  if (interval === DEFAULT_INTERVAL && !ownRetries) return;
  line.text(KEEPALIVE);
  if (interval === 0) {
    line.text(DISABLE);
    return;
  }
  line.seconds(interval);
  if (!ownRetries) return;
  line.octet(BLANK);
  line.decimal(protocol.retries, 1);
}

function writeProbe(line: LineWriter, probe: PathProbe): void {
  line.text(PATH_PROBE);
  line.address(probe.target);
  const ownRetries = probe.retries !== DEFAULT_PROBE_RETRIES;
  if (probe.interval === DEFAULT_INTERVAL && !ownRetries) return;
  line.octet(BLANK);
  line.seconds(probe.interval);
  if (!ownRetries) return;
  line.octet(BLANK);
  line.decimal(probe.retries, 1);
}
