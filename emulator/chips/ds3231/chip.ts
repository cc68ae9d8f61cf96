import { XorShift32 } from "../../../src/random";
import type { I2cDevice } from "../../i2c/i2c-device";
import type { Simulation } from "../../simulation/simulation";
import { BcdCalendar } from "../rtc/bcd-calendar";
import { Oscillator } from "../rtc/oscillator";

/** Registers and bits (DS3231 data sheet rev. 10, figure 1, page 11); shared with no driver. */
const SECONDS = 0x00;
const MONTH = 0x05;
const CONTROL = 0x0e;
const STATUS = 0x0f;
const TEMPERATURE = 0x11;
const SRAM = 0x14;
const EOSC = 0x80;
const OSF = 0x80;
/** Status bits that can only be cleared, and those that can't be written. */
const CLEARABLE = 0x83;
const BUSY = 0x04;
const TIME = 7;
// prettier-ignore
const MASKS = [0x7f, 0x7f, 0x7f, 0x07, 0x3f, 0x9f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0];

/** Volts: VPF, and what VCC or VBAT must have for the chip to work. */
const POWER_FAIL = 2.58;
const LEAST = 2.3;

export interface Ds3231ChipOptions {
  /** With the 236 octets of SRAM of a DS3232. Default false. */
  sram?: boolean;
  /** What is at VBAT, volts. Default 3. */
  battery?: number;
  drift?: number;
  /** Quarters of a degree Celsius. Default 100. */
  temperature?: number;
  /** Seed of what its SRAM holds at first. Default 1. */
  seed?: number;
}

/**
 * A Maxim DS3231, or DS3232 with its SRAM, as far as a driver can see: clock and calendar with century bit, user buffers,
 * OSF and EOSC, VCC and VBAT, temperature, and the address that wraps at the end. Left out: alarms, which are registers only,
 * conversions on demand, aging, and the outputs.
 */
export class Ds3231Chip implements I2cDevice {
  readonly oscillator: Oscillator;
  private readonly _size: number;
  private readonly _registers: Uint8Array;
  private readonly _buffer = new Uint8Array(TIME);
  private readonly _calendar: BcdCalendar;
  private readonly _random: XorShift32;
  private readonly _temperature: number;
  private _battery: number;
  private _supply = 3.3;
  private _pointer = 0;
  private _selected = false;
  private _addressed = false;

  constructor(simulation: Simulation, options: Ds3231ChipOptions = {}) {
    this.oscillator = new Oscillator(simulation);
    this.oscillator.drift = options.drift ?? 0;
    this._size = options.sram ? 0x100 : 0x13;
    this._registers = new Uint8Array(this._size);
    this._battery = options.battery ?? 3;
    this._random = new XorShift32(options.seed ?? 1);
    this._temperature = options.temperature ?? 100;
    this._calendar = new BcdCalendar(this._registers, {
      seconds: SECONDS,
      minutes: 0x01,
      hours: 0x02,
      weekday: 0x03,
      date: 0x04,
      month: MONTH,
      year: 0x06,
      firstWeekday: 1,
      twelveHours: true,
      century: () => (this._registers[MONTH]! ^= 0x80),
    });
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
    this._selected &&= this._hears;
    const onBattery = supply < POWER_FAIL && supply < battery;
    // EOSC stops the oscillator while the chip is on VBAT (page 13).
    const runs = !(onBattery && (this._registers[CONTROL]! & EOSC) !== 0);
    if (!runs) this._registers[STATUS]! |= OSF;
    this.oscillator.run(runs);
  }

  start(address: number): boolean {
    this._fillBuffer();
    this._selected = address === 0x68 && this._hears;
    this._addressed = true;
    return this._selected;
  }

  write(octet: number): boolean {
    if (!this._selected) return false;
    if (this._addressed) {
      this._addressed = false;
      this._pointer = octet % this._size;
      return true;
    }
    this._update();
    const register = this._pointer;
    const before = this._registers[register]!;
    if (register === STATUS) {
      this._registers[STATUS] = (before & octet & CLEARABLE) | (before & BUSY) | (octet & ~(CLEARABLE | BUSY));
    } else this._registers[register] = register >= MASKS.length ? octet : octet & MASKS[register]!;
    // The countdown chain begins anew (page 12).
    if (register === SECONDS) this.oscillator.reset();
    this._advance();
    return true;
  }

  read(): number {
    if (!this._selected) return 0xff;
    const register = this._pointer;
    this._advance();
    if (register < TIME) return this._buffer[register]!;
    if (register === TEMPERATURE) return (this._temperature >> 2) & 0xff;
    return register === TEMPERATURE + 1 ? (this._temperature & 3) << 6 : this._registers[register]!;
  }

  stop(): void {
    this._selected = false;
  }

  /** The interface works on VCC or VBAT (page 11). */
  private get _hears(): boolean {
    return Math.max(this._supply, this._battery) >= LEAST;
  }

  private _advance(): void {
    this._pointer = (this._pointer + 1) % this._size;
    if (this._pointer === 0) this._fillBuffer();
  }

  /** On any start, and when the pointer becomes 0 (page 11). */
  private _fillBuffer(): void {
    this._update();
    this._buffer.set(this._registers.subarray(0, TIME));
  }

  private _update(): void {
    this._calendar.advance(this.oscillator.seconds());
  }

  /** The first supply: 01/01/00, weekday 1, 00:00:00, OSF set; the oscillator starts (pages 12 to 14). */
  private _loseAll(): void {
    this._registers.fill(0);
    this._registers.set([0, 0, 0, 1, 1, 1, 0]);
    this._registers[CONTROL] = 0x1c;
    this._registers[STATUS] = OSF | 0x08;
    for (let i = SRAM; i < this._size; i++) this._registers[i] = this._random.next();
    this._selected = false;
    this._pointer = 0;
    this.oscillator.reset();
    this.oscillator.run(Math.max(this._supply, this._battery) >= LEAST);
  }
}
