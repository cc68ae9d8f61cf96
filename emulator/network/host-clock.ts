import type { Alarm, AlarmListener, Clock } from "../../src/ports";
import type { Actor, Simulation } from "../simulation/simulation";
import { virtualTime } from "./virtual-time";

/** The clock and the alarm of an emulated host. While it sleeps nothing rings; what was due rings when it wakes. */
export class HostClock implements Clock, Alarm, Actor {
  private readonly _simulation: Simulation;
  private readonly _event: number;
  private readonly _start: number;
  private _listener: AlarmListener | null = null;
  private _wakesAt = 0;

  /** @param start what the clock says when the simulation begins, ms */
  constructor(simulation: Simulation, start: number) {
    this._simulation = simulation;
    this._start = start;
    this._event = simulation.register(this, 0);
  }

  get isAsleep(): boolean {
    return virtualTime(this._simulation) < this._wakesAt;
  }

  now(): number {
    return (Math.floor(virtualTime(this._simulation)) + this._start) | 0;
  }

  attach(listener: AlarmListener): void {
    this._listener = listener;
  }

  /** Rings when the clock has moved on by `delay` ms: its ticks are whole milliseconds. */
  set(delay: number): void {
    const fraction = this._simulation.nanos % 1e6;
    if (delay < 0) this._simulation.cancel(this._event);
    else this._simulation.after(this._event, Math.max(delay * 1e6 - fraction, 0));
  }

  close(): void {
    this._simulation.cancel(this._event);
  }

  /** Sleeps for `time` ms from now. */
  sleep(time: number): void {
    this._wakesAt = virtualTime(this._simulation) + time;
  }

  fire(): void {
    const left = this._wakesAt - virtualTime(this._simulation);
    if (left > 0) this._simulation.after(this._event, Math.ceil(left * 1e6));
    else this._listener!.wake();
  }
}
