import type { Actor, Simulation } from "../simulation/simulation";
import { SECOND } from "../simulation/simulation";

export type Level = 0 | 1;

/** Where a pin's levels are looked at: told in bulk that there are new edges, or that some will not come after all. */
export interface PinReader {
  edgesChanged(): void;
}

/**
 * The level of a wire over time: the edges that its one reader has not passed yet, those to come included. Whoever
 * drives the wire writes all edges of a character at its start, and so needs no event for each.
 *
 * Edges are numbered from 0 and alternate; the wire idles at 1, so that even edges fall and odd ones rise.
 */
export class Pin {
  reader: PinReader | null = null;
  /** A pin that is driven to the same levels, for a second reader. */
  mirror: Pin | null = null;
  /** The oldest edge that the reader has not passed, and the one after the newest. */
  first = 0;
  end = 0;
  private _seconds = new Int32Array(64);
  private _nanos = new Int32Array(64);

  /** The level before an edge. */
  levelBefore(edge: number): Level {
    return ((edge & 1) ^ 1) as Level;
  }

  secondsOf(edge: number): number {
    return this._seconds[edge & (this._seconds.length - 1)]!;
  }

  nanosOf(edge: number): number {
    return this._nanos[edge & (this._nanos.length - 1)]!;
  }

  /** When an edge comes, ns after a time. */
  offsetOf(edge: number, seconds: number, nanos: number): number {
    const place = edge & (this._seconds.length - 1);
    return (this._seconds[place]! - seconds) * SECOND + (this._nanos[place]! - nanos);
  }

  /**
   * The level from a time on, which is not before the newest edge; no edge where it has that level already.
   * @param nanos whole, and may be more than a second
   */
  change(level: Level, seconds: number, nanos: number): void {
    if (this.mirror !== null) this.mirror.change(level, seconds, nanos);
    if (this.levelBefore(this.end) === level) return;
    if (this.end - this.first === this._seconds.length) this._grow();
    const carry = Math.floor(nanos / SECOND);
    const place = this.end & (this._seconds.length - 1);
    this._seconds[place] = seconds + carry;
    this._nanos[place] = nanos - carry * SECOND;
    this.end++;
  }

  /** Takes back the edges at or after a time that the reader has not passed. */
  truncate(seconds: number, nanos: number): void {
    if (this.mirror !== null) this.mirror.truncate(seconds, nanos);
    while (this.end > this.first && this.offsetOf(this.end - 1, seconds, nanos) >= 0) this.end--;
  }

  /** Tells the readers, after any number of changes. */
  settle(): void {
    if (this.reader !== null) this.reader.edgesChanged();
    if (this.mirror !== null) this.mirror.settle();
  }

  private _grow(): void {
    const grown = (old: Int32Array) => {
      const bigger = new Int32Array(old.length * 2);
      for (let edge = this.first; edge < this.end; edge++) {
        bigger[edge & (bigger.length - 1)] = old[edge & (old.length - 1)]!;
      }
      return bigger;
    };
    this._seconds = grown(this._seconds);
    this._nanos = grown(this._nanos);
  }
}

/** Sees pins as a logic analyser does: a channel for each, and every change of its level at its time. */
export interface LogicAnalyser {
  /** Puts a probe on a pin. @returns the channel's number */
  addChannel(name: string, level: Level): number;
  levelChanged(channel: number, level: Level, seconds: number, nanos: number): void;
}

/** Reads a pin edge by edge as they come, for a logic analyser: an event for each. */
export class Probe implements Actor, PinReader {
  readonly pin = new Pin();
  private readonly _simulation: Simulation;
  private readonly _analyser: LogicAnalyser;
  private readonly _channel: number;
  private readonly _event: number;

  constructor(simulation: Simulation, analyser: LogicAnalyser, name: string) {
    this._simulation = simulation;
    this._analyser = analyser;
    this._channel = analyser.addChannel(name, 1);
    this._event = simulation.register(this, 0);
    this.pin.reader = this;
  }

  edgesChanged(): void {
    const pin = this.pin;
    if (pin.first === pin.end) this._simulation.cancel(this._event);
    else this._simulation.at(this._event, pin.secondsOf(pin.first), pin.nanosOf(pin.first));
  }

  fire(): void {
    const { seconds, nanos } = this._simulation;
    const pin = this.pin;
    pin.first++;
    this._analyser.levelChanged(this._channel, pin.levelBefore(pin.first), seconds, nanos);
    this.edgesChanged();
  }
}
