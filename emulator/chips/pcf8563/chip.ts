import type { I2cDevice } from "../../i2c/i2c-device";
import type { Simulation } from "../../simulation/simulation";
import { BcdCalendar } from "../rtc/bcd-calendar";
import { Oscillator } from "../rtc/oscillator";

/** Registers and bits (PCF8563 data sheet rev. 10, section 8.2, table 4); shared with no driver. */
const CONTROL1 = 0x00;
const SECONDS = 0x02;
const MONTHS = 0x07;
const SIZE = 16;
const STOP = 0x20;
const VL = 0x80;
/** The bits that a register has; what the others read is not defined. */
// prettier-ignore
const MASKS = [0xa8, 0x1f, 0xff, 0x7f, 0x3f, 0x3f, 0x07, 0x9f, 0xff, 0xff, 0xbf, 0xbf, 0x87, 0x83, 0x83, 0xff];

/** Volts: below Vlow VL is set; the bus works from 1.8 V on. */
const LOW = 0.9;
const BUS = 1.8;

export interface Pcf8563ChipOptions {
  drift?: number;
  /** What the bits read that a register does not have. Default 1. */
  undefinedBits?: 0 | 1;
}

/**
 * An NXP PCF8563, as far as a driver can see: clock and calendar with century bit, VL and STOP, the time that stands still
 * while it is accessed. Left out: alarms and timer, which are registers only, CLKOUT, the test modes.
 */
export class Pcf8563Chip implements I2cDevice {
  readonly oscillator: Oscillator;
  private readonly _registers = new Uint8Array(SIZE);
  private readonly _calendar: BcdCalendar;
  private readonly _undefined: number;
  private _supply = 3.3;
  private _pointer = 0;
  private _selected = false;
  private _addressed = false;

  constructor(simulation: Simulation, options: Pcf8563ChipOptions = {}) {
    this.oscillator = new Oscillator(simulation);
    this.oscillator.drift = options.drift ?? 0;
    this._undefined = options.undefinedBits === 0 ? 0 : 0xff;
    this._calendar = new BcdCalendar(this._registers, {
      seconds: SECONDS,
      minutes: 0x03,
      hours: 0x04,
      date: 0x05,
      weekday: 0x06,
      month: MONTHS,
      year: 0x08,
      firstWeekday: 0,
      twelveHours: false,
      century: () => (this._registers[MONTHS]! ^= 0x80),
    });
    this._reset();
  }

  /** What is at VDD, volts: of the main supply, or of a battery behind a diode. */
  power(supply: number): void {
    this._update();
    this._supply = supply;
    if (supply < LOW) this._reset();
    this._selected &&= supply >= BUS;
  }

  start(address: number): boolean {
    // The counters are held from here on, and catch up after the access (section 8.5, page 13).
    this._update();
    this._selected = address === 0x51 && this._supply >= BUS;
    this._addressed = true;
    return this._selected;
  }

  write(octet: number): boolean {
    if (!this._selected) return false;
    if (this._addressed) {
      this._addressed = false;
      this._pointer = octet % SIZE;
      return true;
    }
    this._registers[this._pointer] = octet & MASKS[this._pointer]!;
    if (this._pointer === CONTROL1) {
      const stopped = (octet & STOP) !== 0;
      // STOP holds the prescaler at 0.
      this.oscillator.run(!stopped);
      if (stopped) this.oscillator.reset();
    }
    this._pointer = (this._pointer + 1) % SIZE;
    return true;
  }

  read(): number {
    if (!this._selected) return 0xff;
    const register = this._pointer;
    this._pointer = (register + 1) % SIZE;
    return this._registers[register]! | (~MASKS[register]! & this._undefined & 0xff);
  }

  stop(): void {
    this._selected = false;
  }

  private _update(): void {
    this._calendar.advance(this.oscillator.seconds());
  }

  /** VL set, TESTC set, all else 0; the time is not reset, and may be anything. */
  private _reset(): void {
    this._registers.fill(0);
    this._registers.set([0x08, 0x00, VL | 0x23, 0x45, 0x12, 0x17, 0x03, 0x05, 0x99]);
    this._registers[0x0d] = 0x80;
    this._registers[0x0e] = 0x03;
    this._selected = false;
    this.oscillator.reset();
    this.oscillator.run(this._supply >= LOW);
  }
}
