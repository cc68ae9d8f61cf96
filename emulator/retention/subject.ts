import { MemoryState, Tearing } from "../../src/ports";
import type { RetainedMemory } from "../../src/ports";
import { Restored } from "../../src/retention/options";
import type { RetentionListener } from "../../src/retention/options";
import { FieldType, RecordLayout } from "../../src/retention/record";
import type { SlotFormat } from "../../src/retention/slot-format";
import { RETENTION_TIMERS, RetentionStore } from "../../src/retention/store";
import { Scheduler } from "../../src/scheduler/scheduler";
import type { CutMemory } from "./cut-memory";
import { RESTORED_NAMES } from "./restored-names";

/** What runs on a memory from a power-up to the next cut: the store, or one that is broken on purpose. */
export interface Subject {
  /** Reads the memory. @returns the record that is found, null if there is none, undefined if it did not come to an end */
  start(): Uint8Array | null | undefined;
  /** Saves a record. @returns whether the subject claims that it is there */
  save(record: Uint8Array): boolean;
}

export type MakeSubject = (memory: CutMemory, record: number) => Subject;

/** The longest that a start or a save is waited for, virtual ms. */
const PATIENCE = 100;

/** A {@link RetentionStore} and what it takes to run it. */
export class StoreSubject implements Subject, RetentionListener {
  readonly store: RetentionStore;
  private readonly _cut: CutMemory;
  private readonly _scheduler = new Scheduler(RETENTION_TIMERS);
  private _now = 0;
  private _saved: boolean | null = null;

  /** @param memory what the store sees of what can be cut: the same, or what a driver makes of it */
  constructor(cut: CutMemory, record: number, format: SlotFormat, memory: RetainedMemory = cut) {
    this._cut = cut;
    this.store = new RetentionStore({
      memory,
      layout: octetsLayout(record),
      scheduler: this._scheduler,
      listener: this,
      format,
    });
  }

  /** What the start found, in words. */
  get result(): string {
    return RESTORED_NAMES[this.store.result]!;
  }

  start(): Uint8Array | null | undefined {
    this.store.start(this._now);
    this._run();
    const { result, record } = this.store;
    // Registers are no memory that fails: what is read of them without a supply is no result.
    if (result === Restored.NotYet || this._cut.off) return undefined;
    return result === Restored.Restored || result === Restored.FellBack ? record.bytes.slice() : null;
  }

  save(record: Uint8Array): boolean {
    this.store.record.bytes.set(record);
    this._saved = null;
    if (!this.store.save(this._now)) return false;
    this._run();
    return this._saved === true;
  }

  restored(): void {}

  saved(saved: boolean): void {
    this._saved ??= saved;
  }

  private _run(): void {
    const end = this._now + PATIENCE;
    while (this.store.busy && !this._cut.off && this._now < end) this._now += this._scheduler.run(this._now);
  }
}

/** A record that is nothing but octets. */
export function octetsLayout(size: number): RecordLayout {
  const fields = [{ name: "octets", type: FieldType.Octets, size }];
  return new RecordLayout({ name: "power cut", id: 7, version: 3, fields });
}

export const TEARINGS: Record<string, Tearing> = {
  octet: Tearing.Octet,
  latched: Tearing.Latched,
  word: Tearing.Word,
};

/** Does a whole operation on a memory that needs no time. @returns whether it was done */
export function transfer(memory: CutMemory, writing: boolean, at: number, bytes: Uint8Array): boolean {
  if (writing) memory.write(at, bytes, 0, bytes.length);
  else memory.read(at, bytes, 0, bytes.length);
  return memory.poll() === MemoryState.Done;
}
