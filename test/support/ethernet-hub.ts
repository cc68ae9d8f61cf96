import type { Medium, MediumPort, MediumStation, TransmitOutcome } from "../../emulator/ethernet/medium";
import type { Simulation } from "../../emulator/simulation/simulation";

/** A cable between stations: what one sends arrives at all others, after its time at 100 Mbit/s. */
export class EthernetHub implements Medium {
  /** Every frame that was sent, without FCS. */
  readonly frames: Uint8Array[] = [];
  /** Frames that this refuses are lost. */
  passes: (frame: Uint8Array) => boolean = () => true;
  /** So many transmissions collide. */
  collisions = 0;
  private readonly _simulation: Simulation;
  private readonly _stations: MediumStation[] = [];
  private _linkUp = true;

  constructor(simulation: Simulation) {
    this._simulation = simulation;
  }

  get linkUp(): boolean {
    return this._linkUp;
  }

  set linkUp(up: boolean) {
    this._linkUp = up;
    for (const station of this._stations) station.linkChanged(up);
  }

  plug(station: MediumStation): MediumPort {
    this._stations.push(station);
    const linkUp = () => this._linkUp;
    return {
      get linkUp() {
        return linkUp();
      },
      transmit: (frame, done) => this._transmit(station, frame, done),
    };
  }

  private _transmit(from: MediumStation, frame: Uint8Array, done: (outcome: TransmitOutcome) => void): void {
    const fire = () => {
      if (!this._linkUp) {
        done("no link");
        return;
      }
      if (this.collisions > 0) {
        this.collisions--;
        done("collision");
        return;
      }
      this.frames.push(frame.slice(0, -4));
      done("sent");
      if (!this.passes(frame)) return;
      for (const station of this._stations) if (station !== from) station.frameArrives(frame.slice());
    };
    this._simulation.after(this._simulation.register({ fire }, 0), (frame.length + 20) * 80);
  }
}
