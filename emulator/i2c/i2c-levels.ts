import { Probe } from "../serial/pin";
import type { Level, LogicAnalyser } from "../serial/pin";
import type { Simulation } from "../simulation/simulation";

/**
 * Draws what happens on an I2C bus as levels in time: SDA changes in the middle of the low half of SCL, and is taken while
 * SCL is high.
 */
export class I2cLevels {
  private readonly _data: Probe;
  private readonly _clock: Probe;
  /** Half a bit, ns. */
  private readonly _half: number;
  /** Where the next edge is drawn: ns from second {@link _seconds} on, perhaps with a fraction. */
  private _seconds = 0;
  private _nanos = 0;

  /** @param bitTime ns */
  constructor(simulation: Simulation, analyser: LogicAnalyser, name: string, bitTime: number) {
    this._clock = new Probe(simulation, analyser, `${name}.SCL`);
    this._data = new Probe(simulation, analyser, `${name}.SDA`);
    this._half = bitTime / 2;
  }

  /** What is drawn next begins at a time, which is not before the end of what was drawn. */
  begin(seconds: number, nanos: number): void {
    this._seconds = seconds;
    this._nanos = nanos;
  }

  /** From an idle bus; takes half a bit. */
  start(): void {
    this._sda(0);
    this._wait(this._half);
    this._scl(0);
  }

  /** Takes a bit. */
  repeatedStart(): void {
    this._wait(this._half / 2);
    this._sda(1);
    this._wait(this._half / 2);
    this._scl(1);
    this._wait(this._half / 2);
    this._sda(0);
    this._wait(this._half / 2);
    this._scl(0);
  }

  /** Bits, the most significant first. */
  bits(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) {
      this._wait(this._half / 2);
      this._sda(((value >> bit) & 1) as Level);
      this._wait(this._half / 2);
      this._scl(1);
      this._wait(this._half);
      this._scl(0);
    }
  }

  /** Takes a bit. */
  stop(): void {
    this._wait(this._half / 2);
    this._sda(0);
    this._wait(this._half / 2);
    this._scl(1);
    this._wait(this._half);
    this._sda(1);
  }

  /** A clock from an idle bus whose SDA is held, and what SDA is after it. */
  clock(data: Level): void {
    this._scl(0);
    this._wait(this._half / 2);
    this._sda(data);
    this._wait(this._half / 2);
    this._scl(1);
    this._wait(this._half);
  }

  /** A stop after {@link clock}. */
  stopAfterClock(): void {
    this._scl(0);
    this.stop();
  }

  hold(data: Level, clock: Level): void {
    this._sda(data);
    this._scl(clock);
  }

  /** Takes back what was drawn from a time on. */
  truncate(seconds: number, nanos: number): void {
    for (const { pin } of [this._data, this._clock]) {
      pin.truncate(seconds, nanos);
      pin.settle();
    }
    this.begin(seconds, nanos);
  }

  /** Hands on what was drawn. */
  settle(): void {
    this._data.pin.settle();
    this._clock.pin.settle();
  }

  private _wait(nanos: number): void {
    this._nanos += nanos;
  }

  private _sda(level: Level): void {
    this._data.pin.change(level, this._seconds, Math.floor(this._nanos));
  }

  private _scl(level: Level): void {
    this._clock.pin.change(level, this._seconds, Math.floor(this._nanos));
  }
}
