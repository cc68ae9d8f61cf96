import type { Level, LogicAnalyser } from "../serial/pin";
import { SECOND } from "../simulation/simulation";
import type { Actor, Simulation } from "../simulation/simulation";

/** A change of level that the analyser has not seen yet. */
interface Edge {
  channel: number;
  level: Level;
  seconds: number;
  nanos: number;
}

const enum Wire {
  ChipSelect,
  Clock,
  Mosi,
  Miso,
}

/**
 * Draws the transactions of an SPI bus in mode 0 as levels in time: data change where the clock falls and are taken where
 * it rises. A transaction's edges are known when it happens, and are told to the analyser as their time comes.
 */
export class SpiLevels implements Actor {
  private readonly _simulation: Simulation;
  private readonly _analyser: LogicAnalyser;
  private readonly _channels: number[];
  /** The level that each wire has after the last edge drawn. */
  private readonly _levels: Level[] = [1, 0, 0, 0];
  private readonly _halfBit: number;
  private readonly _event: number;
  private readonly _edges: Edge[] = [];
  /** How many of the edges were told. */
  private _told = 0;
  /** Where the next edge is drawn; nanoseconds may have a fraction. */
  private _seconds = 0;
  private _nanos = 0;

  /** @param bitTime ns */
  constructor(simulation: Simulation, analyser: LogicAnalyser, name: string, bitTime: number) {
    this._simulation = simulation;
    this._analyser = analyser;
    this._halfBit = bitTime / 2;
    this._channels = ["CS", "SCK", "MOSI", "MISO"].map((wire, i) =>
      analyser.addChannel(`${name}.${wire}`, this._levels[i]!),
    );
    this._event = simulation.register(this, 0);
  }

  /** Draws a transaction that sent and received these octets. */
  draw(sent: readonly number[], received: readonly number[]): void {
    const { seconds, nanos } = this._simulation;
    if (this._seconds < seconds || (this._seconds === seconds && this._nanos < nanos)) {
      this._seconds = seconds;
      this._nanos = nanos;
    }
    this._change(Wire.ChipSelect, 0);
    sent.forEach((octet, i) => this._drawOctet(octet, received[i]!));
    this._wait();
    this._change(Wire.ChipSelect, 1);
    this._wait();
    this._wait();
    this._schedule();
  }

  fire(): void {
    const { seconds, nanos } = this._simulation;
    for (; this._told < this._edges.length; this._told++) {
      const edge = this._edges[this._told]!;
      if (edge.seconds !== seconds || edge.nanos !== nanos) break;
      this._analyser.levelChanged(this._channels[edge.channel]!, edge.level, seconds, nanos);
    }
    this._schedule();
  }

  private _drawOctet(mosi: number, miso: number): void {
    for (let bit = 7; bit >= 0; bit--) {
      this._change(Wire.Mosi, ((mosi >> bit) & 1) as Level);
      this._change(Wire.Miso, ((miso >> bit) & 1) as Level);
      this._wait();
      this._change(Wire.Clock, 1);
      this._wait();
      this._change(Wire.Clock, 0);
    }
  }

  private _wait(): void {
    this._nanos += this._halfBit;
    if (this._nanos < SECOND) return;
    this._nanos -= SECOND;
    this._seconds++;
  }

  private _change(wire: Wire, level: Level): void {
    if (this._levels[wire] === level) return;
    this._levels[wire] = level;
    this._edges.push({ channel: wire, level, seconds: this._seconds, nanos: Math.floor(this._nanos) });
  }

  private _schedule(): void {
    const edge = this._edges[this._told];
    if (edge !== undefined) {
      if (!this._simulation.isScheduled(this._event)) this._simulation.at(this._event, edge.seconds, edge.nanos);
      return;
    }
    this._edges.length = 0;
    this._told = 0;
  }
}
