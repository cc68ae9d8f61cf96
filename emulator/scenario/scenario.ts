/** A scenario as it is run, with all defaults filled in. Spans and times are nanoseconds, unless they say otherwise. */
import type { InterfaceConfig, NatTConfig } from "../device/contract";
import type { Enc28j60Errata } from "../chips/enc28j60/errata";
import type { MediumFaults } from "../ethernet/faulty-medium";
import type { SegmentKind } from "../ethernet/segment";
import type { NatBehaviour } from "../network/nat-behaviour";
import type { PathOptions } from "../network/path";
import type { WifiOptions } from "../network/wifi-station";
import type { LineFaults, UartSettings } from "../serial/line";
import type { PowerEvent, PowerExpectation, PowerPlan } from "./power-plan";

export interface Scenario {
  name: string;
  description: string;
  /** What the routers' clocks say at the start, ms since midnight. */
  clock: number;
  /** How long to run, s and ns. */
  duration: Instant;
  seed: number;
  routers: RouterPlan[];
  wires: WirePlan[];
  segments: SegmentPlan[];
  /** IP networks, by name. */
  networks: string[];
  nats: NatPlan[];
  hosts: HostPlan[];
  timeline: TimelineEvent[];
  expectations: Expectation[];
}

/** A point of virtual time, from the scenario's start. */
export interface Instant {
  seconds: number;
  nanos: number;
}

export interface RouterPlan {
  /** As the scenario calls it. */
  name: string;
  hostname: string;
  engine: string;
  powerOn: Instant;
  /** What its clock of milliseconds says when it is switched on; an int32. */
  ticks: number;
  sleep: SleepPlan | null;
  /** Its supply, where it knows of it; null for one that is just there or not. */
  power: PowerPlan | null;
  /** Whether somebody types at its console. */
  console: boolean;
  /** Whether packets that are not for it leave by the other of its two interfaces. */
  forwards: boolean;
  interfaces: InterfacePlan[];
  /** Its end of a tunnel through a NAT: its last port, behind the interfaces. */
  natT: NatTPlan | null;
}

/** A router that sleeps between its deadlines. */
export interface SleepPlan {
  /** How long it takes to wake, ns. */
  latency: number;
  /** How long it stays awake after something happened, ns. */
  linger: number;
}

export interface InterfacePlan {
  config: InterfaceConfig;
  uart: UartSettings;
  /** The chip of an Ethernet interface; null for a serial one. */
  chip: ChipPlan | null;
}

export interface ChipPlan {
  kind: "enc28j60" | "w5500";
  /** What a W5500's link partner can do; `duplex` is an ENC28J60's own. */
  speed: 10 | 100;
  duplex: "half" | "full";
  /** The ENC28J60's: EREVID, and which errata are on. */
  revision: number;
  errata: Enc28j60Errata;
}

/** What fails at a chip: its transmitter, its receiver, or its SPI bus, which then reads as all ones. */
export interface ChipFaults {
  transmitter: boolean;
  receiver: boolean;
  bus: boolean;
}

/** What happens to a chip by itself: it is reset, or its receiver is switched off. */
export type ChipIncident = "reset" | "receiver off";

export interface EndName {
  router: number;
  port: number;
}

export interface WirePlan {
  name: string;
  ends: [EndName, EndName];
  level: "octet" | "pins";
  modemLines: boolean;
  faults: Partial<LineFaults>;
}

export interface SegmentPlan {
  name: string;
  medium: SegmentKind;
  stations: EndName[];
  /** Of a hub, Mbit/s. */
  speed: 10 | 100;
  faults: Partial<MediumFaults>;
}

/** A NAT, the gateway from one network to another. */
export interface NatPlan {
  name: string;
  inside: number;
  outside: number;
  /** Outside, int32. */
  addresses: number[];
  behaviour: NatBehaviour;
  /** Between it and the outside. */
  path: Partial<PathOptions>;
}

/** A host at which tunnels of routers end. */
export interface HostPlan {
  name: string;
  network: number;
  address: number;
  path: Partial<PathOptions>;
}

export interface NatTPlan {
  config: NatTConfig;
  network: number;
  path: Partial<PathOptions>;
  /** Between it and its network; null for a cable. */
  wifi: WifiOptions | null;
}

export type TimelineEvent = { at: Instant; text: string } & (
  | { kind: "command"; end: EndName; command: InterfaceCommand; typed: Instant | null }
  | { kind: "send"; end: EndName; protocol: number; octets: number }
  | { kind: "baud"; end: EndName; baud: number }
  | { kind: "power"; router: number; on: boolean }
  | { kind: "type"; router: number; line: string }
  | { kind: "faults"; wire: number; /** 0, 1 or both directions. */ directions: (0 | 1)[]; faults: Partial<LineFaults> }
  | { kind: "segment"; segment: number; stations: number[]; faults: Partial<MediumFaults> }
  | { kind: "chip"; end: EndName; faults: Partial<ChipFaults> }
  | { kind: "incident"; end: EndName; incident: ChipIncident }
  | PowerEvent
  | NetworkEvent
);

/** What happens to NATs, hosts and routers' tunnels. */
export type NetworkEvent =
  | { kind: "router-sends"; router: number; what: "esp" | "ike" }
  | { kind: "host-sends"; host: number; router: number }
  | { kind: "link"; router: number; up: boolean }
  | { kind: "sleep"; router: number; /** ns */ time: number }
  /** For how long, ms, and the addresses that it has from then on, if they are others. */
  | { kind: "reboot"; nat: number; time: number; addresses: number[] | null }
  | { kind: "path"; of: "router" | "nat" | "host"; number: number; path: Partial<PathOptions> };

export type InterfaceCommand = "shut" | "no shut" | "show interfaces" | "clear counters" | "debug" | "no debug";

export type PathState = "up" | "down" | "unknown";

/** `diagnostic` is null where any will do. */
export type Expectation = { text: string } & (
  | { kind: "log"; router: number; lines: string[] }
  | { kind: "state"; end: EndName; at: Instant; up: boolean; diagnostic: string | null }
  | { kind: "changes"; end: EndName; changes: ("up" | "down")[] }
  | { kind: "path"; end: EndName; at: Instant; state: PathState; diagnostic: string | null }
  | { kind: "keepalive"; end: EndName; at: Instant; state: PathState; diagnostic: string | null }
  | { kind: "path-changes"; end: EndName; changes: PathState[] }
  | { kind: "esp"; router: number; at: Instant; arrives: boolean }
  | { kind: "mappings"; router: number; mappings: string[] }
  | { kind: "count"; end: EndName; counter: string; least: number; most: number }
  | { kind: "replays"; end: EndName; count: number }
  | PowerExpectation
);
