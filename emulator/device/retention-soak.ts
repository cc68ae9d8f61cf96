import { CalendarTime } from "../../src/calendar";
import type { I2cBus, RealTimeClockListener } from "../../src/ports";
import { StoreCounter } from "../../src/retention/counters";
import type { RetentionListener } from "../../src/retention/options";
import { FieldType, RecordLayout } from "../../src/retention/record";
import type { RecordField } from "../../src/retention/record";
import { RETENTION_TIMERS, RetentionStore } from "../../src/retention/store";
import { Scheduler } from "../../src/scheduler/scheduler";
import { SOAK_MEMORY_TIMERS, soakMemory } from "./soak-memories";
import type { SoakMemory, SoakMemoryName } from "./soak-memories";

/** Above 8191, from where on a number takes as many of Espruino's variables as it ever will. */
const START = 10_000;

/** What a {@link RetentionSoak} counts; an index into its results. */
export const enum RetentionResult {
  Saved,
  NotSaved,
  TimesRead,
  TimesSet,
  TimesNotSet,
  /** To and from the memory: on a bus, what else crosses it too; int32, wrapping. */
  Octets,
  Size,
}

/**
 * A record that is saved over and over, for an engine to count what it allocates, and to measure a save. Where it is
 * eventful, the time of the chip is read and set between, and operations fail.
 */
export class RetentionSoak implements RetentionListener, RealTimeClockListener {
  /** Indexed by {@link RetentionResult}. */
  readonly results: Int32Array;
  readonly store: RetentionStore;
  readonly parts: SoakMemory;
  private readonly _scheduler: Scheduler;
  private readonly _eventful: boolean;
  private readonly _time: CalendarTime;
  private _now = START;
  private _step = 0;

  /** @param bus to the chip, in place of one on which transactions fail now and then */
  constructor(name: SoakMemoryName, eventful: boolean, bus: I2cBus | null) {
    const scheduler = new Scheduler(SOAK_MEMORY_TIMERS + RETENTION_TIMERS);
    const parts = soakMemory(name, eventful, scheduler, bus);
    const fields: RecordField[] = [{ name: "number", type: FieldType.Int32 }];
    if (parts.record > 4) fields.push({ name: "text", type: FieldType.Octets, size: parts.record - 4 });
    const layout = new RecordLayout({ name: "soak", id: 1, version: 1, fields });
    this.results = new Int32Array(RetentionResult.Size);
    this._scheduler = scheduler;
    this.parts = parts;
    this._eventful = eventful;
    this._time = new CalendarTime();
    if (parts.clock !== null) parts.clock.attach(this);
    this.store = new RetentionStore({
      memory: parts.memory,
      layout: layout,
      scheduler: scheduler,
      listener: this,
      format: parts.format,
    });
    this.store.start(START);
    while (this.store.busy) this._tick();
  }

  /** Goes on until so many saves have been told. */
  run(saves: number): void {
    while (this.results[RetentionResult.Saved]! < saves) this._go();
    const traffic = this.parts.traffic;
    const counters = this.store.counters;
    this.results[RetentionResult.Octets] =
      traffic === null ? counters[StoreCounter.OctetsWritten]! + counters[StoreCounter.OctetsRead]! : traffic.octets;
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
    this.store.record.set(0, this._step);
    this.store.save(this._now);
    if (this._eventful) this._useClock();
    while (this.store.busy) this._tick();
  }

  private _useClock(): void {
    const clock = this.parts.clock;
    if (clock === null) return;
    this._time.second = this._step % 60;
    if ((this._step & 31) === 0) clock.set(this._time, this._now);
    else if ((this._step & 7) === 0) clock.read(this._now);
  }

  private _tick(): void {
    this._scheduler.run(this._now);
    this._now = (this._now + 1) | 0;
  }
}
