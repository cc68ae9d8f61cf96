import type { Simulation } from "../simulation/simulation";
import { CollisionDomain } from "./collision-domain";
import type { Duplex } from "./collision-domain";
import type { Medium, MediumPort, MediumStation } from "./medium";

/** A hub: each frame goes to all other stations. There is a link for each station of its speed. */
export class Hub implements Medium {
  private readonly _domain: CollisionDomain;
  private readonly _speed: number;

  constructor(simulation: Simulation, speed: 10 | 100 = 10) {
    this._domain = new CollisionDomain(simulation);
    this._speed = speed;
  }

  plug(station: MediumStation, options: { speed: 10 | 100; duplex: Duplex }): MediumPort {
    const port = this._domain.plug(station, options.speed, options.duplex);
    port.setLink(options.speed === this._speed);
    return port;
  }
}
