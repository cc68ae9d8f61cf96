import type { RouterEvent } from "../device/contract";
import type { Datagram } from "../network/datagram";

/** What a host tells of a router that is the other end of its tunnel. */
export const enum HostEvent {
  /** An IKE message came from another address or port than before, or the first: `a` the address, `b` the port. */
  Mapping,
  /** It sends the router an ESP packet: `a` its sequence number; `b` 0 if it does not know where to. */
  EspSent,
  /** An ESP packet arrived from the router: `a` its sequence number. */
  EspReceived,
}

/** Told what happens in a world as it happens, to print, capture or judge it. */
export interface WorldObserver {
  /** Octets that a router writes to its console's terminal. Valid during the call only. */
  consoleOctets?(router: number, bytes: Uint8Array, start: number, end: number): void;
  /** A line on a router's console, without its end. */
  consoleLine?(router: number, line: string): void;
  /** A router was switched on, or off. */
  powerChanged?(router: number, on: boolean): void;
  routerEvent?(router: number, port: number, event: RouterEvent, a: number, b: number): void;
  /** Octets that a port was given by its line, or a frame with its FCS by its Ethernet. Valid during the call only. */
  octetsReceived?(router: number, port: number, bytes: Uint8Array, start: number, end: number): void;
  /** Octets that a port gave to its line, or a frame to its Ethernet. Valid during the call only. */
  octetsSent?(router: number, port: number, bytes: Uint8Array, start: number, end: number): void;
  hostEvent?(host: number, router: number, event: HostEvent, a: number, b: number): void;
  /** A station brought a datagram to a network, wherever it goes from there. */
  datagramCarried?(network: number, datagram: Datagram): void;
  /** A command, fault or power switch of the timeline took place. */
  timelineEvent?(text: string): void;
}

/** One observer that tells several, in their order. */
export function combine(observers: WorldObserver[]): WorldObserver {
  return {
    consoleOctets: (...args) => observers.forEach((observer) => observer.consoleOctets?.(...args)),
    consoleLine: (...args) => observers.forEach((observer) => observer.consoleLine?.(...args)),
    powerChanged: (...args) => observers.forEach((observer) => observer.powerChanged?.(...args)),
    routerEvent: (...args) => observers.forEach((observer) => observer.routerEvent?.(...args)),
    octetsReceived: (...args) => observers.forEach((observer) => observer.octetsReceived?.(...args)),
    octetsSent: (...args) => observers.forEach((observer) => observer.octetsSent?.(...args)),
    hostEvent: (...args) => observers.forEach((observer) => observer.hostEvent?.(...args)),
    datagramCarried: (...args) => observers.forEach((observer) => observer.datagramCarried?.(...args)),
    timelineEvent: (...args) => observers.forEach((observer) => observer.timelineEvent?.(...args)),
  };
}
