import type { ResetCause, RetainedMemory } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import type { RecordLayout, RetainedRecord } from "./record";
import type { SlotFormat } from "./slot-format";

/** What a start found. */
export const enum Restored {
  /** Nothing yet: the memory has not been read, or does not answer. */
  NotYet,
  /** Neither slot holds anything: a memory that was never written, or says that it lost its supply. */
  Cold,
  /** The newest record. */
  Restored,
  /** The only good record; the other slot is damaged, and may have held a newer one. */
  FellBack,
  /** Nothing: both slots are damaged. */
  Corrupt,
  /** Nothing: the newest record is good, but of a schema that is not known. It is kept until `discard`. */
  Refused,
}

/** Takes a record over from an older version. */
export interface Migration {
  readonly from: RecordLayout;
  /** Sets the fields of `record`, which hold their defaults, from those of `old`. */
  migrate(old: RetainedRecord, record: RetainedRecord): void;
}

/** What a store tells whoever uses it. */
export interface RetentionListener {
  /** The memory was read: the store's `result` says what was found, and `record` holds it. */
  restored(result: Restored, now: number): void;
  /** A save is over. True: the record as it was when the save began is there, and was read back. */
  saved(saved: boolean, now: number): void;
}

export interface RetentionStoreOptions {
  memory: RetainedMemory;
  layout: RecordLayout;
  /** Must have `RETENTION_TIMERS` timers free. */
  scheduler: Scheduler;
  listener: RetentionListener;
  /** Default `FullSlots`. Must stay the same, as `at` and `size` must, for what was stored to be found. */
  format?: SlotFormat;
  /** Where in the memory the store begins, octets, a multiple of 4. Default 0. */
  at?: number;
  /** How much of it the store takes, octets. Default: all from `at` on. */
  size?: number;
  /** Older versions that are taken over. Default: none. */
  migrations?: Migration[];
  /** Default {@link ResetCause.Unknown}. */
  cause?: ResetCause;
}
