import { CalendarTime } from "../../src/calendar";
import { Ds1307, DS1307_TIMERS } from "../../src/drivers/ds1307/ds1307";
import { I2cResult } from "../../src/ports";
import type { I2cBus, RealTimeClockListener } from "../../src/ports";
import type { RetentionListener } from "../../src/retention/options";
import { FieldType, RecordLayout } from "../../src/retention/record";
import { RETENTION_TIMERS, RetentionStore } from "../../src/retention/store";
import { Scheduler } from "../../src/scheduler/scheduler";

/** Registers of a clock chip in fixed memory. One transaction in a hundred or so fails, each in its own way. */
class SoakChip implements I2cBus {
  readonly longest = 32;
  private readonly _registers: Uint8Array;
  private _transactions = 0;

  constructor() {
    this._registers = new Uint8Array(64);
  }

  begin(_address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    this._transactions = (this._transactions + 1) % 9999;
    if (this._transactions % 101 === 0) return (I2cResult.AddressNak + (this._transactions % 5)) as I2cResult;
    let register = bytes[start]!;
    for (let i = start + 1; i < end; i++) {
      if (i < middle) this._registers[register & 63] = bytes[i]!;
      else bytes[i] = this._registers[register & 63]!;
      register++;
    }
    return I2cResult.Pending;
  }

  poll(): I2cResult {
    return I2cResult.Done;
  }

  recover(): I2cResult {
    return I2cResult.Done;
  }
}

/** Above 8191, from where on a number takes as many of Espruino's variables as it ever will. */
const START = 10_000;

/** What a {@link RetentionSoak} counts; an index into its results. */
export const enum RetentionResult {
  Saved,
  NotSaved,
  TimesRead,
  TimesSet,
  TimesNotSet,
  Size,
}

/**
 * A record that is saved in the RAM of a DS1307 over and over, and its time read and set between, for an engine to count
 * their allocations.
 */
export class RetentionSoak implements RetentionListener, RealTimeClockListener {
  /** Indexed by {@link RetentionResult}. */
  readonly results: Int32Array;
  private readonly _scheduler: Scheduler;
  private readonly _driver: Ds1307;
  private readonly _store: RetentionStore;
  private readonly _time: CalendarTime;
  private _now = START;
  private _step = 0;

  constructor() {
    const fields = [
      { name: "number", type: FieldType.Int32 },
      { name: "text", type: FieldType.Octets, size: 14 },
    ];
    const layout = new RecordLayout({ name: "soak", id: 1, version: 1, fields });
    const scheduler = new Scheduler(DS1307_TIMERS + RETENTION_TIMERS);
    this.results = new Int32Array(RetentionResult.Size);
    this._scheduler = scheduler;
    this._time = new CalendarTime();
    this._driver = new Ds1307({ bus: new SoakChip(), scheduler });
    this._driver.clock.attach(this);
    this._store = new RetentionStore({ memory: this._driver.memory, layout, scheduler, listener: this });
    this._store.start(START);
  }

  /** Goes on until so many saves have been told. */
  run(saves: number): void {
    while (this.results[RetentionResult.Saved]! < saves) this._go();
  }

  restored(): void {}

  saved(saved: boolean): void {
    this.results[saved ? RetentionResult.Saved : RetentionResult.NotSaved]!++;
  }

  timeRead(): void {
    this.results[RetentionResult.TimesRead]!++;
  }

  timeSet(set: boolean): void {
    this.results[set ? RetentionResult.TimesSet : RetentionResult.TimesNotSet]!++;
  }

  private _go(): void {
    this._step = (this._step + 1) & 0xfff;
    if (!this._store.busy) {
      this._store.record.set(0, this._step);
      this._store.save(this._now);
    }
    this._time.second = this._step % 60;
    if ((this._step & 31) === 0) this._driver.clock.set(this._time, this._now);
    else if ((this._step & 7) === 0) this._driver.clock.read(this._now);
    for (let i = 0; i < 8; i++) {
      this._scheduler.run(this._now);
      this._now = (this._now + 1) | 0;
    }
  }
}
