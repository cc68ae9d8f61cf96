import type { I2cDevice } from "../../i2c/i2c-device";
import type { Simulation } from "../../simulation/simulation";
import { BcdCalendar } from "./bcd-calendar";
import type { CalendarMap } from "./bcd-calendar";
import { Oscillator } from "./oscillator";
import type { CrystalOptions } from "./oscillator";

export interface RegisterChipLayout {
  /** On the bus, 7 bits. */
  address: number;
  /** Registers, from 0 on. */
  size: number;
  /** How many of them, from 0 on, a start copies for whoever reads; 0: none, or the clock is held instead. */
  buffered: number;
  calendar: CalendarMap;
  /** Of the crystal's frequency over temperature, if it is no plain tuning fork. */
  curvature?: number;
}

/**
 * What clock chips on I2C have in common: registers behind a pointer, which a write sets and each octet moves on, a copy of
 * those of the time, which does not change while they are read, and the crystal that moves them.
 */
export abstract class RegisterChip implements I2cDevice {
  readonly oscillator: Oscillator;
  protected readonly _registers: Uint8Array;
  protected readonly _buffer: Uint8Array;
  protected _pointer = 0;
  private readonly _address: number;
  private readonly _calendar: BcdCalendar;
  private _selected = false;
  /** The octet that comes next is the number of a register. */
  private _addressed = false;

  constructor(simulation: Simulation, layout: RegisterChipLayout, crystal: CrystalOptions) {
    this.oscillator = new Oscillator(simulation, crystal, layout.curvature);
    this._registers = new Uint8Array(layout.size);
    this._buffer = new Uint8Array(layout.buffered);
    this._address = layout.address;
    this._calendar = new BcdCalendar(this._registers, layout.calendar);
  }

  start(address: number, reading = false): boolean {
    this._fillBuffer();
    this._selected = address === this._address && this._hears;
    this._addressed = !reading;
    return this._selected;
  }

  write(octet: number): boolean {
    if (!this._selected) return false;
    if (this._addressed) {
      this._addressed = false;
      return this._point(octet);
    }
    const register = this._pointer;
    this._put(register, octet);
    this._pointer = this._next(register);
    return true;
  }

  read(): number {
    if (!this._selected) return 0xff;
    const register = this._pointer;
    const octet = this._get(register);
    this._pointer = this._next(register);
    return octet;
  }

  stop(): void {
    this._selected = false;
  }

  /** Whether its supply is enough for it to hear what is on the bus. */
  protected abstract get _hears(): boolean;

  /** An octet is written to a register. */
  protected abstract _put(register: number, octet: number): void;

  protected _get(register: number): number {
    return register < this._buffer.length ? this._buffer[register]! : this._registers[register]!;
  }

  /** Takes the number of a register. @returns whether it acknowledges it */
  protected _point(octet: number): boolean {
    this._pointer = octet % this._registers.length;
    return true;
  }

  /** The register behind another one. */
  protected _next(register: number): number {
    return (register + 1) % this._registers.length;
  }

  /** Brings the time up to date, and copies it. */
  protected _fillBuffer(): void {
    this._update();
    this._buffer.set(this._registers.subarray(0, this._buffer.length));
  }

  /** Brings all that goes on by itself up to date. */
  protected _update(): void {
    this._count(this.oscillator.seconds());
  }

  /** Whole seconds have passed. */
  protected _count(seconds: number): void {
    this._calendar.advance(seconds);
  }

  /** An access that is under way, if one is, ends. */
  protected _release(): void {
    this._selected = false;
  }
}
