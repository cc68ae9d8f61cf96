import { Diagnostic, Verdict } from "../../src/keepalive/machine";
import { RouterEvent } from "../device/contract";
import type { Instant, PathState } from "../scenario/scenario";
import type { Simulation } from "../simulation/simulation";
import { HostEvent } from "./observer";
import type { WorldObserver } from "./observer";
import type { ReplayWatch } from "./replay-watch";
import { RESTORED_NAMES } from "../retention/restored-names";

export interface LineProtocolChange {
  at: Instant;
  router: number;
  port: number;
  up: boolean;
  diagnostic: string;
}

export interface PathChange {
  at: Instant;
  router: number;
  port: number;
  state: PathState;
  diagnostic: string;
}

/** What an Ethernet keepalive concludes. */
export type KeepaliveChange = PathChange;

/** Where a router's peer believes it to be: `203.0.113.1:4500`. */
export interface MappingLearnt {
  router: number;
  mapping: string;
}

/** An ESP packet to a router. */
export interface EspPacket {
  at: Instant;
  router: number;
  sequence: number;
}

export interface PowerChange {
  at: Instant;
  router: number;
  on: boolean;
  /** How many changes of any line protocol, of any path and of any keepalive there had been. */
  changesBefore: number;
  pathChangesBefore: number;
  keepaliveChangesBefore: number;
}

const PATH_STATES: Record<Verdict, PathState> = {
  [Verdict.Unknown]: "unknown",
  [Verdict.Up]: "up",
  [Verdict.Down]: "down",
};

export function pathStateName(verdict: number): PathState {
  return PATH_STATES[verdict as Verdict];
}

const DIAGNOSTICS: Record<Diagnostic, string> = {
  [Diagnostic.None]: "none",
  [Diagnostic.Answered]: "answered",
  [Diagnostic.Missed]: "missed",
  [Diagnostic.LoopedBack]: "looped back",
  [Diagnostic.Negotiating]: "negotiating",
  [Diagnostic.ClosedByPeer]: "closed by peer",
  [Diagnostic.DifferentPeer]: "different peer",
  [Diagnostic.Refused]: "refused",
  [Diagnostic.Unreachable]: "unreachable",
  [Diagnostic.TimeExceeded]: "time exceeded",
  [Diagnostic.TransmitFailed]: "transmit failed",
  [Diagnostic.Damaged]: "damaged",
  [Diagnostic.LinkDown]: "link down",
  [Diagnostic.ChipFault]: "chip fault",
  [Diagnostic.NoLoopServer]: "no loop server",
};

export function diagnosticName(diagnostic: number): string {
  return DIAGNOSTICS[diagnostic as Diagnostic] ?? `${diagnostic}`;
}

/** An endpoint for a person: `203.0.113.1:4500`. */
export function endpointName(address: number, port: number): string {
  return `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".")}:${port}`;
}

/** What a start found in a router's retained memory. */
export interface Resumption {
  at: Instant;
  router: number;
  result: string;
  /** How long ago that was saved, s; -1 where it is not known. */
  away: number;
}

/** What a router thought that the time was. */
export interface ClockReading {
  at: Instant;
  router: number;
  /** s since the beginning of 2000; null where it can't be trusted. */
  time: number | null;
}

/** Keeps what expectations are judged by and what is printed at the end of a run. */
export class RunRecord implements WorldObserver {
  readonly lines: string[][];
  readonly changes: LineProtocolChange[] = [];
  readonly pathChanges: PathChange[] = [];
  readonly keepaliveChanges: KeepaliveChange[] = [];
  readonly power: PowerChange[] = [];
  readonly mappings: MappingLearnt[] = [];
  readonly espSent: EspPacket[] = [];
  readonly espReceived: EspPacket[] = [];
  readonly resumptions: Resumption[] = [];
  readonly clocks: ClockReading[] = [];
  /** By `router/port`. */
  readonly watches: ReadonlyMap<string, ReplayWatch>;
  private readonly _simulation: () => Simulation;

  constructor(routers: number, simulation: () => Simulation, watches: ReadonlyMap<string, ReplayWatch> = new Map()) {
    this.watches = watches;
    this.lines = Array.from({ length: routers }, () => []);
    this._simulation = simulation;
  }

  consoleLine(router: number, line: string): void {
    this.lines[router]!.push(line);
  }

  octetsReceived(router: number, port: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.watches.size > 0) this.watches.get(`${router}/${port}`)?.octets(bytes, start, end);
  }

  powerChanged(router: number, on: boolean): void {
    const { seconds, nanos } = this._simulation();
    const changesBefore = this.changes.length;
    const pathChangesBefore = this.pathChanges.length;
    const keepaliveChangesBefore = this.keepaliveChanges.length;
    this.power.push({ at: { seconds, nanos }, router, on, changesBefore, pathChangesBefore, keepaliveChangesBefore });
  }

  routerEvent(router: number, port: number, event: RouterEvent, a: number, b: number): void {
    const { seconds, nanos } = this._simulation();
    if (event === RouterEvent.Resumed) {
      this.resumptions.push({ at: { seconds, nanos }, router, result: RESTORED_NAMES[a]!, away: b });
    } else if (event === RouterEvent.Clock) {
      this.clocks.push({ at: { seconds, nanos }, router, time: b === 1 ? a : null });
    }
    const change = { at: { seconds, nanos }, router, port, diagnostic: diagnosticName(b) };
    if (event === RouterEvent.LineProtocol) this.changes.push({ ...change, up: a === 1 });
    else if (event === RouterEvent.Path) this.pathChanges.push({ ...change, state: pathStateName(a) });
    else if (event === RouterEvent.EspReceived) this.espReceived.push({ at: change.at, router, sequence: a });
    else if (event === RouterEvent.Keepalive) this.keepaliveChanges.push({ ...change, state: pathStateName(a) });
  }

  hostEvent(_host: number, router: number, event: HostEvent, a: number, b: number): void {
    const { seconds, nanos } = this._simulation();
    if (event === HostEvent.Mapping) this.mappings.push({ router, mapping: endpointName(a, b) });
    else if (event === HostEvent.EspSent) this.espSent.push({ at: { seconds, nanos }, router, sequence: a });
  }
}
