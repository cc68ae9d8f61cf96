import { XorShift32 } from "../../../src/random";
import type { Simulation } from "../../simulation/simulation";
import { FROM_0_TO_6 } from "../rtc/bcd-calendar";
import type { CrystalOptions } from "../rtc/oscillator";
import { RegisterChip } from "../rtc/register-chip";

/** What is written here is what the chip does, and shared with no driver. */
const SECONDS = 0x00;
const CONTROL = 0x07;
const RAM = 0x08;
const SIZE = 0x40;
const CH = 0x80;
/** The bits that a register has; the others read as 0 (DS1307 data sheet rev. 3/15, table 2, page 8). */
const MASKS = [0xff, 0x7f, 0x7f, 0x07, 0x3f, 0x1f, 0xff, 0x93];

const LAYOUT = {
  address: 0x68,
  size: SIZE,
  // The user buffers, filled on any start (page 8).
  buffered: 7,
  calendar: { ...FROM_0_TO_6, firstWeekday: 1, twelveHours: true, century: 0 },
} as const;

/** Volts. */
const NOMINAL = 5;
/** Below 1.25 times VBAT nothing is read or written (Detailed Description). */
const POWER_FAIL = 1.25;
/** Without that much at VBAT or VCC, the contents are lost (page 2: VBAT is 2.0 to 3.5 V). */
const LEAST = 2.0;

export interface Ds1307ChipOptions extends CrystalOptions {
  /** What is at VBAT, volts; 0: no battery, VBAT grounded. Default 3. */
  battery?: number;
  /** From CH clear to a running oscillator, ns: "usually less than one second" (page 7). Default 0. */
  startTime?: number;
  /** Seed of what its RAM holds at first. Default 1. */
  seed?: number;
}

/**
 * A Maxim DS1307, after its data sheet rev. 3/15, as far as a driver can see: clock and calendar in 12 and 24 hours, the user
 * buffers, the oscillator with CH, 56 octets of RAM, the address that wraps from 0x3F to 0x00, VCC and VBAT. Left out: the
 * square wave on SQW/OUT.
 */
export class Ds1307Chip extends RegisterChip {
  private readonly _startTime: number;
  private readonly _random: XorShift32;
  private _battery: number;
  private _supply = NOMINAL;

  constructor(simulation: Simulation, options: Ds1307ChipOptions = {}) {
    super(simulation, LAYOUT, options);
    this._startTime = options.startTime ?? 0;
    this._battery = options.battery ?? 3;
    this._random = new XorShift32(options.seed ?? 1);
    this._loseAll();
  }

  /** What is at VCC and at VBAT, volts. */
  power(supply: number, battery = this._battery): void {
    const worked = this._hears;
    this._supply = supply;
    this._battery = battery;
    // An access in progress is ended and the address counter reset (Detailed Description).
    if (worked && !this._hears) {
      this._release();
      this._pointer = 0;
    }
    if (Math.max(supply, battery) < LEAST) this._loseAll();
  }

  protected get _hears(): boolean {
    return this._supply > POWER_FAIL * this._battery && this._supply >= LEAST;
  }

  protected _put(register: number, octet: number): void {
    this._update();
    this._registers[register] = register < RAM ? octet & MASKS[register]! : octet;
    if (register !== SECONDS) return;
    // Writing the seconds resets the divider chain (page 8).
    this.oscillator.run((octet & CH) === 0, this._startTime);
    this.oscillator.reset();
  }

  /** The first supply: 01/01/00, weekday 1, 00:00:00, halted (page 8); RAM anything. */
  private _loseAll(): void {
    this.oscillator.run(false);
    this.oscillator.reset();
    for (let i = RAM; i < SIZE; i++) this._registers[i] = this._random.next();
    this._registers.set([CH, 0, 0, 1, 1, 1, 0]);
    this._registers[CONTROL] = 0x03;
    this._release();
    this._pointer = 0;
  }
}
