import { MemoryState } from "../../ports";
import type { I2cBus } from "../../ports";
import type { Scheduler, Task } from "../../scheduler/scheduler";
import { I2cCounter } from "../rtc/counters";
import { I2cRegisters } from "../rtc/i2c-registers";
import { Rv3028Eeprom } from "./eeprom";
import { Backup, Rv3028Register, RV3028_ADDRESS } from "./registers";

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

export interface Rv3028BackupListener {
  /** The switchover was set, in the EEPROM and in its mirror, and read back; or was not. */
  backupSet(set: boolean, now: number): void;
}

const SOON = 1;

const enum Phase {
  Idle,
  Reading,
  Writing,
  Mirroring,
  Verifying,
}

/**
 * The backup switchover and the trickle charger of an RV-3028, octet 37h of its configuration EEPROM. It is written only if
 * it is to change; the bits in it that are not the backup's stay as they are.
 *
 * Memory: that of {@link Rv3028Eeprom} and {@link I2cRegisters}, one timer.
 */
export class Rv3028Backup implements Task {
  private readonly _eeprom: Rv3028Eeprom;
  private readonly _registers: I2cRegisters;
  private readonly _counters: Int32Array;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _value: Uint8Array;
  private _wanted = 0;
  private _phase: Phase = Phase.Idle;
  private _listener: Rv3028BackupListener | null = null;

  constructor(bus: I2cBus, scheduler: Scheduler, counters: Int32Array) {
    this._eeprom = new Rv3028Eeprom(bus, Rv3028Register.BACKUP, 1, 0, counters);
    this._registers = new I2cRegisters(bus, RV3028_ADDRESS, counters);
    this._counters = counters;
    this._scheduler = scheduler;
    this._timer = scheduler.register(this, 0, 0);
    this._value = new Uint8Array(1);
  }

  attach(listener: Rv3028BackupListener): void {
    this._listener = listener;
  }

  /** Begins to set both; `backupSet` tells the end of it. @returns false while that is under way */
  set(mode: BackupMode, charge: TrickleCharge, now: number): boolean {
    if (this._phase !== Phase.Idle) return false;
    this._wanted = Backup.FEDE | mode | charge;
    this._phase = Phase.Reading;
    this._eeprom.read(0, this._value, 0, 1);
    this._scheduler.arm(this._timer, now);
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

  private _advance(now: number): void {
    const value = this._value;
    const others = ~(Backup.FEDE | Backup.BSM | Backup.TCE | Backup.TCR) & 0xff;
    switch (this._phase) {
      case Phase.Reading:
        this._wanted |= value[0]! & others;
        value[0] = this._wanted;
        this._phase = Phase.Writing;
        this._eeprom.write(0, value, 0, 1);
        break;
      case Phase.Writing:
        this._phase = Phase.Mirroring;
        this._registers.write(Rv3028Register.BACKUP, value, 0, 1);
        break;
      case Phase.Mirroring:
        this._phase = Phase.Verifying;
        this._registers.read(Rv3028Register.BACKUP, value, 0, 1);
        break;
      default:
        if (value[0] !== this._wanted) this._counters[I2cCounter.NotVerified]!++;
        this._end(value[0] === this._wanted, now);
    }
  }

  private _end(set: boolean, now: number): void {
    this._phase = Phase.Idle;
    if (this._listener !== null) this._listener.backupSet(set, now);
  }
}
