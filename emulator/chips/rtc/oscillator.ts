import { SECOND } from "../../simulation/simulation";
import type { Simulation } from "../../simulation/simulation";

/**
 * The crystal of a clock chip and the divider chain behind it: whole seconds, which are fetched when the chip's registers
 * are looked at.
 */
export class Oscillator {
  private readonly _simulation: Simulation;
  private _running = false;
  private _drift = 0;
  /** What the divider chain holds, ns of the crystal's own time, as it was at {@link _at}. */
  private _phase = 0;
  private _atSeconds = 0;
  private _atNanos = 0;

  constructor(simulation: Simulation) {
    this._simulation = simulation;
  }

  /** How much too fast it is, parts per million; from now on where it is set. */
  get drift(): number {
    return this._drift;
  }

  set drift(drift: number) {
    this._catchUp();
    this._drift = drift;
  }

  get running(): boolean {
    return this._running;
  }

  /** Starts it, after `delay` ns, or stops it; what the divider chain holds stays. */
  run(running: boolean, delay = 0): void {
    this._catchUp();
    if (running && !this._running) this._phase -= delay;
    this._running = running;
  }

  /** Makes the divider chain begin a second. */
  reset(): void {
    this._catchUp();
    this._phase = Math.min(0, this._phase);
  }

  /** The whole seconds that have passed since the last call. */
  seconds(): number {
    this._catchUp();
    const seconds = Math.max(0, Math.floor(this._phase / SECOND));
    this._phase -= seconds * SECOND;
    return seconds;
  }

  private _catchUp(): void {
    const { seconds, nanos } = this._simulation;
    if (this._running) {
      const passed = (seconds - this._atSeconds) * SECOND + (nanos - this._atNanos);
      this._phase += passed * (1 + this._drift / 1e6);
    }
    this._atSeconds = seconds;
    this._atNanos = nanos;
  }
}
