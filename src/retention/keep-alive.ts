import { CalendarTime, SECONDS_OF_DAY } from "../calendar";
import { integerOption } from "../options";
import { PowerGood, TimeValidity } from "../ports";
import type { RealTimeClock, RealTimeClockListener, SupplyMonitor } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { MAX_SPAN } from "../scheduler/time";
import { HoldUp } from "./hold-up";
import type { ShedLoad } from "./hold-up";
import { KeepAliveCounter, PowerState } from "./keep-alive-options";
import type { KeepAliveListener, KeepAliveOptions, RetainedState } from "./keep-alive-options";
import { Restored } from "./options";
import type { RetentionListener } from "./options";
import { FieldType, RecordLayout } from "./record";
import type { RecordField, RetainedRecord } from "./record";
import { RetentionStore } from "./store";

/** How many timers the routine registers, those of its store left out. */
export const KEEP_ALIVE_TIMERS = 3;

/** For how long a start waits for a clock and a memory that do not answer, ms. */
const START_LIMIT = 3000;

/** A memory that wears out must last so long at the interval of the checkpoints, s: five years. */
const LIFETIME = 157680000;

const HALF = 500;

const enum Timer {
  /** To look at the supply. */
  Look,
  Checkpoint,
  StartLimit,
}

/** From one look at numbers that run out to the next where no supply is watched, ms. */
const UNWATCHED = 1000;
const WATCHED = 5;

/** Fields of the record, unless it is brief; those of the states follow. */
const enum Field {
  /** s since the beginning of 2000, int32 that wraps. */
  Time,
  Flags,
  Starts,
  Failures,
  States,
}

const enum Flag {
  /** `Time` is that of a clock that could be trusted. */
  TimeValid = 1,
  /** The record was saved because the supply failed. */
  Orderly = 2,
}

/** How far `setClock` has come. */
const enum Setting {
  Idle,
  /** The record is told that its time is none, so that nothing is measured between two settings of a clock. */
  Forgetting,
  Writing,
  Reading,
}

const enum Numbers {
  /** When the clock was read last, and what it showed then, s as in the record. */
  ReadAt,
  ReadSeconds,
  FailedAt,
  /** Since when the supply is good again. */
  GoodSince,
  CheckpointDue,
  Size,
}

/**
 * The keep-alive routine: keeps time, counters and the state of links through a loss of the main supply.
 *
 * At a start it reads clock and memory, works out how long the device was away, hands each state what was kept of it, and
 * saves at once: numbers that must not repeat are reserved in advance, so that a cut at any moment leaves none that was
 * used. Then links may be started. They probe; nothing is judged by what the clock says.
 *
 * From then on it looks at the supply. When that fails, loads are shed in their order and all is saved, within the time
 * for which the hold-up capacitor was found to last (see {@link HoldUp}). If the supply comes back before the processor
 * stops, and stays, loads are restored in the opposite order and states excuse what was missed. Where nothing watches the
 * supply, there are only the checkpoints.
 *
 * Because not every loss can be seen coming, it also saves at an interval, for which it reads the clock; in between it
 * counts on by itself.
 *
 * Memory: that of {@link RetentionStore}, 20 octets of numbers, 4 * {@link KeepAliveCounter.Size} octets of counters, three timers.
 */
export class KeepAlive implements Task, RetentionListener, RealTimeClockListener {
  readonly store: RetentionStore;
  /** Null, both of them, where the supply is not watched. */
  readonly supply: SupplyMonitor | null;
  readonly holdUp: HoldUp | null;
  readonly clock: RealTimeClock | null;
  /** Indexed by {@link KeepAliveCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  state: PowerState = PowerState.Starting;
  /** What the start found, and how long ago that had been saved, s; -1: not known. */
  result: Restored = Restored.NotYet;
  away = -1;
  /** Whether what was found was saved because the supply failed: the last that there was to be saved. */
  orderly = false;
  /** Starts, this one included, and failures of the supply that were seen, since the memory was blank; modulo 65536. */
  starts = 1;
  failures = 0;
  /** How long the last failure was from which the supply came back before the processor stopped, ms. */
  lastOutage = 0;
  /** Whether the clock's time could be trusted when it was read last. */
  timeValid = false;
  private readonly _scheduler: Scheduler;
  private readonly _listener: KeepAliveListener;
  private readonly _states: readonly RetainedState[];
  /** The first field of each state. */
  private readonly _at: Uint8Array;
  private readonly _loads: readonly ShedLoad[];
  private readonly _brief: boolean;
  private readonly _interval: number;
  private readonly _checkpoint: number;
  private readonly _good: number;
  private readonly _settle: number;
  private readonly _look: number;
  private readonly _checkpointTimer: number;
  private readonly _startLimit: number;
  private readonly _numbers: Int32Array;
  private readonly _target: CalendarTime;
  private _setting: Setting = Setting.Idle;
  private _recovering = false;

  /** @throws RangeError when the hold-up capacitor does not last, the record does not fit, or an option is out of its range */
  constructor(options: KeepAliveOptions) {
    const states = options.states === undefined ? [] : options.states;
    const loads = options.loads === undefined ? [] : options.loads;
    this.supply = options.supply === undefined ? null : options.supply;
    const usual = this.supply === null ? UNWATCHED : WATCHED;
    const interval = integerOption("keep-alive: interval", options.interval, usual, 1, 1000, " ms");
    const checkpoint = integerOption("keep-alive: checkpoint", options.checkpoint, 60000, 1000, MAX_SPAN, " ms");
    const hysteresis = integerOption("keep-alive: hysteresis", options.hysteresis, 100, 0, 5000, " mV");
    if ((this.supply === null) !== (options.holdUp === undefined)) {
      throw new RangeError("keep-alive: there must be a supply to be watched and a hold-up capacitor, or neither");
    }
    this.holdUp = options.holdUp === undefined ? null : new HoldUp(options.holdUp, loads, interval);
    const endurance = options.memory.endurance;
    // Each save writes the commit word of one of two slots twice.
    if (endurance > 0 && (endurance * checkpoint) / 1000 < LIFETIME) {
      throw new RangeError(
        `keep-alive: a checkpoint every ${checkpoint} ms wears a memory for ${endurance} writes out in ` +
          `${Math.floor((endurance * checkpoint) / 86400000)} days: it lasts five years with one every ` +
          `${Math.ceil((LIFETIME * 1000) / endurance)} ms`,
      );
    }
    this._brief = options.brief === true;
    const fields: RecordField[] = [];
    if (!this._brief) {
      fields.push(
        { name: "time", type: FieldType.Int32, unit: "s" },
        { name: "flags", type: FieldType.Uint8 },
        { name: "starts", type: FieldType.Uint16 },
        { name: "failures", type: FieldType.Uint16 },
      );
    }
    this._at = new Uint8Array(states.length);
    for (let i = 0; i < states.length; i++) {
      this._at[i] = fields.length;
      const more = states[i]!.fields;
      for (let j = 0; j < more.length; j++) fields.push(more[j]!);
    }
    const layout = new RecordLayout({
      name: "keep-alive",
      id: options.id === undefined ? 1 : options.id,
      version: options.version === undefined ? 1 : options.version,
      fields,
    });
    this.store = new RetentionStore({
      memory: options.memory,
      layout,
      scheduler: options.scheduler,
      listener: this,
      format: options.format,
      at: options.at,
      size: options.size,
      migrations: options.migrations,
      cause: options.cause,
    });
    this.clock = options.clock === undefined ? null : options.clock;
    this.counters = new Int32Array(KeepAliveCounter.Size);
    this.counters[KeepAliveCounter.LowestVoltage] = 0x7fff;
    this._scheduler = options.scheduler;
    this._listener = options.listener;
    this._states = states;
    this._loads = loads;
    this._interval = interval;
    this._checkpoint = checkpoint;
    this._good = this.holdUp === null ? 0 : this.holdUp.failing + hysteresis;
    this._settle = integerOption("keep-alive: settling time", options.settle, 200, 0, 60000, " ms");
    this._look = options.scheduler.register(this, Timer.Look, 0);
    this._checkpointTimer = options.scheduler.register(this, Timer.Checkpoint, 0);
    this._startLimit = options.scheduler.register(this, Timer.StartLimit, 0);
    this._numbers = new Int32Array(Numbers.Size);
    this._target = new CalendarTime();
    if (this.clock !== null) this.clock.attach(this);
  }

  /** Begins; `resumed` is told when links may be started, within three seconds. To be called once, before they are. */
  start(now: number): void {
    this._scheduler.arm(this._startLimit, (now + START_LIMIT) | 0);
    if (this.clock === null || !this.clock.read(now)) this.store.start(now);
  }

  /** Looks at the supply at once, as when a power-good pin has changed. */
  supplyChanged(now: number): void {
    if (this.state >= PowerState.On) this._lookAtSupply(now);
  }

  /** The time at `now`. @returns false if there is none that can be trusted; `time` is then left as it is */
  time(time: CalendarTime, now: number): boolean {
    if (!this.timeValid) return false;
    const seconds = this._seconds(now) >>> 0;
    time.setDay((seconds / SECONDS_OF_DAY) | 0, seconds % SECONDS_OF_DAY);
    return true;
  }

  /**
   * Begins to set the clock; `clockSet` tells the end of it.
   * @returns false without a clock, before `resumed`, while the supply is bad, and while the clock is being set
   */
  setClock(time: CalendarTime, now: number): boolean {
    if (this.clock === null || this.state !== PowerState.On || this._setting !== Setting.Idle) return false;
    if (!time.exists) return false;
    this._target.set(time.year, time.month, time.day, time.hour, time.minute, time.second);
    this._setting = Setting.Forgetting;
    this.timeValid = false;
    if (this._save(now)) return true;
    // There is no record in which two settings could be mixed.
    this._writeClock(now);
    return true;
  }

  wake(kind: number, now: number): void {
    if (kind === Timer.Look) this._lookAtSupply(now);
    else if (kind === Timer.Checkpoint) this._checkpointDue(now);
    else this._resumed(now);
  }

  restored(result: Restored, now: number): void {
    const record = this.store.record;
    const known = result === Restored.Restored || result === Restored.FellBack;
    if (known && !this._brief) {
      this.starts = (record.get(Field.Starts) + 1) & 0xffff;
      this.failures = (this.failures + record.get(Field.Failures)) & 0xffff;
    }
    // Too late: what runs is newer than what the memory holds.
    if (this.state !== PowerState.Starting) {
      this._save(now);
      return;
    }
    this.result = result;
    this.state = PowerState.Reserving;
    if (known) {
      if (!this._brief) this._takeTime(record, now);
      for (let i = 0; i < this._states.length; i++) {
        this._states[i]!.resume(record, this._at[i]!, result === Restored.FellBack);
      }
    }
    if (!this._save(now)) this._resumed(now);
  }

  saved(saved: boolean, now: number): void {
    if (this.store.waiting) return;
    const counters = this.counters;
    if (!saved) counters[KeepAliveCounter.NotSaved]!++;
    if (this.state === PowerState.Reserving) this._resumed(now);
    else if (this.state === PowerState.Failing) {
      if (saved) this._held(now);
      else this._save(now);
    } else if (this._setting === Setting.Forgetting) {
      if (saved) this._writeClock(now);
      else this._endSetting(false, now);
    }
  }

  timeRead(validity: TimeValidity, now: number): void {
    this.timeValid = validity === TimeValidity.Valid;
    if (this.timeValid) {
      const time = this.clock!.time;
      this._numbers[Numbers.ReadAt] = now;
      this._numbers[Numbers.ReadSeconds] = SECONDS_OF_DAY * time.dayNumber + time.secondOfDay;
    } else this.counters[KeepAliveCounter.ClockErrors]!++;
    if (this.state === PowerState.Starting) {
      this.store.start(now);
      return;
    }
    if (this.state === PowerState.On) this._checkpointSave(now);
    if (this._setting === Setting.Reading) this._endSetting(this.timeValid, now);
  }

  timeSet(set: boolean, now: number): void {
    this._setting = Setting.Reading;
    if (!set || !this.clock!.read(now)) this._endSetting(false, now);
  }

  private _writeClock(now: number): void {
    this._setting = Setting.Writing;
    if (!this.clock!.set(this._target, now)) this._endSetting(false, now);
  }

  private _endSetting(set: boolean, now: number): void {
    this._setting = Setting.Idle;
    this._listener.clockSet(set, now);
  }

  /** Clock and memory have answered, or have had their time to. */
  private _resumed(now: number): void {
    this._scheduler.cancel(this._startLimit);
    this.state = PowerState.On;
    this._scheduler.arm(this._look, (now + this._interval) | 0);
    this._numbers[Numbers.CheckpointDue] = (now + this._checkpoint) | 0;
    this._scheduler.arm(this._checkpointTimer, this._numbers[Numbers.CheckpointDue]!);
    this._listener.resumed(this.result, this.away, now);
  }

  /** How long it was away, and how it ended. */
  private _takeTime(record: RetainedRecord, now: number): void {
    const flags = record.get(Field.Flags);
    this.orderly = (flags & Flag.Orderly) !== 0;
    if ((flags & Flag.TimeValid) === 0 || !this.timeValid) return;
    const away = (this._seconds(now) - record.get(Field.Time)) | 0;
    this.away = away < 0 ? -1 : away;
  }

  // --- the supply

  private _lookAtSupply(now: number): void {
    const holdUp = this.holdUp;
    const voltage = this.supply === null ? PowerGood.Yes : this.supply.millivolts();
    const counters = this.counters;
    if (voltage < counters[KeepAliveCounter.LowestVoltage]!) counters[KeepAliveCounter.LowestVoltage] = voltage;
    this._scheduler.arm(this._look, (now + this._interval) | 0);
    if (this.state === PowerState.On) {
      if (holdUp !== null && voltage < holdUp.failing) this._fail(now);
      else if (this._runsOut()) this._checkpointSave(now);
      return;
    }
    // What hovers may do so for long.
    if (this.state === PowerState.Held && this._runsOut()) this._save(now);
    if (voltage < this._good) this._recovering = false;
    else if (!this._recovering) {
      this._recovering = true;
      this._numbers[Numbers.GoodSince] = now;
    } else if (((now - this._numbers[Numbers.GoodSince]!) | 0) >= this._settle) this._return(now);
  }

  private _fail(now: number): void {
    this.state = PowerState.Failing;
    this._recovering = false;
    this._numbers[Numbers.FailedAt] = now;
    this.counters[KeepAliveCounter.Failures]!++;
    this.failures = (this.failures + 1) & 0xffff;
    for (let i = 0; i < this._loads.length; i++) this._loads[i]!.shed(now);
    this._listener.powerChanged(PowerState.Failing, now);
    if (this._save(now)) this.store.poll(now);
  }

  private _held(now: number): void {
    const counters = this.counters;
    const took = (now - this._numbers[Numbers.FailedAt]!) | 0;
    this.state = PowerState.Held;
    counters[KeepAliveCounter.Saved]!++;
    if (took > counters[KeepAliveCounter.LongestSave]!) counters[KeepAliveCounter.LongestSave] = took;
    if (took > this.holdUp!.time) counters[KeepAliveCounter.OverBudget]!++;
    this._listener.powerChanged(PowerState.Held, now);
  }

  private _return(now: number): void {
    this.state = PowerState.On;
    this.counters[KeepAliveCounter.Returns]!++;
    this.lastOutage = (now - this._numbers[Numbers.FailedAt]!) | 0;
    for (let i = this._loads.length - 1; i >= 0; i--) this._loads[i]!.restore(now);
    for (let i = 0; i < this._states.length; i++) this._states[i]!.excuse();
    this._save(now);
    this._listener.powerChanged(PowerState.On, now);
  }

  // --- what is saved

  private _checkpointDue(now: number): void {
    const numbers = this._numbers;
    let due = (numbers[Numbers.CheckpointDue]! + this._checkpoint) | 0;
    if (((due - now) | 0) <= 0) due = (now + this._checkpoint) | 0;
    numbers[Numbers.CheckpointDue] = due;
    this._scheduler.arm(this._checkpointTimer, due);
    if (this.state !== PowerState.On || (this.clock !== null && this.clock.read(now))) return;
    this._checkpointSave(now);
  }

  private _checkpointSave(now: number): void {
    this.counters[KeepAliveCounter.Checkpoints]!++;
    this._save(now);
  }

  private _runsOut(): boolean {
    for (let i = 0; i < this._states.length; i++) {
      if (this._states[i]!.runsOut(this.store.record, this._at[i]!)) return true;
    }
    return false;
  }

  private _save(now: number): boolean {
    const record = this.store.record;
    const failing = this.state >= PowerState.Failing;
    if (!this._brief) {
      record.set(Field.Time, this.timeValid ? this._seconds(now) : 0);
      record.set(Field.Flags, (this.timeValid ? Flag.TimeValid : 0) | (failing ? Flag.Orderly : 0));
      record.set(Field.Starts, this.starts);
      record.set(Field.Failures, this.failures);
    }
    for (let i = 0; i < this._states.length; i++) this._states[i]!.keep(record, this._at[i]!);
    return this.store.save(now);
  }

  /** The clock's time at `now`, s as in the record. When it was read, half of a second had passed that it did not tell. */
  private _seconds(now: number): number {
    const since = ((now - this._numbers[Numbers.ReadAt]!) | 0) + HALF;
    return (this._numbers[Numbers.ReadSeconds]! + ((since / 1000) | 0)) | 0;
  }
}
