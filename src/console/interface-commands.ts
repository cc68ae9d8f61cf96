import type { LinkProtocol } from "../keepalive/machine";
import type { EthernetInterface } from "../link/ethernet-interface";
import type { NetworkInterface } from "../link/network-interface";
import type { SerialInterface } from "../link/serial-interface";
import { ascii } from "../text";
import { Action } from "./command-table";
import type { CommandsOptions } from "./commands";
import type { Console } from "./console";
import { interfaceOf } from "./console-interface";
import type { ConsoleInterface, ConsoleSerialInterface } from "./console-interface";
import { resetLoopback, setLoopback } from "./ethernet-commands";
import { resetPpp, setPpp } from "./ppp-commands";

const COMPLAINT = ascii("% ");
const ENCAPSULATION = ascii("encapsulation: ");
const KEEPALIVE = ascii("keepalive: ");
const DOWN_WHEN_LOOPED = ascii("down-when-looped: ");
const IP_ADDRESS = ascii("ip address: ");
const PPP_COMMAND = ascii("ppp: ");
const PATH_PROBE = ascii("path-probe: ");
const LOOPBACK = ascii("loopback: ");
const CAN_HAVE = ascii(" can have ");
const HAS = ascii(" has ");
const HAS_NO = ascii(" has no ");
const OR = ascii(" or ");
const COMMA = ascii(", ");
const NEEDS_EITHER = ascii(" encapsulation; HDLC or PPP is needed");
const NEEDS_HDLC = ascii(" encapsulation; HDLC is needed");
const NEEDS_PPP = ascii(" encapsulation; PPP is needed");
const BAD_MASK = ascii("Bad mask /");
const FOR_ADDRESS = ascii(" for address ");

export const HDLC = ascii("HDLC");
const PPP = ascii("PPP");
const IPV4 = ascii("IPv4 host");
const ETHERNET = ascii("Ethernet");
const PHY_LOOPBACK = ascii("PHY loopback");
const FRAME_RELAY = ascii("FRAME-RELAY");

/** At how many unanswered requests a path goes down where nobody says otherwise. */
export const DEFAULT_PROBE_RETRIES = 3;

/** What `keepalive` is where nobody says otherwise, ms. */
export const DEFAULT_INTERVAL = 10000;

/**
 * The commands that configure an interface. One that the interface can't do is answered by a line that begins with `%`.
 *
 * Address and keepalive belong to the interface: they are set for all its encapsulations, so that they outlast a change.
 *
 * Memory: one octet for each interface.
 */
export class InterfaceCommands {
  private readonly _console: Console;
  private readonly _interfaces: readonly ConsoleInterface[];
  /** At boot: which interfaces are to be started. */
  private readonly _wanted: Uint8Array;
  private _booting = false;

  constructor(options: CommandsOptions) {
    this._console = options.console;
    this._interfaces = options.interfaces;
    this._wanted = new Uint8Array(options.interfaces.length);
  }

  /** Carries out a command for the interface with this index. */
  run(action: Action, index: number, values: Int32Array, count: number, now: number): void {
    const chosen = this._interfaces[index]!;
    switch (action) {
      case Action.Keepalive:
        this._keepalive(chosen, count > 0 ? values[0]! : DEFAULT_INTERVAL, count > 1 ? values[1]! : 0, now);
        break;
      case Action.KeepaliveDisable:
        this._keepalive(chosen, 0, 0, now);
        break;
      case Action.NoKeepalive:
        this._keepalive(chosen, DEFAULT_INTERVAL, 0, now);
        break;
      case Action.Shutdown:
        this._wanted[index] = 0;
        if (!this._booting) interfaceOf(chosen).shut(now);
        break;
      case Action.NoShutdown:
        this._wanted[index] = 1;
        if (!this._booting) interfaceOf(chosen).noShut(now);
        break;
      default:
        if (chosen.serial === undefined) this._ethernet(chosen.ethernet, action, now);
        else this._serial(chosen, action, values, count, now);
    }
  }

  private _ethernet(ethernet: EthernetInterface, action: Action, now: number): void {
    switch (action) {
      case Action.EncapsulationFrameRelay:
      case Action.EncapsulationHdlc:
      case Action.EncapsulationPpp:
        this._complain(ethernet, ENCAPSULATION, CAN_HAVE);
        this._console.line.text(ethernet.protocol.nameText);
        this._console.print();
        break;
      case Action.IpAddress:
      case Action.IpAddressNegotiated:
      case Action.IpAddressSlarp:
      case Action.NoIpAddress:
        this._lacks(ethernet, IP_ADDRESS, IPV4);
        break;
      case Action.PathProbe:
      case Action.NoPathProbe:
        this._lacks(ethernet, PATH_PROBE, IPV4);
        break;
      case Action.DownWhenLooped:
      case Action.NoDownWhenLooped:
        this._lacks(ethernet, DOWN_WHEN_LOOPED, HDLC);
        break;
      default:
        if (!isLoopback(action)) this._lacks(ethernet, PPP_COMMAND, PPP);
        else if (!setLoopback(ethernet, action, now)) this._lacks(ethernet, LOOPBACK, PHY_LOOPBACK);
    }
  }

  private _serial(
    chosen: ConsoleSerialInterface,
    action: Action,
    values: Int32Array,
    count: number,
    now: number,
  ): void {
    switch (action) {
      case Action.EncapsulationFrameRelay:
        this._encapsulate(chosen.serial, FRAME_RELAY, now);
        break;
      case Action.EncapsulationHdlc:
        this._encapsulate(chosen.serial, HDLC, now);
        break;
      case Action.EncapsulationPpp:
        this._encapsulate(chosen.serial, PPP, now);
        break;
      case Action.IpAddress:
        this._setAddress(chosen.serial, values[0]!, values[1]!, now);
        break;
      case Action.IpAddressNegotiated:
        this._askForAddress(chosen.serial, chosen.ppp, NEEDS_PPP, now);
        break;
      case Action.IpAddressSlarp:
        this._askForAddress(chosen.serial, chosen.hdlc, NEEDS_HDLC, now);
        break;
      case Action.NoIpAddress:
        setAddresses(chosen.serial, 0, 0, false, now);
        break;
      case Action.PathProbe:
        this._probe(chosen, values[0]!, count > 1 ? values[1]! : DEFAULT_INTERVAL, count > 2 ? values[2]! : 0, now);
        break;
      case Action.NoPathProbe:
        this._probe(chosen, 0, DEFAULT_INTERVAL, 0, now);
        break;
      case Action.DownWhenLooped:
      case Action.NoDownWhenLooped:
        if (chosen.hdlc === null) this._lacks(chosen.serial, DOWN_WHEN_LOOPED, HDLC);
        else chosen.hdlc.downWhenLooped = action === Action.DownWhenLooped;
        break;
      default:
        if (isLoopback(action)) this._lacks(chosen.serial, LOOPBACK, ETHERNET);
        else if (chosen.ppp === null) this._lacks(chosen.serial, PPP_COMMAND, PPP);
        else setPpp(chosen.ppp, action, values[0]!);
    }
  }

  /** From here to {@link endBoot} commands do not act on interfaces that are not started. Begins with all defaults. */
  beginBoot(now: number): void {
    this._booting = true;
    this._wanted.fill(1);
    for (let i = 0; i < this._interfaces.length; i++) {
      const chosen = this._interfaces[i]!;
      if (chosen.serial !== undefined) {
        resetSerial(chosen, now);
      } else {
        resetLoopback(chosen.ethernet, now);
        setKeepalive(chosen.ethernet, DEFAULT_INTERVAL, 0, now);
      }
    }
  }

  /** Starts the interfaces that are not shut down. */
  endBoot(now: number): void {
    this._booting = false;
    for (let i = 0; i < this._interfaces.length; i++) {
      if (this._wanted[i] === 0) continue;
      const chosen = this._interfaces[i]!;
      interfaceOf(chosen).start(now);
      if (chosen.serial !== undefined && chosen.host !== null) chosen.host.start(now);
    }
  }

  private _encapsulate(serial: SerialInterface, name: Uint8Array, now: number): void {
    const index = encapsulationOf(serial, name);
    if (index >= 0) {
      serial.encapsulate(index, now);
      return;
    }
    const line = this._console.line;
    this._complain(serial, ENCAPSULATION, CAN_HAVE);
    const known = serial.encapsulations;
    for (let i = 0; i < known.length; i++) {
      if (i > 0) line.text(i === known.length - 1 ? OR : COMMA);
      line.text(known[i]!.protocol.nameText);
    }
    this._console.print();
  }

  private _setAddress(serial: SerialInterface, address: number, mask: number, now: number): void {
    const hosts = ~mask;
    const host = address & hosts;
    // A /31 has no address of its own, and none for all (RFC 3021).
    if ((hosts & ~1) === 0 || (host !== 0 && host !== hosts)) {
      setAddresses(serial, address, mask, false, now);
      return;
    }
    const line = this._console.line;
    line.text(BAD_MASK);
    line.prefix(mask);
    line.text(FOR_ADDRESS);
    line.address(address);
    this._console.print();
  }

  /** @param from the protocol that asks: the interface must speak it */
  private _askForAddress(serial: SerialInterface, from: LinkProtocol | null, needs: Uint8Array, now: number): void {
    if (serial.protocol === from) setAddresses(serial, 0, 0, true, now);
    else this._needs(serial, IP_ADDRESS, needs);
  }

  private _keepalive(chosen: ConsoleInterface, interval: number, retries: number, now: number): void {
    // Without keepalives there is nothing to retry.
    const allowed = interval === 0 ? 0 : retries;
    if (chosen.serial === undefined) setKeepalive(chosen.ethernet, interval, allowed, now);
    else if (chosen.serial.protocol.defaultRetries === 0) this._needs(chosen.serial, KEEPALIVE, NEEDS_EITHER);
    else setKeepalives(chosen.serial, interval, allowed, now);
  }

  private _probe(chosen: ConsoleSerialInterface, target: number, interval: number, retries: number, now: number): void {
    if (chosen.host === null) this._lacks(chosen.serial, PATH_PROBE, IPV4);
    else chosen.host.setProbe(target, interval, retries === 0 ? DEFAULT_PROBE_RETRIES : retries, now);
  }

  private _needs(serial: SerialInterface, command: Uint8Array, needs: Uint8Array): void {
    this._complain(serial, command, HAS);
    this._console.line.text(serial.protocol.nameText);
    this._console.line.text(needs);
    this._console.print();
  }

  private _lacks(shown: NetworkInterface, command: Uint8Array, what: Uint8Array): void {
    this._complain(shown, command, HAS_NO);
    this._console.line.text(what);
    this._console.print();
  }

  private _complain(shown: NetworkInterface, command: Uint8Array, what: Uint8Array): void {
    const line = this._console.line;
    line.text(COMPLAINT);
    line.text(command);
    line.text(shown.nameText);
    line.text(what);
  }
}

function isLoopback(action: Action): boolean {
  return action >= Action.LoopbackAssist && action <= Action.NoLoopback;
}

/** Takes a serial interface back to its defaults. */
function resetSerial(chosen: ConsoleSerialInterface, now: number): void {
  const hdlc = encapsulationOf(chosen.serial, HDLC);
  chosen.serial.encapsulate(hdlc < 0 ? 0 : hdlc, now);
  setAddresses(chosen.serial, 0, 0, false, now);
  setKeepalives(chosen.serial, DEFAULT_INTERVAL, 0, now);
  if (chosen.hdlc !== null) chosen.hdlc.downWhenLooped = false;
  if (chosen.ppp !== null) resetPpp(chosen.ppp);
  if (chosen.host !== null) chosen.host.setProbe(0, DEFAULT_INTERVAL, DEFAULT_PROBE_RETRIES, now);
}

/** Which of an interface's encapsulations has this name: its index, or -1. */
function encapsulationOf(serial: SerialInterface, name: Uint8Array): number {
  for (let i = 0; i < serial.encapsulations.length; i++) {
    if (equal(serial.encapsulations[i]!.protocol.nameText, name)) return i;
  }
  return -1;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

/** @param retries 0 for the protocol's own default */
function setKeepalive(shown: NetworkInterface, interval: number, retries: number, now: number): void {
  shown.setKeepalive(interval, retries === 0 ? shown.protocol.defaultRetries : retries, now);
}

/** The same for all encapsulations, each with its own default. */
function setKeepalives(serial: SerialInterface, interval: number, retries: number, now: number): void {
  for (let i = 0; i < serial.encapsulations.length; i++) {
    const protocol = serial.encapsulations[i]!.protocol;
    if (protocol === serial.protocol) setKeepalive(serial, interval, retries, now);
    else protocol.setKeepalive(interval, retries === 0 ? protocol.defaultRetries : retries, now);
  }
}

function setAddresses(serial: SerialInterface, address: number, mask: number, ask: boolean, now: number): void {
  for (let i = 0; i < serial.encapsulations.length; i++) {
    const protocol = serial.encapsulations[i]!.protocol;
    if (protocol === serial.protocol) serial.setAddress(address, mask, ask, now);
    else protocol.setAddress(address, mask, ask, now);
  }
}
