import { SECOND } from "../../simulation/simulation";
import type { Simulation } from "../../simulation/simulation";

const YEAR = 365.25 * 86400;

/** Where the frequency of a tuning fork is highest, °C. */
const TURNOVER = 25;
/** What it loses towards both sides, typically, parts per million by the square of the distance in °C. */
export const TUNING_FORK = -0.034;

export interface CrystalOptions {
  /** How much too fast it is at 25 °C when the simulation begins, parts per million. Default 0. */
  drift?: number;
  /** By how much it becomes faster, parts per million a year. Default 0. */
  aging?: number;
  /** °C. Default 25. */
  temperature?: number;
}

/**
 * The crystal of a clock chip and the divider chain behind it: whole seconds, which are fetched when the chip's registers
 * are looked at. Its frequency is off by drift, aging and temperature, and by what the chip's calibration adds.
 */
export class Oscillator {
  private readonly _simulation: Simulation;
  private readonly _curvature: number;
  private _drift: number;
  private readonly _aging: number;
  private _temperature: number;
  private _trim = 0;
  private _running = false;
  /** What the divider chain holds, ns of the crystal's own time, as it was at {@link _at}. */
  private _phase = 0;
  private _atSeconds = 0;
  private _atNanos = 0;

  /** @param curvature of its frequency over temperature, as {@link TUNING_FORK} is; 0: the chip compensates it */
  constructor(simulation: Simulation, crystal: CrystalOptions = {}, curvature = TUNING_FORK) {
    this._simulation = simulation;
    this._curvature = curvature;
    this._drift = crystal.drift ?? 0;
    this._aging = crystal.aging ?? 0;
    this._temperature = crystal.temperature ?? TURNOVER;
  }

  get running(): boolean {
    return this._running;
  }

  /** How much too fast it is at 25 °C, parts per million, aging left out; from now on where it is set. */
  get drift(): number {
    return this._drift;
  }

  set drift(drift: number) {
    this._catchUp();
    this._drift = drift;
  }

  /** °C. */
  get temperature(): number {
    return this._temperature;
  }

  set temperature(temperature: number) {
    this._catchUp();
    this._temperature = temperature;
  }

  /** By how much the chip's calibration makes the clock faster, parts per million. */
  set trim(trim: number) {
    this._catchUp();
    this._trim = trim;
  }

  /** How much too fast the clock is at this moment, parts per million. */
  get error(): number {
    return this._errorAt(this._simulation.seconds);
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

  private _errorAt(seconds: number): number {
    const heat = (this._temperature - TURNOVER) ** 2 * this._curvature;
    return this._drift + (this._aging * seconds) / YEAR + heat + this._trim;
  }

  private _catchUp(): void {
    const { seconds, nanos } = this._simulation;
    if (this._running) {
      const passed = (seconds - this._atSeconds) * SECOND + (nanos - this._atNanos);
      // Aging is linear: what counts is the error in the middle.
      this._phase += passed * (1 + this._errorAt((this._atSeconds + seconds) / 2) / 1e6);
    }
    this._atSeconds = seconds;
    this._atNanos = nanos;
  }
}
