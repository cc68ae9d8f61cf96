import type { Simulation } from "../../simulation/simulation";
import type { CrystalOptions } from "../rtc/oscillator";
import { RegisterChip } from "../rtc/register-chip";

/** Registers and bits (PCF8563 data sheet rev. 10, section 8.2, table 4); shared with no driver. */
const CONTROL1 = 0x00;
const SECONDS = 0x02;
const STOP = 0x20;
const VL = 0x80;
/** The bits that a register has; what the others read is not defined. */
// prettier-ignore
const MASKS = [0xa8, 0x1f, 0xff, 0x7f, 0x3f, 0x3f, 0x07, 0x9f, 0xff, 0xff, 0xbf, 0xbf, 0x87, 0x83, 0x83, 0xff];

const LAYOUT = {
  address: 0x51,
  size: 16,
  // The counters are held while they are accessed, and catch up afterwards (section 8.5, page 13).
  buffered: 0,
  calendar: {
    seconds: SECONDS,
    minutes: 0x03,
    hours: 0x04,
    date: 0x05,
    weekday: 0x06,
    month: 0x07,
    year: 0x08,
    firstWeekday: 0,
    twelveHours: false,
    century: 0x80,
  },
} as const;

/** Volts: below Vlow VL is set; the bus works from 1.8 V on. */
const LOW = 0.9;
const BUS = 1.8;

export interface Pcf8563ChipOptions extends CrystalOptions {
  /** What the bits read that a register does not have. Default 1. */
  undefinedBits?: 0 | 1;
}

/**
 * An NXP PCF8563, as far as a driver can see: clock and calendar with century bit, VL and STOP, the time that stands still
 * while it is accessed. Left out: alarms and timer, which are registers only, CLKOUT, the test modes.
 */
export class Pcf8563Chip extends RegisterChip {
  private readonly _undefined: number;
  private _supply = 3.3;

  constructor(simulation: Simulation, options: Pcf8563ChipOptions = {}) {
    super(simulation, LAYOUT, options);
    this._undefined = options.undefinedBits === 0 ? 0 : 0xff;
    this._reset();
  }

  /** What is at VDD, volts: of the main supply, or of a battery behind a diode. */
  power(supply: number): void {
    this._update();
    this._supply = supply;
    if (supply < LOW) this._reset();
    if (!this._hears) this._release();
  }

  protected get _hears(): boolean {
    return this._supply >= BUS;
  }

  protected _put(register: number, octet: number): void {
    this._registers[register] = octet & MASKS[register]!;
    if (register !== CONTROL1) return;
    const stopped = (octet & STOP) !== 0;
    // STOP holds the prescaler at 0.
    this.oscillator.run(!stopped);
    if (stopped) this.oscillator.reset();
  }

  protected override _get(register: number): number {
    return super._get(register) | (~MASKS[register]! & this._undefined & 0xff);
  }

  /** VL set, TESTC set, all else 0; the time is not reset, and may be anything. */
  private _reset(): void {
    this._registers.fill(0);
    this._registers.set([0x08, 0x00, VL | 0x23, 0x45, 0x12, 0x17, 0x03, 0x05, 0x99]);
    this._registers[0x0d] = 0x80;
    this._registers[0x0e] = 0x03;
    this._release();
    this.oscillator.reset();
    this.oscillator.run(this._supply >= LOW);
  }
}
