/** A router's supply as a scenario has it. Times are ms. */
import type { HoldUpOptions } from "../../src/retention/hold-up";
import type { Instant } from "./scenario";
import type { Duration } from "./scenario-file";

export interface PowerPlan {
  clock: "ds1307" | "ds3232";
  battery: "none" | "cr2032" | "supercapacitor";
  /** Volts. */
  supply: number;
  /** How fast the supply falls when it is switched off. */
  fall: number;
  holdUp: Omit<HoldUpOptions, "saveTime">;
  checkpoint: number;
  codeLock: boolean;
}

export interface PowerFile {
  clock: PowerPlan["clock"];
  battery: PowerPlan["battery"];
  supply: number;
  fall: Duration;
  "hold-up": { capacitance: number; failing: number; minimum: number; current: number };
  checkpoint: Duration;
  "code-lock": boolean;
}

export interface BrownOutFile {
  to: number;
  fall: Duration;
  hold: Duration;
  rise: Duration;
}

export type PowerEvent =
  | { kind: "brown-out"; router: number; to: number; fall: number; hold: number; rise: number }
  | { kind: "battery"; router: number; present: boolean }
  | { kind: "keeper"; router: number; present: boolean };

export type PowerExpectation =
  /** `time` in s since the beginning of 2000, or null for none that can be trusted. */
  | { kind: "clock"; router: number; at: Instant; time: number | null; within: number }
  | { kind: "retention"; router: number; results: string[] };
