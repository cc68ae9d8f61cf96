import { Diagnostic } from "../../src/keepalive/machine";
import { RouterEvent } from "../device/contract";
import type { Instant } from "../scenario/scenario";
import type { Simulation } from "../simulation/simulation";
import type { WorldObserver } from "./observer";

export interface LineProtocolChange {
  at: Instant;
  router: number;
  port: number;
  up: boolean;
}

export interface PowerChange {
  at: Instant;
  router: number;
  on: boolean;
  /** How many changes of any line protocol there had been. */
  changesBefore: number;
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
};

export function diagnosticName(diagnostic: number): string {
  return DIAGNOSTICS[diagnostic as Diagnostic] ?? `${diagnostic}`;
}

/** Keeps what expectations are judged by and what is printed at the end of a run. */
export class RunRecord implements WorldObserver {
  readonly lines: string[][];
  readonly changes: LineProtocolChange[] = [];
  readonly power: PowerChange[] = [];
  private readonly _simulation: () => Simulation;

  constructor(routers: number, simulation: () => Simulation) {
    this.lines = Array.from({ length: routers }, () => []);
    this._simulation = simulation;
  }

  consoleLine(router: number, line: string): void {
    this.lines[router]!.push(line);
  }

  powerChanged(router: number, on: boolean): void {
    const { seconds, nanos } = this._simulation();
    this.power.push({ at: { seconds, nanos }, router, on, changesBefore: this.changes.length });
  }

  routerEvent(router: number, port: number, event: RouterEvent, a: number): void {
    if (event !== RouterEvent.LineProtocol) return;
    const { seconds, nanos } = this._simulation();
    this.changes.push({ at: { seconds, nanos }, router, port, up: a === 1 });
  }
}
