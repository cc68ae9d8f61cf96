import type { Simulation } from "../../simulation/simulation";
import { FROM_0_TO_6 } from "../rtc/bcd-calendar";
import { Deadline } from "../rtc/deadline";
import type { CrystalOptions } from "../rtc/oscillator";
import { RegisterChip } from "../rtc/register-chip";

/** Registers and bits (RV-3028-C7 application manual, section 3); shared with no driver. */
const SECONDS = 0x00;
const STATUS = 0x0e;
const CONTROL1 = 0x0f;
const UNIX = 0x1b;
const EE_ADDRESS = 0x25;
const EE_DATA = 0x26;
const EE_COMMAND = 0x27;
const CONFIGURATION = 0x30;
const OFFSET = 0x36;
const BACKUP = 0x37;
const EEBUSY = 0x80;
const BSF = 0x20;
const PORF = 0x01;
const EERD = 0x08;
/** Configuration from the factory: CLKOUT on, and at 37h only FEDE. */
const FACTORY = [0, 0, 0, 0, 0, 0xc0, 0, 0x10];
const USER_EEPROM = 43;

const LAYOUT = {
  address: 0x52,
  size: 0x40,
  buffered: 7,
  calendar: { ...FROM_0_TO_6, firstWeekday: 0, twelveHours: false, century: 0 },
} as const;

/** Volts. */
const LEAST = 1.1;
const BUS = 1.2;
const LEVEL = 2;
/** What a step of EEOffset takes off, parts per million. */
const OFFSET_STEP = 1e6 / 2 ** 20;
/** ns: a refresh at power-up, a read and a write of an octet. */
const REFRESH = 66_000_000;
const READ = 1_400_000;
const WRITE = 16_000_000;

export interface Rv3028ChipOptions extends CrystalOptions {
  /** What is at VBACKUP, volts. Default 3. */
  backup?: number;
}

/**
 * A Micro Crystal RV-3028-C7, as far as a driver can see: calendar and UNIX counter, flags, user RAM, EEPROM with EERD, EEbusy
 * and its commands for one octet, the configuration's mirror, EEOffset, the backup switchover. Left out: alarms, timer and events,
 * which are registers only, the password, CLKOUT, the charger's current.
 */
export class Rv3028Chip extends RegisterChip {
  /** User EEPROM, 43 octets, and from 30h on the configuration. */
  readonly eeprom = new Uint8Array(CONFIGURATION + FACTORY.length);
  /** The EEPROM stays busy for ever. */
  wedged = false;
  /** Octets of EEPROM that were written. */
  writes = 0;
  private _backup: number;
  private _supply = 3.3;
  private _command = 0;
  /** Until when the EEPROM is busy; what it does then. */
  private readonly _ready: Deadline;
  private _finish: (() => void) | null = null;

  constructor(simulation: Simulation, options: Rv3028ChipOptions = {}) {
    super(simulation, LAYOUT, options);
    this._ready = new Deadline(simulation);
    this._backup = options.backup ?? 3;
    this.eeprom.set(FACTORY, CONFIGURATION);
    this._reset();
  }

  /** What is at VDD and at VBACKUP, volts. */
  power(supply: number, backup = this._backup): void {
    this._update();
    const before = this._supply;
    this._supply = supply;
    this._backup = backup;
    const mode = this._registers[BACKUP]! & 0x0c;
    const below = mode === 0x0c ? Math.min(LEVEL, backup) : backup;
    const switches = (mode === 0x04 || mode === 0x0c) && supply < below && backup >= LEAST;
    if (supply < BUS) {
      this._release();
      // A write that is cut off leaves anything.
      if (this._finish !== null && before >= BUS) this._tear();
    }
    if (switches) this._registers[STATUS]! |= BSF;
    else if (supply < LEAST) this._reset();
    else if (!this.oscillator.running) {
      this.oscillator.run(true);
      this._begin(REFRESH, () => {});
    }
  }

  protected get _hears(): boolean {
    return this._supply >= BUS;
  }

  protected _put(register: number, octet: number): void {
    this._update();
    const before = this._registers[register]!;
    // Flags are cleared by writing 0.
    this._registers[register] = register === STATUS ? before & octet & ~EEBUSY : octet;
    if (register === SECONDS) this.oscillator.reset();
    if (register === EE_COMMAND) this._execute(octet);
    if (register === OFFSET || register === BACKUP) this._takeOffset();
  }

  protected override _get(register: number): number {
    return super._get(register) | (register === STATUS && this._busy ? EEBUSY : 0);
  }

  protected override _update(): void {
    if (this._finish !== null && !this._busy) {
      this._finish();
      this._finish = null;
    }
    super._update();
  }

  protected override _count(seconds: number): void {
    super._count(seconds);
    const registers = this._registers;
    for (let i = 0, carry = seconds; i < 4 && carry > 0; i++) {
      const sum = registers[UNIX + i]! + carry;
      registers[UNIX + i] = sum;
      carry = Math.floor(sum / 256);
    }
  }

  /** Nine bits, two's complement; positive values slow the clock, as the Linux interface has it. */
  private _takeOffset(): void {
    const offset = ((this._registers[OFFSET]! << 24) >> 23) | (this._registers[BACKUP]! >> 7);
    this.oscillator.trim = offset * -OFFSET_STEP;
  }

  private get _busy(): boolean {
    return this.wedged || !this._ready.passed;
  }

  private _execute(command: number): void {
    const first = this._command === 0;
    this._command = command;
    // A command is taken only behind 00h, with EERD set, and while the EEPROM is not busy.
    if (command === 0 || !first || this._busy || (this._registers[CONTROL1]! & EERD) === 0) return;
    const address = this._registers[EE_ADDRESS]!;
    if (address >= this.eeprom.length || (address >= USER_EEPROM && address < CONFIGURATION)) return;
    if (command === 0x22) this._begin(READ, () => (this._registers[EE_DATA] = this.eeprom[address]!));
    if (command !== 0x21) return;
    const data = this._registers[EE_DATA]!;
    this.writes++;
    this._begin(WRITE, () => (this.eeprom[address] = data));
  }

  private _begin(duration: number, finish: () => void): void {
    this._ready.set(duration);
    this._finish = finish;
  }

  private _tear(): void {
    const address = this._registers[EE_ADDRESS]!;
    if (this._command === 0x21) this.eeprom[address] = this.eeprom[address]! ^ 0x5a;
    this._finish = null;
    this._ready.set(0);
  }

  /** 1 January 2000, PORF set; the configuration is refreshed from the EEPROM. */
  private _reset(): void {
    this._registers.fill(0);
    this._registers.set([0, 0, 0, 0, 1, 1, 0]);
    this._registers[STATUS] = PORF;
    this._registers.set(this.eeprom.subarray(CONFIGURATION), CONFIGURATION);
    this._takeOffset();
    this._release();
    this._command = 0;
    this.oscillator.reset();
    this.oscillator.run(this._supply >= LEAST);
    this._begin(REFRESH, () => {});
  }
}
