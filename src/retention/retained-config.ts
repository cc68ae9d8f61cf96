import type { ConfigStore, RetainedMemory } from "../ports";
import { integerOption } from "../options";
import type { Scheduler } from "../scheduler/scheduler";
import { Restored } from "./options";
import type { RetentionListener } from "./options";
import { FieldType, RecordLayout } from "./record";
import { FullSlots } from "./slot-format";
import { RetentionStore } from "./store";

/** The field of the record that is the text's length; the text follows. */
const LENGTH = 0;
const LENGTH_SIZE = 2;

/** How often a memory is asked whether it is done. */
const PATIENCE = 1000;

export interface RetainedConfigOptions {
  memory: RetainedMemory;
  /** Must have `RETENTION_TIMERS` timers free. */
  scheduler: Scheduler;
  /** The part of the memory that it takes, as of a `RetentionStore`. Default: all from `at` on, which is 0. */
  at?: number;
  size?: number;
}

/**
 * The configuration of the console in a retained memory: what `write memory` saves is there whole, or what was there
 * before, wherever the supply goes.
 *
 * A console does not wait: `commit` asks the memory a thousand times at once whether it is done, which those of clock
 * chips are at the first time on a bus whose `begin` waits. Where one is not done by then, the text is saved a little
 * later, and `commit` can't tell.
 *
 * Memory: {@link room} octets, and a {@link RetentionStore} with a record of as many and 2.
 */
export class RetainedConfig implements ConfigStore, RetentionListener {
  readonly store: RetentionStore;
  /** The longest configuration, octets. */
  readonly room: number;
  private readonly _text: Uint8Array;
  private _length = 0;
  private _saved = false;

  /** @throws RangeError when the memory has no room, or an option is out of its range */
  constructor(options: RetainedConfigOptions) {
    const memory = options.memory;
    const at = integerOption("configuration: begin", options.at, 0, 0, memory.size, " octets");
    const size = integerOption("configuration: size", options.size, memory.size - at, 0, memory.size - at, " octets");
    this.room = ((size >> 1) & ~3) - new FullSlots().header - LENGTH_SIZE;
    if (this.room < 1) throw new RangeError(`configuration: ${size} octets of memory have no room for one`);
    this._text = new Uint8Array(this.room);
    this.store = new RetentionStore({
      memory,
      scheduler: options.scheduler,
      listener: this,
      at,
      size,
      layout: new RecordLayout({
        name: "configuration",
        id: 2,
        version: 1,
        fields: [
          { name: "length", type: FieldType.Uint16, unit: "octets" },
          { name: "text", type: FieldType.Octets, size: this.room },
        ],
      }),
    });
  }

  /** Begins to read the memory; to be called once, before the console's commands are restored. */
  start(now: number): void {
    this.store.start(now);
    this._hurry(now);
  }

  begin(): void {
    this._length = 0;
  }

  write(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > this.room - this._length) return false;
    for (let i = start; i < end; i++) this._text[this._length++] = bytes[i]!;
    return true;
  }

  commit(now: number): boolean {
    const record = this.store.record;
    record.set(LENGTH, this._length);
    for (let i = 0; i < this._length; i++) record.bytes[LENGTH_SIZE + i] = this._text[i]!;
    this._saved = false;
    if (!this.store.save(now)) return false;
    this._hurry(now);
    return this._saved;
  }

  read(from: number, bytes: Uint8Array): number {
    const record = this.store.record;
    const result = this.store.result;
    if (result !== Restored.Restored && result !== Restored.FellBack) return 0;
    const left = record.get(LENGTH) - from;
    const count = left < bytes.length ? left : bytes.length;
    for (let i = 0; i < count; i++) bytes[i] = record.bytes[LENGTH_SIZE + from + i]!;
    return count < 0 ? 0 : count;
  }

  restored(): void {}

  saved(saved: boolean): void {
    if (!this.store.waiting) this._saved = saved;
  }

  private _hurry(now: number): void {
    for (let left = PATIENCE; left > 0 && this.store.poll(now); left--);
  }
}
