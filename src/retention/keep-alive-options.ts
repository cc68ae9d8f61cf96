import type { RealTimeClock, ResetCause, RetainedMemory, SupplyMonitor } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import type { HoldUpOptions, ShedLoad } from "./hold-up";
import type { Migration, Restored } from "./options";
import type { RecordField, RetainedRecord } from "./record";
import type { SlotFormat } from "./slot-format";

/** How far the supply and what is kept of it have come. */
export const enum PowerState {
  /** Clock and memory are being read. */
  Starting,
  /** What was found is being saved anew, before any number goes out again. */
  Reserving,
  On,
  /** The supply fails: loads are shed, and all is being saved. */
  Failing,
  /** All is saved; the supply is still bad. */
  Held,
}

/** What the routine counts; an index into `KeepAlive.counters`. */
export const enum KeepAliveCounter {
  /** Times that the supply failed while the program ran. */
  Failures,
  /** Failures in which all was saved. */
  Saved,
  /** Failures that were over before the processor stopped. */
  Returns,
  /** Saves that were given up, of any purpose. */
  NotSaved,
  /** Failures in which the save took longer than the hold-up budget has for it. */
  OverBudget,
  /** Saves at the interval of the checkpoints, or because reserved numbers ran out. */
  Checkpoints,
  /** Times that the clock could not be read, or had no valid time. */
  ClockErrors,
  /** The longest time from a failure to all being saved, ms. */
  LongestSave,
  /** The lowest voltage seen, mV. */
  LowestVoltage,
  Size,
}

/** What of a machine outlives the supply, as fields of the record. */
export interface RetainedState {
  readonly fields: readonly RecordField[];
  /** Puts it into the record, from field `at` on. Of numbers that must not repeat, the first that is not reserved. */
  keep(record: RetainedRecord, at: number): void;
  /** Whether the numbers that the record reserves are nearly used up. */
  runsOut(record: RetainedRecord, at: number): boolean;
  /**
   * Goes on from the record, before the machine is started.
   * @param older the record may be an older one: twice as many numbers may have been used
   */
  resume(record: RetainedRecord, at: number, older: boolean): void;
  /** The supply was bad meanwhile, and frames may have been lost on our own side: nothing is to be judged by that. */
  excuse(): void;
}

/** What the routine tells the program. Nobody may call it back from inside but for what it can be asked. */
export interface KeepAliveListener {
  /**
   * What outlived the supply has been found, and numbers are reserved: links may be started.
   * @param away how long ago what was found was saved, s: the device was away for that at most; -1 where no clock can tell
   */
  resumed(result: Restored, away: number, now: number): void;
  /** `state` changed: the supply fails, all is saved, or it is back. Of {@link PowerState.On} after a start, `resumed` tells. */
  powerChanged(state: PowerState, now: number): void;
  /** `setClock` is over. */
  clockSet(set: boolean, now: number): void;
}

export interface KeepAliveOptions {
  memory: RetainedMemory;
  /** Must have `KEEP_ALIVE_TIMERS` timers free, and those of `RETENTION_TIMERS`. */
  scheduler: Scheduler;
  listener: KeepAliveListener;
  /** Default: the supply is not watched, and what outlives it is the last checkpoint. */
  supply?: SupplyMonitor;
  /** What the hold-up capacitor must do: with a supply that is watched, and only then. */
  holdUp?: HoldUpOptions;
  /** A clock with a battery of its own. Default: none, and it is not known how long the device was away. */
  clock?: RealTimeClock;
  /** What outlives the supply. Default: the time and the counters of starts and failures only. */
  states?: readonly RetainedState[];
  /** To be taken off a failing supply, in their order. Default: none. */
  loads?: readonly ShedLoad[];
  /** From one look at the supply to the next, 1 to 1000 ms. Default 5; 1000 where it is not watched, to look at numbers only. */
  interval?: number;
  /** From one save to the next while all is well, 1000 to 2^30 - 1 ms. Default 60000. */
  checkpoint?: number;
  /** By how much the supply must be above the failing voltage to be good again, 0 to 5000 mV. Default 100. */
  hysteresis?: number;
  /** For how long, 0 to 60000 ms. Default 200. */
  settle?: number;
  /** The record holds `states` only, for the smallest memories: no time, so `away` is -1, and no counters. Default false. */
  brief?: boolean;
  /** Schema of the record: to be raised whenever `states` are others. Default id 1, version 1. */
  id?: number;
  version?: number;
  /** As of a `RetentionStore`: its place in the memory, its form, what is taken over, and the cause of the reset. */
  at?: number;
  size?: number;
  format?: SlotFormat;
  migrations?: Migration[];
  cause?: ResetCause;
}
