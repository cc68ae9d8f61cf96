import { CutMemory } from "../../../emulator/retention/cut-memory";
import { Tearing } from "../../../src/ports";
import type { RetainedMemory } from "../../../src/ports";
import type { StoreCounter } from "../../../src/retention/counters";
import { Restored } from "../../../src/retention/options";
import type { RetentionListener, RetentionStoreOptions } from "../../../src/retention/options";
import { FieldType, RecordLayout } from "../../../src/retention/record";
import { RETENTION_TIMERS, RetentionStore } from "../../../src/retention/store";
import { Scheduler } from "../../../src/scheduler/scheduler";

const RESULTS: Record<Restored, string> = {
  [Restored.NotYet]: "not yet",
  [Restored.Cold]: "cold",
  [Restored.Restored]: "restored",
  [Restored.FellBack]: "fell back",
  [Restored.Corrupt]: "corrupt",
  [Restored.Refused]: "refused",
};

export const enum Link {
  Sequence,
  Magic,
  Uptime,
}

/** Eight octets. */
export const LINK = new RecordLayout({
  name: "link state",
  id: 3,
  version: 2,
  fields: [
    { name: "sequence number", type: FieldType.Uint16 },
    { name: "magic number", type: FieldType.Int32 },
    { name: "uptime", type: FieldType.Uint16, unit: "s" },
  ],
});

/** A store and its memory, in virtual time; what the store tells is noted as text. */
export class StoreBench implements RetentionListener {
  readonly scheduler = new Scheduler(RETENTION_TIMERS);
  readonly store: RetentionStore;
  readonly memory: CutMemory;
  now = 0;
  onCall: ((what: string) => void) | null = null;
  private readonly _log: string[] = [];

  /** @param contents the memory's, or another memory in its place */
  constructor(contents: Uint8Array | CutMemory, options: Partial<RetentionStoreOptions> = {}) {
    this.memory = contents instanceof CutMemory ? contents : new CutMemory(contents, Tearing.Octet);
    this.store = new RetentionStore({
      memory: this.memory as RetainedMemory,
      layout: LINK,
      scheduler: this.scheduler,
      listener: this,
      ...options,
    });
  }

  /** Starts and comes to rest. */
  start(): this {
    this.store.start(this.now);
    return this.settle();
  }

  /** Sets the uptime, saves and comes to rest. */
  save(uptime: number): this {
    this.store.record.set(Link.Uptime, uptime);
    this.store.save(this.now);
    return this.settle();
  }

  /** Runs until nothing is under way, for a second at most. */
  settle(): this {
    const end = this.now + 1000;
    let delay = this.scheduler.delay(this.now);
    while (delay >= 0 && this.now + delay <= end) {
      this.now += delay;
      delay = this.scheduler.run(this.now);
    }
    return this;
  }

  get uptime(): number {
    return this.store.record.get(Link.Uptime);
  }

  count(counter: StoreCounter): number {
    return this.store.counters[counter]!;
  }

  /** What was told since the last call. */
  told(): string[] {
    return this._log.splice(0);
  }

  restored(result: Restored): void {
    this._note(RESULTS[result]);
  }

  saved(saved: boolean): void {
    this._note(saved ? "saved" : "not saved");
  }

  private _note(what: string): void {
    this._log.push(what);
    this.onCall?.(what);
  }
}

/** Memory in which both slots are good, the newest with this uptime. */
export function twoGoodSlots(uptime: number, size = 40): Uint8Array {
  const contents = new Uint8Array(size);
  new StoreBench(contents)
    .start()
    .save(uptime - 1)
    .save(uptime);
  return contents;
}
