import { MemoryState } from "../../ports";
import type { I2cBus } from "../../ports";
import type { Scheduler, Task } from "../../scheduler/scheduler";
import { I2cCounter } from "../rtc/counters";
import { I2cRegisters } from "../rtc/i2c-registers";
import { Rv3028Eeprom } from "./eeprom";
import { Backup, OFFSET_LOW, Rv3028Register, RV3028_ADDRESS } from "./registers";

/** When the chip switches over to its backup supply: the values of BSM. */
export const enum BackupMode {
  Off = 0x00,
  /** When VDD falls below VBACKUP. */
  Direct = 0x04,
  /** When VDD falls below 2 V and below VBACKUP. */
  Level = 0x0c,
}

/** How the backup supply is charged: the values of TCE and TCR. A primary cell must not be. */
export const enum TrickleCharge {
  Off = 0x00,
  Ohm3000 = 0x20,
  Ohm5000 = 0x21,
  Ohm9000 = 0x22,
  Ohm15000 = 0x23,
}

export interface Rv3028ConfigurationListener {
  /** The switchover was set, in the EEPROM and in its mirror, and read back; or was not. */
  backupSet(set: boolean, now: number): void;
  /** The same of the calibration; it was not either if it can't be adjusted that far. */
  calibrated(set: boolean, now: number): void;
}

const SOON = 1;

const enum Phase {
  Idle,
  Reading,
  Writing,
  Mirroring,
  Verifying,
}

/** Where in the two octets each is. */
const enum Octet {
  Offset,
  Backup,
  Count,
}

/** What the octet of the backup has of it. */
const BACKUP_BITS = Backup.FEDE | Backup.BSM | Backup.TCE | Backup.TCR;

/** The range of EEOffset, two's complement in nine bits. */
const LEAST_OFFSET = -256;
const MOST_OFFSET = 255;

/**
 * Octets 36h and 37h of an RV-3028's configuration EEPROM, and their mirror: calibration, backup switchover and trickle
 * charger. Octets are written only if they are to change, and bits that are not concerned stay as they are.
 *
 * The chip is calibrated in the factory. A step of its EEOffset is 2^-20. That positive values make the clock slower is what
 * the Linux driver and the Linux interface say; it was not checked against the application manual.
 *
 * Memory: that of {@link Rv3028Eeprom} and {@link I2cRegisters}, one timer.
 */
export class Rv3028Configuration implements Task {
  /** A step of the calibration, parts per trillion. */
  readonly step = 953_674;
  /** What the calibration was when it was read back last, steps; those below 0 make the clock slower. */
  steps = 0;
  private readonly _eeprom: Rv3028Eeprom;
  private readonly _registers: I2cRegisters;
  private readonly _counters: Int32Array;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _octets: Uint8Array;
  private readonly _wanted: Uint8Array;
  private _calibrating = false;
  private _adjustment = 0;
  private _backup = 0;
  private _phase: Phase = Phase.Idle;
  private _listener: Rv3028ConfigurationListener | null = null;

  constructor(bus: I2cBus, scheduler: Scheduler, counters: Int32Array) {
    this._eeprom = new Rv3028Eeprom(bus, Rv3028Register.OFFSET, Octet.Count, 0, counters);
    this._registers = new I2cRegisters(bus, RV3028_ADDRESS, counters);
    this._counters = counters;
    this._scheduler = scheduler;
    this._timer = scheduler.register(this, 0, 0);
    this._octets = new Uint8Array(Octet.Count);
    this._wanted = new Uint8Array(Octet.Count);
  }

  attach(listener: Rv3028ConfigurationListener): void {
    this._listener = listener;
  }

  /** Begins to set switchover and charger; `backupSet` tells the end of it. @returns false while an operation is under way */
  setBackup(mode: BackupMode, charge: TrickleCharge, now: number): boolean {
    if (!this._begin(false, now)) return false;
    this._backup = Backup.FEDE | mode | charge;
    return true;
  }

  /**
   * Begins to add to the calibration; `calibrated` tells the end of it.
   * @param steps those above 0 make the clock faster
   * @returns false while an operation is under way
   */
  adjust(steps: number, now: number): boolean {
    if (!this._begin(true, now)) return false;
    this._adjustment = steps;
    return true;
  }

  wake(_kind: number, now: number): void {
    const onEeprom = this._phase === Phase.Reading || this._phase === Phase.Writing;
    const state = onEeprom ? this._eeprom.poll(now) : this._registers.poll(now);
    if (state === MemoryState.Failed) this._end(false, now);
    else {
      if (state === MemoryState.Done) this._advance(now);
      if (this._phase !== Phase.Idle) this._scheduler.arm(this._timer, (now + SOON) | 0);
    }
  }

  private _begin(calibrating: boolean, now: number): boolean {
    if (this._phase !== Phase.Idle) return false;
    this._calibrating = calibrating;
    this._phase = Phase.Reading;
    this._eeprom.read(0, this._octets, 0, Octet.Count);
    this._scheduler.arm(this._timer, now);
    return true;
  }

  private _advance(now: number): void {
    const octets = this._octets;
    switch (this._phase) {
      case Phase.Reading:
        if (!this._prepare()) {
          this._end(false, now);
          break;
        }
        this._phase = Phase.Writing;
        this._eeprom.write(0, this._wanted, 0, Octet.Count);
        break;
      case Phase.Writing:
        this._phase = Phase.Mirroring;
        this._registers.write(Rv3028Register.OFFSET, this._wanted, 0, Octet.Count);
        break;
      case Phase.Mirroring:
        this._phase = Phase.Verifying;
        this._registers.read(Rv3028Register.OFFSET, octets, 0, Octet.Count);
        break;
      default: {
        const wanted = this._wanted;
        const set = octets[Octet.Offset] === wanted[Octet.Offset] && octets[Octet.Backup] === wanted[Octet.Backup];
        if (!set) this._counters[I2cCounter.NotVerified]!++;
        this.steps = stepsOf(octets);
        this._end(set, now);
      }
    }
  }

  /** Makes of the octets that were read those that are to be written. @returns false if there are none such */
  private _prepare(): boolean {
    const octets = this._octets;
    const wanted = this._wanted;
    const backup = octets[Octet.Backup]!;
    wanted[Octet.Offset] = octets[Octet.Offset]!;
    if (!this._calibrating) {
      wanted[Octet.Backup] = (backup & ~BACKUP_BITS) | this._backup;
      return true;
    }
    const offset = 0 - stepsOf(octets) - this._adjustment;
    if (offset < LEAST_OFFSET || offset > MOST_OFFSET) return false;
    wanted[Octet.Offset] = (offset >> 1) & 0xff;
    wanted[Octet.Backup] = (backup & ~OFFSET_LOW) | ((offset & 1) !== 0 ? OFFSET_LOW : 0);
    return true;
  }

  private _end(set: boolean, now: number): void {
    this._phase = Phase.Idle;
    if (this._listener === null) return;
    if (this._calibrating) this._listener.calibrated(set, now);
    else this._listener.backupSet(set, now);
  }
}

/** The steps of EEOffset, whose lowest bit is the highest of the second octet. */
function stepsOf(octets: Uint8Array): number {
  const high = (octets[Octet.Offset]! << 24) >> 23;
  return 0 - (high | (octets[Octet.Backup]! >> 7));
}
