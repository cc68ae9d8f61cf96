import { Fcs32 } from "../../src/framing/fcs";
import { Chance } from "../serial/chance";
import type { Actor, Simulation } from "../simulation/simulation";
import { Cable } from "./cable";
import type { Duplex } from "./collision-domain";
import type { Medium, MediumPort, MediumStation, TransmitOutcome } from "./medium";

const fcs = new Fcs32();

const ADDRESS = 6;
const SHORTEST = 64;
/** How many frames a port holds that are to leave it, and how often it tries to send one. */
const QUEUE = 64;
const ATTEMPTS = 16;
/** Bit times of a slot, the unit of waits after collisions. */
const SLOT = 512;

/** One of the switch's own ports: it is the station at the other end of a cable. */
class SwitchPort implements MediumStation, Actor {
  port: MediumPort | null = null;
  private readonly _switch: Switch;
  private readonly _speed: number;
  private readonly _retry: number;
  private readonly _queue: Uint8Array[] = [];
  private _attempts = 0;

  constructor(of: Switch, speed: number) {
    this._switch = of;
    this._speed = speed;
    this._retry = of.simulation.register(this, 0);
  }

  frameArrives(frame: Uint8Array): void {
    this._switch.forward(this, frame);
  }

  linkChanged(): void {}

  send(frame: Uint8Array): void {
    if (!this.port!.linkUp || this._queue.length === QUEUE) return;
    this._queue.push(frame);
    if (this._queue.length === 1) this._try();
  }

  fire(): void {
    this._try();
  }

  private _try(): void {
    this._attempts++;
    this.port!.transmit(this._queue[0]!, (outcome) => this._ended(outcome));
  }

  private _ended(outcome: TransmitOutcome): void {
    if (outcome === "collision" && this._attempts < ATTEMPTS) {
      const slots = Math.floor(this._switch.chance.fraction() * 2 ** Math.min(this._attempts, 10));
      this._switch.simulation.after(this._retry, (slots * SLOT * 1000) / this._speed);
      return;
    }
    this._attempts = 0;
    this._queue.shift();
    if (this._queue.length > 0) this._try();
  }
}

/**
 * A learning switch that stores and forwards: a frame goes to the port where its destination was heard last, to all
 * others where it was not, and nowhere where that is the port that it came from. Damaged frames go nowhere. Its ports have
 * the speed and duplex mode of the station that is plugged in.
 */
export class Switch implements Medium {
  readonly simulation: Simulation;
  readonly chance: Chance;
  private readonly _ports: SwitchPort[] = [];
  private readonly _places = new Map<string, SwitchPort>();

  constructor(simulation: Simulation, seed = 1) {
    this.simulation = simulation;
    this.chance = new Chance(seed);
  }

  plug(station: MediumStation, options: { speed: 10 | 100; duplex: Duplex }): MediumPort {
    const cable = new Cable(this.simulation);
    const own = new SwitchPort(this, options.speed);
    own.port = cable.plug(own, options);
    this._ports.push(own);
    return cable.plug(station, options);
  }

  forward(from: SwitchPort, frame: Uint8Array): void {
    if (frame.length < SHORTEST || fcs.update(fcs.initial, frame, 0, frame.length) !== fcs.good) return;
    this._places.set(frame.subarray(ADDRESS, 2 * ADDRESS).join(), from);
    const isGroup = (frame[0]! & 1) !== 0;
    const place = isGroup ? undefined : this._places.get(frame.subarray(0, ADDRESS).join());
    if (place === undefined) for (const port of this._ports) if (port !== from) port.send(frame.slice());
    if (place !== undefined && place !== from) place.send(frame);
  }
}
