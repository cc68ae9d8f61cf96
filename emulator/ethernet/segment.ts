import type { Simulation } from "../simulation/simulation";
import { Cable } from "./cable";
import { FaultyMedium } from "./faulty-medium";
import type { MediumFaults } from "./faulty-medium";
import { Hub } from "./hub";
import type { Medium } from "./medium";
import { Switch } from "./switch";

export type SegmentKind = "cable" | "hub" | "switch";

/** A station's cable, with faults of its own. */
interface Place {
  medium: FaultyMedium;
  cut: boolean;
  /** Whether the station has power: else there is no link. */
  powered: boolean;
}

/** An Ethernet whose stations can have faults each of its own, and are switched on and off. */
export class Segment {
  private readonly _kind: SegmentKind;
  private readonly _places: Place[];

  /**
   * @param stations how many; all are off
   * @param speed of a hub, Mbit/s
   */
  constructor(simulation: Simulation, kind: SegmentKind, stations: number, speed: 10 | 100, seed: number) {
    const medium =
      kind === "cable"
        ? new Cable(simulation)
        : kind === "hub"
          ? new Hub(simulation, speed)
          : new Switch(simulation, seed);
    this._kind = kind;
    this._places = Array.from({ length: stations }, (_, station) => {
      const faulty = new FaultyMedium(simulation, medium, (seed * 31 + station) | 0 || 1);
      faulty.set({ cut: true });
      return { medium: faulty, cut: false, powered: false };
    });
  }

  /** Where a station plugs in. */
  mediumFor(station: number): Medium {
    return this._places[station]!.medium;
  }

  /** Changes faults of a station's cable. On a segment that is a cable, a cut is both stations'. */
  setFaults(station: number, faults: Partial<MediumFaults>): void {
    const place = this._places[station]!;
    const { cut, ...others } = faults;
    place.medium.set(others);
    if (cut === undefined) return;
    for (const one of this._kind === "cable" ? this._places : [place]) one.cut = cut;
    this._settle();
  }

  setPower(station: number, on: boolean): void {
    this._places[station]!.powered = on;
    this._settle();
  }

  /** Without power at one end of a cable there is no link at the other. */
  private _settle(): void {
    const dead = this._kind === "cable" && this._places.some(({ powered }) => !powered);
    for (const { medium, cut, powered } of this._places) medium.set({ cut: cut || !powered || dead });
  }
}
