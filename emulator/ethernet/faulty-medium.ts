import { Chance } from "../serial/chance";
import type { Actor, Simulation } from "../simulation/simulation";
import { frameTime } from "./collision-domain";
import type { Duplex } from "./collision-domain";
import type { Medium, MediumPort, MediumStation, TransmitOutcome } from "./medium";

/** How long a frame takes round a loop, ns. */
const LOOP_TIME = 50_000;

export interface MediumFaults {
  /** Nothing passes, and there is no link. */
  cut: boolean;
  /** How often a frame from a station, and to it, gets lost: 0 to 1. */
  lossFrom: number;
  lossTo: number;
  /** How often a transmission collides with what is not of this medium: 0 to 1. */
  collisions: number;
  /** How often a bit of a frame, in either direction, is flipped: 0 to 1. */
  damage: number;
  /** Whether each frame of a station comes back to it through the network. */
  loop: boolean;
}

const enum Event {
  /** A frame that got lost, or collided, has left. */
  LostSent,
  /** A frame has come round the loop. */
  Looped,
}

/** What stands between a station and the medium. */
class FaultyLink implements MediumStation, MediumPort, Actor {
  inner: MediumPort | null = null;
  private readonly _medium: FaultyMedium;
  private readonly _station: MediumStation;
  private readonly _speed: number;
  private readonly _events: number[];
  private readonly _looped: Uint8Array[] = [];
  private _done: ((outcome: TransmitOutcome) => void) | null = null;
  private _outcome: TransmitOutcome = "sent";
  private _wasUp = false;

  constructor(medium: FaultyMedium, station: MediumStation, speed: number) {
    this._medium = medium;
    this._station = station;
    this._speed = speed;
    this._events = [Event.LostSent, Event.Looped].map((event) => medium.simulation.register(this, event));
  }

  get linkUp(): boolean {
    return this.inner !== null && this.inner.linkUp && !this._medium.faults.cut;
  }

  transmit(frame: Uint8Array, done: (outcome: TransmitOutcome) => void): void {
    const { faults, chance, simulation } = this._medium;
    const collides = chance.happens(faults.collisions);
    if (faults.cut || collides || chance.happens(faults.lossFrom)) {
      this._done = done;
      this._outcome = collides ? "collision" : "sent";
      simulation.after(this._events[Event.LostSent]!, frameTime(frame.length, this._speed));
      return;
    }
    const sent = this._medium.damaged(frame);
    this.inner!.transmit(sent, (outcome) => {
      if (outcome === "sent" && faults.loop) {
        this._looped.push(sent.slice());
        simulation.after(this._events[Event.Looped]!, LOOP_TIME);
      }
      done(this.linkUp ? outcome : "no link");
    });
  }

  frameArrives(frame: Uint8Array): void {
    const { faults, chance } = this._medium;
    if (!faults.cut && !chance.happens(faults.lossTo)) this._station.frameArrives(this._medium.damaged(frame));
  }

  linkChanged(): void {
    if (this.linkUp === this._wasUp) return;
    this._wasUp = this.linkUp;
    this._station.linkChanged(this.linkUp);
  }

  fire(event: Event): void {
    if (event === Event.LostSent) this._done!(this.linkUp ? this._outcome : "no link");
    else for (const frame of this._looped.splice(0)) if (this.linkUp) this._station.frameArrives(frame);
  }
}

/** A medium with faults, for the stations that are plugged in through it. */
export class FaultyMedium implements Medium {
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly faults: MediumFaults = { cut: false, lossFrom: 0, lossTo: 0, collisions: 0, damage: 0, loop: false };
  private readonly _medium: Medium;
  private readonly _links: FaultyLink[] = [];

  constructor(simulation: Simulation, medium: Medium, seed = 1) {
    this.simulation = simulation;
    this.chance = new Chance(seed);
    this._medium = medium;
  }

  plug(station: MediumStation, options: { speed: 10 | 100; duplex: Duplex }): MediumPort {
    const link = new FaultyLink(this, station, options.speed);
    this._links.push(link);
    link.inner = this._medium.plug(link, options);
    link.linkChanged();
    return link;
  }

  /** Changes faults; links come and go at once. */
  set(faults: Partial<MediumFaults>): void {
    Object.assign(this.faults, faults);
    for (const link of this._links) link.linkChanged();
  }

  /** A copy of a frame, with a bit flipped if the dice say so. */
  damaged(frame: Uint8Array): Uint8Array {
    const copy = frame.slice();
    if (!this.chance.happens(this.faults.damage)) return copy;
    const bit = Math.floor(this.chance.fraction() * copy.length * 8);
    copy[bit >> 3]! ^= 1 << (bit & 7);
    return copy;
  }
}
