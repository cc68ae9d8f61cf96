import { XorShift32 } from "../../../src/random";
import type { I2cDevice } from "../../i2c/i2c-device";
import type { Simulation } from "../../simulation/simulation";
import { BcdCalendar } from "../rtc/bcd-calendar";
import { Oscillator } from "../rtc/oscillator";

/** Registers and bits (DS20005010F, section 5); what is written here is what the chip does, and shared with no driver. */
const SEC = 0x00;
const MIN = 0x01;
const HOUR = 0x02;
const WKDAY = 0x03;
const DATE = 0x04;
const MTH = 0x05;
const YEAR = 0x06;
const POWER_DOWN = 0x18;
const POWER_UP = 0x1c;
const SRAM = 0x20;
const SIZE = 0x60;
const ST = 0x80;
const OSCRUN = 0x20;
const PWRFAIL = 0x10;
const VBATEN = 0x08;
const LPYR = 0x20;
/** The bits that can be written of the first ten registers. */
const MASKS = [0xff, 0x7f, 0x7f, 0x1f, 0x3f, 0x1f, 0xff, 0xff, 0xff, 0x00];

/** Volts: VTRIP is 1.3 to 1.7 (table 1-1); below 1.3 VBAT holds nothing. */
const TRIP = 1.5;
const LEAST = 1.3;
/** OSCRUN follows 32 cycles of 32768 Hz behind, ns. */
const SETTLING = 32 * 30_518;

export interface Mcp7940nChipOptions {
  /** What is at VBAT, volts. Default 3. */
  battery?: number;
  /** How much too fast its crystal is, parts per million. Default 0. */
  drift?: number;
  /** From ST set to a running oscillator, ns. Default 1 ms. */
  startTime?: number;
  /** Seed of what its SRAM holds at first. Default 1. */
  seed?: number;
}

/**
 * A Microchip MCP7940N, after DS20005010F, as far as a driver can see: clock and calendar, ST and OSCRUN, the read buffers,
 * 64 octets of SRAM, battery switch-over with VBATEN, PWRFAIL and both time-stamps. Left out: alarms, which are registers
 * only, trimming, and the MFP pin.
 */
export class Mcp7940nChip implements I2cDevice {
  readonly oscillator: Oscillator;
  private readonly _simulation: Simulation;
  private readonly _registers = new Uint8Array(SIZE);
  private readonly _buffer = new Uint8Array(SRAM);
  private readonly _calendar: BcdCalendar;
  private readonly _startTime: number;
  private readonly _random: XorShift32;
  private _battery: number;
  private _supply = 5;
  private _pointer = 0;
  private _selected = false;
  private _addressed = false;
  /** When OSCRUN becomes what ST says: seconds and ns. */
  private _settled: [number, number] = [0, 0];
  /** A power-down stamp was written, and its power-up stamp is still to come. */
  private _stamping = false;

  constructor(simulation: Simulation, options: Mcp7940nChipOptions = {}) {
    this._simulation = simulation;
    this.oscillator = new Oscillator(simulation);
    this.oscillator.drift = options.drift ?? 0;
    this._startTime = options.startTime ?? 1_000_000;
    this._battery = options.battery ?? 3;
    this._random = new XorShift32(options.seed ?? 1);
    this._calendar = new BcdCalendar(this._registers, {
      seconds: SEC,
      minutes: MIN,
      hours: HOUR,
      weekday: WKDAY,
      date: DATE,
      month: MTH,
      year: YEAR,
      firstWeekday: 1,
      twelveHours: true,
      century: () => {},
    });
    this._loseAll();
  }

  /** What is at VCC and at VBAT, volts. */
  power(supply: number, battery = this._battery): void {
    this._update();
    const before = this._supply >= TRIP;
    const after = supply >= TRIP;
    this._supply = supply;
    this._battery = battery;
    const registers = this._registers;
    const backed = (registers[WKDAY]! & VBATEN) !== 0 && battery >= LEAST;
    if (!after && !backed) {
      this._loseAll();
      return;
    }
    if (before && !after) {
      this._selected = false;
      // The first pair of stamps is kept until PWRFAIL is cleared (section 5.7.1, page 32).
      if ((registers[WKDAY]! & PWRFAIL) === 0) {
        this._stamp(POWER_DOWN);
        registers[WKDAY]! |= PWRFAIL;
        this._stamping = true;
      }
    }
    if (!before && after && this._stamping) {
      this._stamp(POWER_UP);
      this._stamping = false;
    }
  }

  start(address: number, reading: boolean): boolean {
    this._selected = address === 0x6f && this._supply >= TRIP;
    this._addressed = !reading;
    if (this._selected && reading) this._fillBuffer();
    return this._selected;
  }

  write(octet: number): boolean {
    if (!this._selected) return false;
    if (this._addressed) {
      this._addressed = false;
      this._pointer = octet;
      // What becomes of addresses that are not there the data sheet leaves open.
      return octet < SIZE;
    }
    this._update();
    const register = this._pointer;
    this._put(register, octet);
    this._pointer = next(register);
    return true;
  }

  read(): number {
    const register = this._pointer;
    if (!this._selected) return 0xff;
    this._pointer = next(register);
    if (register >= SRAM) return this._registers[register]!;
    const octet = this._buffer[register]!;
    if (this._pointer === 0) this._fillBuffer();
    return octet;
  }

  stop(): void {
    this._selected = false;
  }

  private _put(register: number, octet: number): void {
    const registers = this._registers;
    if (register >= SRAM || register >= MASKS.length) {
      registers[register] = octet;
      return;
    }
    const before = registers[register]!;
    registers[register] = octet & MASKS[register]!;
    if (register === SEC) {
      const runs = (octet & ST) !== 0;
      if (runs !== this.oscillator.running) {
        const delay = (runs ? this._startTime : 0) + SETTLING;
        const nanos = this._simulation.nanos + delay;
        this._settled = [this._simulation.seconds + Math.floor(nanos / 1e9), nanos % 1e9];
      }
      this.oscillator.run(runs, this._startTime);
      this.oscillator.reset();
    } else if (register === WKDAY) {
      // PWRFAIL can be cleared, not set; clearing it clears the stamps (page 32).
      const failed = before & octet & PWRFAIL;
      registers[WKDAY] = (registers[WKDAY]! & ~PWRFAIL) | failed;
      if (failed === 0) registers.fill(0, POWER_DOWN, SRAM);
    }
  }

  /** Minutes, hours, date, and weekday with month. */
  private _stamp(at: number): void {
    const registers = this._registers;
    const month = (registers[MTH]! & 0x1f) | ((registers[WKDAY]! & 0x07) << 5);
    registers.set([registers[MIN]!, registers[HOUR]!, registers[DATE]!, month], at);
  }

  /** The registers of the clock are read from a buffer, filled when a read begins there (section 5.3, page 15). */
  private _fillBuffer(): void {
    this._update();
    const registers = this._registers;
    this._buffer.set(registers.subarray(0, SRAM));
    const settled =
      this._simulation.seconds > this._settled[0] ||
      (this._simulation.seconds === this._settled[0] && this._simulation.nanos >= this._settled[1]);
    if (this.oscillator.running === settled) this._buffer[WKDAY]! |= OSCRUN;
    const year = 10 * (registers[YEAR]! >> 4) + (registers[YEAR]! & 15);
    if (year % 4 === 0) this._buffer[MTH]! |= LPYR;
  }

  private _update(): void {
    this._calendar.advance(this.oscillator.seconds());
  }

  /** The values at power-on reset (registers 5-1 to 5-8); SRAM anything. */
  private _loseAll(): void {
    this.oscillator.run(false);
    this.oscillator.reset();
    this._settled = [0, 0];
    this._registers.fill(0);
    this._registers.set([0, 0, 0, 1, 1, 1, 1, 0x80]);
    for (let i = SRAM; i < SIZE; i++) this._registers[i] = this._random.next();
    this._selected = false;
    this._stamping = false;
  }
}

/** Within the clock's registers, and within the SRAM, the address goes round. */
function next(register: number): number {
  if (register === SRAM - 1) return 0;
  return register === SIZE - 1 ? SRAM : register + 1;
}
