import { SECOND } from "../../simulation/simulation";
import type { Simulation } from "../../simulation/simulation";

/** When something that takes a chip a while is over, in virtual time. At first it is. */
export class Deadline {
  private readonly _simulation: Simulation;
  private _seconds = 0;
  private _nanos = 0;

  constructor(simulation: Simulation) {
    this._simulation = simulation;
  }

  /** @param delay ns from now on */
  set(delay: number): void {
    const nanos = this._simulation.nanos + delay;
    this._seconds = this._simulation.seconds + Math.floor(nanos / SECOND);
    this._nanos = nanos % SECOND;
  }

  get passed(): boolean {
    const { seconds, nanos } = this._simulation;
    return seconds > this._seconds || (seconds === this._seconds && nanos >= this._nanos);
  }
}
