import type { Chance } from "../../serial/chance";
import type { Simulation } from "../../simulation/simulation";
import type { Enc28j60Errata } from "./errata";
import type { EmulatedPhy } from "./phy";
import type { Registers } from "./registers";

/** The buffer memory, octets. */
export const MEMORY_SIZE = 0x2000;
/** An octet at 10 Mbit/s, ns. */
export const OCTET_TIME = 800;

/** What the parts of an emulated ENC28J60 share. */
export interface ChipState {
  readonly simulation: Simulation;
  readonly registers: Registers;
  readonly memory: Uint8Array;
  readonly phy: EmulatedPhy;
  readonly errata: Enc28j60Errata;
  readonly chance: Chance;
  /** Its transmitter fails: every attempt ends as a collision. */
  readonly mute: boolean;
  /** Drives the INT pin after EIR or EIE changed. */
  updateInterrupt(): void;
}
