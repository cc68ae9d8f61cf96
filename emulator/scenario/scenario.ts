/** A scenario as it is run, with all defaults filled in. Spans and times are nanoseconds, unless they say otherwise. */
import type { InterfaceConfig } from "../device/contract";
import type { LineFaults, UartSettings } from "../serial/line";

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
  /** Whether somebody types at its console. */
  console: boolean;
  /** Whether packets that are not for it leave by the other of its two interfaces. */
  forwards: boolean;
  interfaces: InterfacePlan[];
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
}

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

export type TimelineEvent = { at: Instant; text: string } & (
  | { kind: "command"; end: EndName; command: InterfaceCommand; typed: Instant | null }
  | { kind: "send"; end: EndName; protocol: number; octets: number }
  | { kind: "baud"; end: EndName; baud: number }
  | { kind: "power"; router: number; on: boolean }
  | { kind: "type"; router: number; line: string }
  | { kind: "faults"; wire: number; /** 0, 1 or both directions. */ directions: (0 | 1)[]; faults: Partial<LineFaults> }
);

export type InterfaceCommand = "shut" | "no shut" | "show interfaces" | "clear counters" | "debug" | "no debug";

export type PathState = "up" | "down" | "unknown";

/** `diagnostic` is null where any will do. */
export type Expectation = { text: string } & (
  | { kind: "log"; router: number; lines: string[] }
  | { kind: "state"; end: EndName; at: Instant; up: boolean; diagnostic: string | null }
  | { kind: "changes"; end: EndName; changes: ("up" | "down")[] }
  | { kind: "path"; end: EndName; at: Instant; state: PathState; diagnostic: string | null }
  | { kind: "path-changes"; end: EndName; changes: PathState[] }
  | { kind: "count"; end: EndName; counter: string; least: number; most: number }
);
