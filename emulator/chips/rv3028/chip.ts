import type { I2cDevice } from "../../i2c/i2c-device";
import type { Simulation } from "../../simulation/simulation";
import { BcdCalendar } from "../rtc/bcd-calendar";
import { Oscillator } from "../rtc/oscillator";

/** Registers and bits (RV-3028-C7 application manual, section 3); shared with no driver. */
const SECONDS = 0x00;
const HOURS = 0x02;
const STATUS = 0x0e;
const CONTROL1 = 0x0f;
const UNIX = 0x1b;
const EE_ADDRESS = 0x25;
const EE_DATA = 0x26;
const EE_COMMAND = 0x27;
const CONFIGURATION = 0x30;
const BACKUP = 0x37;
const SIZE = 0x40;
const EEBUSY = 0x80;
const BSF = 0x20;
const PORF = 0x01;
const EERD = 0x08;
const TIME = 7;
/** Configuration from the factory: CLKOUT on, and at 37h only FEDE. */
const FACTORY = [0, 0, 0, 0, 0, 0xc0, 0, 0x10];
const USER_EEPROM = 43;

/** Volts. */
const LEAST = 1.1;
const BUS = 1.2;
const LEVEL = 2;
/** ns: a refresh at power-up, a read and a write of an octet. */
const REFRESH = 66_000_000;
const READ = 1_400_000;
const WRITE = 16_000_000;

export interface Rv3028ChipOptions {
  /** What is at VBACKUP, volts. Default 3. */
  backup?: number;
  drift?: number;
}

/**
 * A Micro Crystal RV-3028-C7, as far as a driver can see: calendar and UNIX counter, flags, user RAM, EEPROM with EERD, EEbusy
 * and its commands for one octet, the configuration's mirror, the backup switchover. Left out: alarms, timer and events,
 * which are registers only, the password, CLKOUT, the charger's current.
 */
export class Rv3028Chip implements I2cDevice {
  readonly oscillator: Oscillator;
  /** User EEPROM, 43 octets, and from 30h on the configuration. */
  readonly eeprom = new Uint8Array(CONFIGURATION + FACTORY.length);
  /** The EEPROM stays busy for ever. */
  wedged = false;
  /** Octets of EEPROM that were written. */
  writes = 0;
  private readonly _simulation: Simulation;
  private readonly _registers = new Uint8Array(SIZE);
  private readonly _buffer = new Uint8Array(TIME);
  private readonly _calendar: BcdCalendar;
  private _backup: number;
  private _supply = 3.3;
  private _pointer = 0;
  private _selected = false;
  private _addressed = false;
  private _command = 0;
  /** Until when the EEPROM is busy: seconds and ns; what it does then. */
  private _busyUntil: [number, number] = [0, 0];
  private _finish: (() => void) | null = null;

  constructor(simulation: Simulation, options: Rv3028ChipOptions = {}) {
    this._simulation = simulation;
    this.oscillator = new Oscillator(simulation);
    this.oscillator.drift = options.drift ?? 0;
    this._backup = options.backup ?? 3;
    this.eeprom.set(FACTORY, CONFIGURATION);
    this._calendar = new BcdCalendar(this._registers, {
      seconds: SECONDS,
      minutes: 0x01,
      hours: HOURS,
      weekday: 0x03,
      date: 0x04,
      month: 0x05,
      year: 0x06,
      firstWeekday: 0,
      twelveHours: false,
      century: () => {},
    });
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
      this._selected = false;
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

  start(address: number): boolean {
    this._update();
    this._buffer.set(this._registers.subarray(0, TIME));
    this._selected = address === 0x52 && this._supply >= BUS;
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
    this._update();
    const register = this._pointer;
    const before = this._registers[register]!;
    // Flags are cleared by writing 0.
    this._registers[register] = register === STATUS ? before & octet & ~EEBUSY : octet;
    if (register === SECONDS) this.oscillator.reset();
    if (register === EE_COMMAND) this._execute(octet);
    this._pointer = (register + 1) % SIZE;
    return true;
  }

  read(): number {
    if (!this._selected) return 0xff;
    const register = this._pointer;
    this._pointer = (register + 1) % SIZE;
    if (register < TIME) return this._buffer[register]!;
    return this._registers[register]! | (register === STATUS && this._busy ? EEBUSY : 0);
  }

  stop(): void {
    this._selected = false;
  }

  private get _busy(): boolean {
    const { seconds, nanos } = this._simulation;
    const [untilSeconds, untilNanos] = this._busyUntil;
    return this.wedged || seconds < untilSeconds || (seconds === untilSeconds && nanos < untilNanos);
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
    const nanos = this._simulation.nanos + duration;
    this._busyUntil = [this._simulation.seconds + Math.floor(nanos / 1e9), nanos % 1e9];
    this._finish = finish;
  }

  private _tear(): void {
    const address = this._registers[EE_ADDRESS]!;
    if (this._command === 0x21) this.eeprom[address] = this.eeprom[address]! ^ 0x5a;
    this._finish = null;
    this._busyUntil = [0, 0];
  }

  private _update(): void {
    if (this._finish !== null && !this._busy) {
      this._finish();
      this._finish = null;
    }
    const seconds = this.oscillator.seconds();
    const registers = this._registers;
    this._calendar.advance(seconds);
    for (let i = 0, carry = seconds; i < 4 && carry > 0; i++) {
      const sum = registers[UNIX + i]! + carry;
      registers[UNIX + i] = sum;
      carry = Math.floor(sum / 256);
    }
  }

  /** 1 January 2000, PORF set; the configuration is refreshed from the EEPROM. */
  private _reset(): void {
    this._registers.fill(0);
    this._registers.set([0, 0, 0, 0, 1, 1, 0]);
    this._registers[STATUS] = PORF;
    this._registers.set(this.eeprom.subarray(CONFIGURATION), CONFIGURATION);
    this._selected = false;
    this._command = 0;
    this.oscillator.reset();
    this.oscillator.run(this._supply >= LEAST);
    this._begin(REFRESH, () => {});
  }
}
