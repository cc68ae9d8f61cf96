import type { BrownOutFile, PowerFile } from "./power-plan";
import type { Dependence } from "../network/nat-behaviour";
import type { ChipIncident, InterfaceCommand, PathState } from "./scenario";

export type Duration = string | number;

/** What a scenario file says, after the schema's check and with its defaults. */
export interface ScenarioFile {
  name?: string;
  description: string;
  clock: string;
  duration: Duration;
  seed: number;
  routers: Record<string, RouterFile>;
  wires: Record<string, WireFile>;
  segments: Record<string, SegmentFile>;
  networks: string[];
  nats: Record<string, NatFile>;
  hosts: Record<string, HostFile>;
  timeline: EventFile[];
  expect: ExpectationFile[];
}

export interface RouterFile {
  hostname?: string;
  engine: string;
  "power-on": Duration;
  ticks: number;
  sleep?: { latency: Duration; linger: Duration };
  forward: boolean;
  power?: PowerFile;
  interfaces?: Record<string, InterfaceFile>;
  "nat-t"?: NatTFile;
}

export interface InterfaceFile {
  encapsulation: "hdlc" | "ppp";
  ethernet?: EthernetFile;
  keepalive: {
    interval: Duration;
    retries?: number;
    "up-count": number;
    slack: Duration;
    mode?: "self" | "phy" | "peer" | "auto";
    server?: string;
    assist?: boolean;
  };
  "down-when-looped": boolean;
  address?: string;
  "answer-ping": boolean;
  "path-probe"?: { to: string; interval: Duration; retries: number };
  ppp: {
    adaptive: boolean;
    "peer-address"?: string;
    pfc: boolean;
    acfc: boolean;
    restart: Duration;
    hold: Duration;
    debug: boolean;
  };
  mtu: number;
  bandwidth?: number;
  "carrier-delay": Duration;
  hardware: string;
  debug: boolean;
  shutdown: boolean;
  trace: number;
  framing: "octet" | "bit";
  fcs: 0 | 16 | 32;
  accm: number;
  wake: "none" | "start-bit" | "gpio" | "awake";
  uart: {
    baud: number;
    drift: number;
    "data-bits": 5 | 6 | 7 | 8;
    parity: "none" | "even" | "odd";
    "stop-bits": 1 | 2;
    fifo: number;
  };
}

export interface EthernetFile {
  chip: "enc28j60" | "w5500";
  address?: string;
  duplex?: "half" | "full";
  "hears-itself"?: boolean;
  revision?: "B1" | "B4" | "B5" | "B7";
  errata?: number[];
  poll: Duration;
}

export interface SegmentFile {
  medium: "cable" | "hub" | "switch";
  stations: string[];
  faults: SegmentFaultsFile;
}

export interface SegmentFaultsFile {
  cut?: boolean;
  "loss-from"?: number;
  "loss-to"?: number;
  collisions?: number;
  damage?: number;
  loop?: boolean;
}

export interface ChipFaultsFile {
  "transmitter-fails"?: boolean;
  "receiver-fails"?: boolean;
  "bus-cut"?: boolean;
}

export interface WireFile {
  ends: [string, string];
  level: "octet" | "pins";
  "modem-lines": boolean;
  faults: FaultsFile;
}

export interface FaultsFile {
  cut?: boolean;
  stuck?: 0 | 1 | null;
  loopback?: boolean;
  "bit-errors"?: number;
  burst?: number;
  loss?: number;
  duplication?: number;
  delay?: Duration;
}

export interface NatFile {
  inside: string;
  outside: string;
  addresses: string[];
  kind: "rfc4787" | "linux";
  mapping?: Dependence;
  filtering?: Dependence;
  timeouts: { "one-way"?: Duration; answered?: Duration };
  refresh?: "outbound" | "both";
  "preserves-ports"?: boolean;
  pooling?: "paired" | "arbitrary";
  hairpinning?: boolean;
  capacity?: number;
  "when-full"?: "refuse" | "evict oldest";
  path: PathFile;
}

export interface HostFile {
  network: string;
  address: string;
  path: PathFile;
}

export interface NatTFile {
  network: string;
  address: string;
  peer: string;
  interval: Duration;
  margin: Duration;
  slack: Duration;
  "nat-timeout": Duration;
  forced: boolean;
  path: PathFile;
  wifi?: WifiFile;
}

export interface WifiFile {
  board: "esp32" | "esp32-modem-sleep" | "pico-w";
  dtim: number;
  "listen-interval"?: number;
  "beacon-loss": number;
}

export interface PathFile {
  latency?: Duration;
  jitter?: Duration;
  loss?: number;
  duplication?: number;
  reordering?: number;
  "held-back"?: Duration;
}

export interface EventFile {
  at: Duration;
  interface?: string;
  do?: InterfaceCommand;
  typed?: Duration;
  send?: { protocol: number; octets: number };
  baud?: number;
  router?: string;
  power?: "on" | "off";
  type?: string;
  "brown-out"?: BrownOutFile;
  battery?: "in" | "out";
  keeper?: "in" | "out";
  wire?: string;
  from?: string;
  segment?: string;
  station?: string;
  chip?: string;
  happens?: ChipIncident;
  nat?: string;
  host?: string;
  to?: string;
  sends?: "esp" | "ike";
  link?: "up" | "down";
  sleep?: Duration;
  reboot?: Duration;
  addresses?: string[];
  path?: PathFile;
  /** Of the wire, the segment or the chip. */
  set?: FaultsFile & SegmentFaultsFile & ChipFaultsFile;
}

export interface ExpectationFile {
  router?: string;
  log?: string;
  clock?: string;
  within?: Duration;
  retention?: string[];
  replays?: number;
  interface?: string;
  at?: Duration;
  "line-protocol"?: "up" | "down";
  diagnostic?: string;
  "line-protocol-changes"?: ("up" | "down")[];
  path?: PathState;
  keepalive?: PathState;
  "path-changes"?: PathState[];
  esp?: "arrives" | "lost";
  mappings?: string[];
  counter?: string;
  is?: number;
  "at-least"?: number;
  "at-most"?: number;
}
