import type { Simulation } from "../simulation/simulation";
import { CollisionDomain } from "./collision-domain";
import type { Duplex } from "./collision-domain";
import type { Medium, MediumPort, MediumStation } from "./medium";

/** A cable between two stations. There is a link once both are plugged in, at the same speed. */
export class Cable implements Medium {
  private readonly _domain: CollisionDomain;

  constructor(simulation: Simulation) {
    this._domain = new CollisionDomain(simulation);
  }

  plug(station: MediumStation, options: { speed: 10 | 100; duplex: Duplex }): MediumPort {
    const { ports } = this._domain;
    if (ports.length === 2) throw new Error("the cable has two ends, and both are plugged in");
    const port = this._domain.plug(station, options.speed, options.duplex);
    if (ports.length === 2 && ports[0]!.speed === ports[1]!.speed) for (const end of ports) end.setLink(true);
    return port;
  }
}
