import type { HdlcKeepalive } from "../keepalive/hdlc";
import type { Ppp } from "../keepalive/ppp";
import type { EthernetInterface } from "../link/ethernet-interface";
import type { IpHost } from "../link/ip-host";
import type { NetworkInterface } from "../link/network-interface";
import type { SerialInterface } from "../link/serial-interface";
import type { Controller } from "../ports";
import type { InterfaceLog } from "./interface-log";

/** What `show interfaces` needs of a serial interface. */
export interface ShownSerialInterface {
  readonly serial: SerialInterface;
  /** What `Hardware is` says, in ASCII. */
  readonly hardware: Uint8Array;
  readonly ethernet?: undefined;
}

/** What `show interfaces` needs of an Ethernet interface. */
export interface ShownEthernetInterface {
  readonly ethernet: EthernetInterface;
  /** The chip, as its driver knows it. */
  readonly controller: Controller;
  readonly serial?: undefined;
}

export type ShownInterface = ShownSerialInterface | ShownEthernetInterface;

/** A serial interface, and what the console shows and changes of it. */
export interface ConsoleSerialInterface extends ShownSerialInterface {
  /** Prints what `debug serial interface` asks for. */
  readonly log: InterfaceLog;
  /** The interface's HDLC and PPP, as far as they are among its encapsulations. */
  readonly hdlc: HdlcKeepalive | null;
  readonly ppp: Ppp | null;
  /** Its IPv4 host, for the path probe. */
  readonly host: IpHost | null;
}

/** An Ethernet interface, and what the console shows and changes of it. */
export interface ConsoleEthernetInterface extends ShownEthernetInterface {
  /** Prints what `debug ethernet interface` asks for. */
  readonly log: InterfaceLog;
}

export type ConsoleInterface = ConsoleSerialInterface | ConsoleEthernetInterface;

/** What both kinds have in common. */
export function interfaceOf(shown: ShownInterface): NetworkInterface {
  return shown.serial === undefined ? shown.ethernet : shown.serial;
}
