/**
 * What the emulator and a device under test say to each other. The same router program runs on every engine; only what
 * stands here crosses the border.
 */

import type { Board, PowerConfig } from "./router-power";

/** What an interface does as soon as it speaks PPP. */
export interface PppConfig {
  adaptive: boolean;
  pfc: boolean;
  acfc: boolean;
  /** The IPv4 address to assign to the peer, an int32; 0 takes any. */
  peerAddress: number;
  /** Restart timer, ms. */
  restart: number;
  /** ms until what came to an end is negotiated anew. */
  hold: number;
  /** Whether `debug ppp packet` is on. */
  debug: boolean;
}

/** An Ethernet interface: its chip, and whom its keepalive asks. */
export interface EthernetConfig {
  chip: "enc28j60" | "w5500";
  /** MAC address, 6 octets. */
  address: number[];
  /** The ENC28J60's: {@link Enc28j60Options}. */
  duplex: "half" | "full";
  hearsItself: boolean;
  /** How often the driver looks at its chip, ms. The interrupt pin is wired all the same. */
  pollInterval: number;
  mode: "self" | "phy" | "peer" | "auto";
  /** The loop server's MAC address; null to learn it. */
  server: number[] | null;
  /** Whether it is a loop server for other stations. */
  assist: boolean;
}

/** What an interface probes beyond its peer. */
export interface PathProbeConfig {
  /** IPv4 address, an int32; 0 for none. */
  target: number;
  /** ms */
  interval: number;
  retries: number;
}

export interface InterfaceConfig {
  name: string;
  /** What `show interfaces` says after `Hardware is`. */
  hardware: string;
  /** What it speaks at boot. */
  encapsulation: "hdlc" | "ppp";
  /** Keepalive interval, ms. */
  interval: number;
  /** Of {@link encapsulation}. */
  retries: number;
  /** HDLC's, as `downWhenLooped` and `framing`. */
  upCount: number;
  downWhenLooped: boolean;
  /** IPv4 address and mask as int32; 0 is none. PPP has no mask, and asks its peer for the address that it has not. */
  address: number;
  mask: number;
  askAddress: boolean;
  mtu: number;
  /** bit/s */
  bandwidth: number;
  carrierDelay: number;
  slack: number;
  /** Trace records to keep. */
  trace: number;
  /** Octets that the transmitter holds, or 0 for as many as are written. */
  fifo: number;
  framing: "octet" | "bit";
  /** HDLC: of what is sent and expected. PPP: what is asked of the peer. */
  fcs: 0 | 16 | 32;
  accm: number;
  ppp: PppConfig;
  /** The IP host on it, which answers pings, and what that probes; null for none. */
  host: PathProbeConfig | null;
  /** Whether `debug serial interface` is on. */
  debug: boolean;
  /** Whether the configuration keeps it shut at boot. */
  shutdown: boolean;
  /** A value of `WakeSource`. */
  wakeSource: number;
  /** Makes it an Ethernet interface, for which what is said of lines, framing, addresses and hosts means nothing. */
  ethernet: EthernetConfig | null;
}

/** The device's end of a tunnel through a NAT. */
export interface NatTConfig {
  /** Its own IPv4 address and its peer's, int32. */
  address: number;
  peerAddress: number;
  /** By what its peer knows it whatever address it has: SPI of its IKE messages and of the ESP packets to it, an int32. */
  spi: number;
  /** Of the NAT keepalive, ms; an interval of 0 turns it off. */
  interval: number;
  margin: number;
  slack: number;
  natTimeout: number;
  /** Whether keepalives are sent though no NAT was found. */
  forced: boolean;
}

export interface RouterConfig {
  /** Of a router that knows of its supply. */
  power?: PowerConfig;
  /** Seeds the device's random numbers. */
  seed: number;
  /** What console lines say at the first tick, ms since midnight. */
  timeOfDay: number;
  /** What its prompt says. */
  hostname: string;
  /** Whether somebody may type at its console; its interfaces then have all encapsulations to change between. */
  console: boolean;
  /** Whether IP packets that arrive at one of its two interfaces for somebody else leave by the other. */
  forwards: boolean;
  interfaces: InterfaceConfig[];
  /** Behind the interfaces it is the router's last port; null for none. */
  natT: NatTConfig | null;
}

/** What a person or the scenario tells a device to do to one of its interfaces. */
export const enum Command {
  Shut,
  NoShut,
  ShowInterface,
  ClearCounters,
  DebugOn,
  DebugOff,
  /** Hands out every counter and trace through {@link RouterOutputs}. */
  Report,
  /** Sends an ESP packet through the tunnel. */
  SendEsp,
  /** Sends the peer an IKE message, which it answers. */
  SendIke,
  /** Tells what time it is, as {@link RouterEvent.Clock}. */
  TellClock,
}

/** What a device tells apart from its pins and its console. */
export const enum RouterEvent {
  /** `a` 1 for up, 0 for down; `b` the diagnostic. */
  LineProtocol,
  /** `a` 0 administratively down, 1 down, 2 up. */
  Link,
  /** `a` how many keepalives were missing. */
  Reset,
  /** `a` the protocol, `b` octets. */
  Packet,
  /** A packet was not taken: `a` the protocol, `b` octets. */
  SendRefused,
  /** There is room for a packet again. */
  SendReady,
  /** What the path probe concludes: `a` 0 for unknown, 1 for up, 2 for down; `b` the diagnostic. */
  Path,
  /** What an Ethernet keepalive concludes: `a` as with `Path`, `b` the diagnostic. */
  Keepalive,
  /** An answer of the tunnel's peer says whether there is a NAT on the way: `a` 1 for yes; `b` 1 if it is the first. */
  PeerAnswered,
  /** An ESP packet arrived: `a` its sequence number. */
  EspReceived,
  /** The NAT keepalive wants the peer probed: nothing was sent for `a` ms. */
  ProbeWanted,
  /** What a start found in the retained memory: `a` the result, `b` how long ago that was saved, s, or -1. */
  Resumed,
  /** What time it is: `a` s since the beginning of 2000, `b` 1 if that can be trusted. */
  Clock,
}

/** Which counters a report hands out. */
export const enum CounterSet {
  Scheduler,
  Interface,
  Hdlc,
  Ppp,
  Echo,
  Lcp,
  LcpControl,
  IpcpControl,
  Ip,
  Path,
  Ethernet,
  Loopback,
  Enc28j60,
  W5500,
  NatKeepalive,
  NatTraversal,
}

/** Where a device's outputs go. Octets are valid during the call only; `print`'s may be pieces of lines. */
export interface RouterOutputs {
  /** Of a router that knows of its supply. */
  readonly board?: Board;
  /** A transaction on the SPI bus of an interface's chip, at once: what comes in is put in the place of what goes out. */
  transfer(port: number, bytes: Uint8Array, start: number, end: number): void;
  transmit(port: number, bytes: Uint8Array, start: number, end: number): void;
  modemLines(port: number, lines: number): void;
  /** Sends a datagram from the tunnel's UDP port; `datagramSent` says what became of it. */
  datagram(port: number, bytes: Uint8Array, start: number, end: number, address: number, udpPort: number): void;
  print(bytes: Uint8Array, start: number, end: number): void;
  event(port: number, event: RouterEvent, a: number, b: number): void;
  counters(port: number, set: CounterSet, values: Int32Array): void;
  trace(port: number, bytes: Uint8Array, start: number, end: number): void;
}

/** How long until the device wants `run` to be called, ms; -1 for not at all. A promise where it runs elsewhere. */
export type Delay = number | Promise<number>;

/** A device under test. `now` is its own clock, a wrapping int32 of ms. */
export interface Device {
  start(now: number): Delay;
  receive(port: number, bytes: Uint8Array, start: number, end: number, now: number): Delay;
  /** That many octets have left the transmitter. */
  octetsSent(port: number, octets: number, now: number): Delay;
  modemLinesChanged(port: number, lines: number, now: number): Delay;
  framingErrors(port: number, octets: number, now: number): Delay;
  /** The interrupt pin of an interface's chip fell. */
  interrupt(port: number, now: number): Delay;
  lostWhileWaking(port: number, octets: number, now: number): Delay;
  /** A datagram arrived at the tunnel's UDP port, from `udpPort` of `address`. */
  datagramReceived(
    port: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    address: number,
    udpPort: number,
    now: number,
  ): Delay;
  /** The datagram that was given out last has left, or did not. */
  datagramSent(port: number, sent: boolean, now: number): Delay;
  command(port: number, command: Command, now: number): Delay;
  send(port: number, protocol: number, bytes: Uint8Array, start: number, end: number, now: number): Delay;
  /** Octets were typed at the console. */
  typed(bytes: Uint8Array, start: number, end: number, now: number): Delay;
  run(now: number): Delay;
}
