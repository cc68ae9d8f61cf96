import { XorShift32 } from "../../../src/random";
import type { Simulation } from "../../simulation/simulation";
import { FROM_0_TO_6 } from "../rtc/bcd-calendar";
import { Deadline } from "../rtc/deadline";
import type { CrystalOptions } from "../rtc/oscillator";
import { RegisterChip } from "../rtc/register-chip";

/** Registers and bits (DS3231 data sheet rev. 10, figure 1, page 11); shared with no driver. */
const SECONDS = 0x00;
const CONTROL = 0x0e;
const STATUS = 0x0f;
const AGING = 0x10;
const TEMPERATURE = 0x11;
const SRAM = 0x14;
const EOSC = 0x80;
const CONV = 0x20;
const OSF = 0x80;
/** Status bits that can only be cleared, and those that can't be written. */
const CLEARABLE = 0x83;
const BUSY = 0x04;
// prettier-ignore
const MASKS = [0x7f, 0x7f, 0x7f, 0x07, 0x3f, 0x9f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0];

const LAYOUT = {
  address: 0x68,
  buffered: 7,
  calendar: { ...FROM_0_TO_6, firstWeekday: 1, twelveHours: true, century: 0x80 },
  // It is compensated.
  curvature: 0,
} as const;

/** Volts: VPF, and what VCC or VBAT must have for the chip to work. */
const POWER_FAIL = 2.58;
const LEAST = 2.3;
/** How long a conversion takes at most, ns. */
const CONVERSION = 200_000_000;
/** What a step of the aging offset takes off, parts per million: "typically" at 25 °C. */
const AGING_STEP = 0.1;

export interface Ds3231ChipOptions extends CrystalOptions {
  /** With the 236 octets of SRAM of a DS3232. Default false. */
  sram?: boolean;
  /** What is at VBAT, volts. Default 3. */
  battery?: number;
  /** Seed of what its SRAM holds at first. Default 1. */
  seed?: number;
}

/**
 * A Maxim DS3231, or DS3232 with its SRAM, as far as a driver can see: clock and calendar with century bit, user buffers,
 * OSF and EOSC, VCC and VBAT, temperature, aging offset, conversions on demand, and the address that wraps at the end. Left
 * out: alarms, which are registers only, the conversions that it makes by itself, and the outputs.
 */
export class Ds3231Chip extends RegisterChip {
  private readonly _random: XorShift32;
  private readonly _converted: Deadline;
  private _converting = false;
  private _battery: number;
  private _supply = 3.3;

  constructor(simulation: Simulation, options: Ds3231ChipOptions = {}) {
    super(simulation, { ...LAYOUT, size: options.sram ? 0x100 : 0x13 }, options);
    this._converted = new Deadline(simulation);
    this._battery = options.battery ?? 3;
    this._random = new XorShift32(options.seed ?? 1);
    this._loseAll();
  }

  /** What is at VCC and at VBAT, volts. */
  power(supply: number, battery = this._battery): void {
    this._update();
    this._supply = supply;
    this._battery = battery;
    if (Math.max(supply, battery) < LEAST) {
      this._loseAll();
      return;
    }
    if (!this._hears) this._release();
    const onBattery = supply < POWER_FAIL && supply < battery;
    // EOSC stops the oscillator while the chip is on VBAT (page 13).
    const runs = !(onBattery && (this._registers[CONTROL]! & EOSC) !== 0);
    if (!runs) this._registers[STATUS]! |= OSF;
    this.oscillator.run(runs);
  }

  /** The interface works on VCC or VBAT (page 11). */
  protected get _hears(): boolean {
    return Math.max(this._supply, this._battery) >= LEAST;
  }

  protected _put(register: number, octet: number): void {
    this._update();
    const before = this._registers[register]!;
    if (register === STATUS) {
      this._registers[STATUS] = (before & octet & CLEARABLE) | (before & BUSY) | (octet & ~(CLEARABLE | BUSY));
    } else this._registers[register] = register >= MASKS.length ? octet : octet & MASKS[register]!;
    // The countdown chain begins anew (page 12).
    if (register === SECONDS) this.oscillator.reset();
    // CONV stays 1 until the conversion is over, and can't be taken back (page 13).
    if (register === CONTROL && this._converting) this._registers[CONTROL]! |= CONV;
    if (register === CONTROL && (octet & CONV) !== 0 && !this._converting) {
      this._converting = true;
      this._converted.set(CONVERSION);
      this._takeAging();
    }
  }

  protected override _get(register: number): number {
    const quarters = Math.round(4 * this.oscillator.temperature);
    if (register === TEMPERATURE) return (quarters >> 2) & 0xff;
    return register === TEMPERATURE + 1 ? (quarters & 3) << 6 : super._get(register);
  }

  protected override _next(register: number): number {
    const next = super._next(register);
    // On any start, and when the pointer becomes 0 (page 11).
    if (next === 0) this._fillBuffer();
    return next;
  }

  protected override _update(): void {
    super._update();
    if (!this._converting || !this._converted.passed) return;
    this._converting = false;
    this._registers[CONTROL]! &= ~CONV;
  }

  /** The aging offset counts from a conversion on, here from its beginning; positive values slow the oscillator. */
  private _takeAging(): void {
    this.oscillator.trim = ((this._registers[AGING]! << 24) >> 24) * -AGING_STEP;
  }

  /** The first supply: 01/01/00, weekday 1, 00:00:00, OSF set; the oscillator starts (pages 12 to 14). */
  private _loseAll(): void {
    this._registers.fill(0);
    this._registers.set([0, 0, 0, 1, 1, 1, 0]);
    this._registers[CONTROL] = 0x1c;
    this._registers[STATUS] = OSF | 0x08;
    for (let i = SRAM; i < this._registers.length; i++) this._registers[i] = this._random.next();
    this._release();
    this._pointer = 0;
    this._converting = false;
    this._takeAging();
    this.oscillator.reset();
    this.oscillator.run(Math.max(this._supply, this._battery) >= LEAST);
  }
}
