import { XorShift32 } from "../../../src/random";
import type { Simulation } from "../../simulation/simulation";
import { FROM_0_TO_6 } from "../rtc/bcd-calendar";
import { Deadline } from "../rtc/deadline";
import type { CrystalOptions } from "../rtc/oscillator";
import { RegisterChip } from "../rtc/register-chip";

/** Registers and bits (DS20005010F, section 5); what is written here is what the chip does, and shared with no driver. */
const SEC = 0x00;
const MIN = 0x01;
const HOUR = 0x02;
const WKDAY = 0x03;
const DATE = 0x04;
const MTH = 0x05;
const YEAR = 0x06;
const CONTROL = 0x07;
const TRIM = 0x08;
const POWER_DOWN = 0x18;
const POWER_UP = 0x1c;
const SRAM = 0x20;
const SIZE = 0x60;
const ST = 0x80;
const OSCRUN = 0x20;
const PWRFAIL = 0x10;
const VBATEN = 0x08;
const LPYR = 0x20;
/** Of the control register: coarse trimming, 128 times a second. */
const CRSTRIM = 0x04;
/** Of the trimming: clocks are added. */
const SIGN = 0x80;
/** The bits that can be written of the first ten registers. */
const MASKS = [0xff, 0x7f, 0x7f, 0x1f, 0x3f, 0x1f, 0xff, 0xff, 0xff, 0x00];

const LAYOUT = {
  address: 0x6f,
  size: SIZE,
  // Filled when a read begins there (section 5.3, page 15).
  buffered: SRAM,
  calendar: { ...FROM_0_TO_6, firstWeekday: 1, twelveHours: true, century: 0 },
} as const;

/** Volts: VTRIP is 1.3 to 1.7 (table 1-1); below 1.3 VBAT holds nothing. */
const TRIP = 1.5;
const LEAST = 1.3;
/** OSCRUN follows 32 cycles of 32768 Hz behind, ns. */
const SETTLING = 32 * 30_518;
/** What a step of the trimming adds or takes, parts per million: two clocks in a minute (section 5.6, page 29). */
const TRIM_STEP = (2 / (60 * 32_768)) * 1e6;
/** As often as it is done in a minute when it is coarse. */
const COARSE = 60 * 128;

export interface Mcp7940nChipOptions extends CrystalOptions {
  /** What is at VBAT, volts. Default 3. */
  battery?: number;
  /** From ST set to a running oscillator, ns. Default 1 ms. */
  startTime?: number;
  /** Seed of what its SRAM holds at first. Default 1. */
  seed?: number;
}

/**
 * A Microchip MCP7940N, after DS20005010F, as far as a driver can see: clock and calendar, ST and OSCRUN, the read buffers,
 * 64 octets of SRAM, battery switch-over with VBATEN, PWRFAIL and both time-stamps, digital trimming, which here is spread
 * over the minute. Left out: alarms, which are registers only, and the MFP pin.
 */
export class Mcp7940nChip extends RegisterChip {
  private readonly _startTime: number;
  private readonly _random: XorShift32;
  private _battery: number;
  private _supply = 5;
  /** When OSCRUN becomes what ST says. */
  private readonly _settled: Deadline;
  /** A power-down stamp was written, and its power-up stamp is still to come. */
  private _stamping = false;

  constructor(simulation: Simulation, options: Mcp7940nChipOptions = {}) {
    super(simulation, LAYOUT, options);
    this._startTime = options.startTime ?? 1_000_000;
    this._battery = options.battery ?? 3;
    this._random = new XorShift32(options.seed ?? 1);
    this._settled = new Deadline(simulation);
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
      this._release();
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

  protected get _hears(): boolean {
    return this._supply >= TRIP;
  }

  /** What becomes of addresses that are not there the data sheet leaves open: here they are not acknowledged. */
  protected override _point(octet: number): boolean {
    return super._point(octet) && octet < SIZE;
  }

  protected _put(register: number, octet: number): void {
    this._update();
    const registers = this._registers;
    if (register >= SRAM || register >= MASKS.length) {
      registers[register] = octet;
      return;
    }
    const before = registers[register]!;
    registers[register] = octet & MASKS[register]!;
    if (register === SEC) {
      const runs = (octet & ST) !== 0;
      if (runs !== this.oscillator.running) this._settled.set((runs ? this._startTime : 0) + SETTLING);
      this.oscillator.run(runs, this._startTime);
      this.oscillator.reset();
    } else if (register === WKDAY) {
      // PWRFAIL can be cleared, not set; clearing it clears the stamps (page 32).
      const failed = before & octet & PWRFAIL;
      registers[WKDAY] = (registers[WKDAY]! & ~PWRFAIL) | failed;
      if (failed === 0) registers.fill(0, POWER_DOWN, SRAM);
    } else if (register === CONTROL || register === TRIM) this._takeTrim();
  }

  /** Within the clock's registers, and within the SRAM, the address goes round. */
  protected override _next(register: number): number {
    if (register === SIZE - 1) return SRAM;
    if (register !== SRAM - 1) return register + 1;
    this._fillBuffer();
    return 0;
  }

  protected override _fillBuffer(): void {
    super._fillBuffer();
    const registers = this._registers;
    if (this.oscillator.running === this._settled.passed) this._buffer[WKDAY]! |= OSCRUN;
    const year = 10 * (registers[YEAR]! >> 4) + (registers[YEAR]! & 15);
    if (year % 4 === 0) this._buffer[MTH]! |= LPYR;
  }

  private _takeTrim(): void {
    const trim = this._registers[TRIM]!;
    const steps = (trim & 0x7f) * ((this._registers[CONTROL]! & CRSTRIM) !== 0 ? COARSE : 1);
    this.oscillator.trim = steps * ((trim & SIGN) !== 0 ? TRIM_STEP : -TRIM_STEP);
  }

  /** Minutes, hours, date, and weekday with month. */
  private _stamp(at: number): void {
    const registers = this._registers;
    const month = (registers[MTH]! & 0x1f) | ((registers[WKDAY]! & 0x07) << 5);
    registers.set([registers[MIN]!, registers[HOUR]!, registers[DATE]!, month], at);
  }

  /** The values at power-on reset (registers 5-1 to 5-8); SRAM anything. */
  private _loseAll(): void {
    this.oscillator.run(false);
    this.oscillator.reset();
    this._settled.set(0);
    this._registers.fill(0);
    this._registers.set([0, 0, 0, 1, 1, 1, 1, 0x80]);
    for (let i = SRAM; i < SIZE; i++) this._registers[i] = this._random.next();
    this._release();
    this._stamping = false;
    this._takeTrim();
  }
}
