import { checkedInteger, integerOption } from "../options";
import { MemoryState, ResetCause, Tearing } from "../ports";
import type { RetainedMemory } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { StoreCounter } from "./counters";
import { Restored } from "./options";
import type { Migration, RetentionListener, RetentionStoreOptions } from "./options";
import { RetainedRecord } from "./record";
import type { RecordLayout } from "./record";
import { COMMIT, FullSlots } from "./slot-format";
import type { SlotFormat } from "./slot-format";
import { SlotReader, SlotState } from "./slot-reader";

/** How many timers a store registers. */
export const RETENTION_TIMERS = 1;

/** ms from one look at an operation that is under way to the next. */
const SOON = 1;
/** How often a save, or the reading of a slot, is tried in a row, and the ms between. */
const TRIES = 3;
const PAUSE = 5;
/** ms from an attempt to read a memory that does not answer to the next. */
const RETRY = 1000;

const enum Step {
  Idle,
  /** Reads slots. */
  Read,
  /** Writes the slot, its commit word 0. */
  Write,
  /** Reads back what was written. */
  Verify,
  /** Writes the commit word, and reads it back. */
  Commit,
  VerifyCommit,
}

/** There is no newest slot: neither is good. */
const NEITHER = -1;

/**
 * Keeps a record through a loss of the supply, wherever that comes: what is found afterwards is the record of one save,
 * whole, and it is the last that was told as saved or the one that was under way.
 *
 * Two slots are written in turn. First the slot's commit word becomes 0, which no record has, then the record is written
 * behind it, all that is read back, and the commit word written and read back. The better slot is not touched meanwhile.
 * Of two good slots the one with the newer sequence number counts, which wraps.
 *
 * A save that finds the record unchanged writes nothing. Where the other slot is not good, a save goes on to write there
 * too, so that there are two again, unless another save waits.
 *
 * Memory: 4 times the longest record, those of migrations included, once each older one, 3 times the header, some 250
 * octets, one timer.
 */
export class RetentionStore implements Task {
  /** The program's record: what was restored, and what is saved. */
  readonly record: RetainedRecord;
  /** Indexed by {@link StoreCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  readonly cause: ResetCause;
  result: Restored = Restored.NotYet;
  /** Schema that was refused; 0: none was. */
  refused = 0;
  private readonly _memory: RetainedMemory;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _listener: RetentionListener;
  private readonly _format: SlotFormat;
  private readonly _migrations: Migration[];
  /** The records of older versions, one for each migration. */
  private readonly _older: RetainedRecord[];
  private readonly _at: number;
  private readonly _slotSize: number;
  /** Octets of a record in its slot, and of what is written of a slot. */
  private readonly _length: number;
  private readonly _span: number;
  private readonly _schema: number;
  /** A slot as it is written, its commit word apart, and what was read. */
  private readonly _image: Uint8Array;
  private readonly _commit: Uint8Array;
  private readonly _buffer: Uint8Array;
  /** The newest record that is stored, and its length if it is of this layout, so that it can be compared. */
  private readonly _stored: Uint8Array;
  private _comparable = false;
  private readonly _reader: SlotReader;
  /** {@link SlotState} of both. */
  private readonly _states: Uint8Array;
  private _newest = NEITHER;
  private _newestSchema = 0;
  private _newestLength = 0;
  private _sequence = 0;
  /** The sequence number of the record that is being written. */
  private _nextSequence = 0;
  private _step = Step.Idle;
  /** The slot that is read or written. */
  private _slot = 0;
  private _begun = false;
  private _tries = 0;
  /** When the next attempt begins; meaningful while waiting. */
  private _waiting = false;
  private _due = 0;
  /** A save was asked for that has not begun. */
  private _wanted = false;
  private _repairing = false;

  /** @throws RangeError when the record does not fit, or an option is out of its range */
  constructor(options: RetentionStoreOptions) {
    const memory = options.memory;
    const layout = options.layout;
    const format = options.format === undefined ? new FullSlots() : options.format;
    const at = integerOption("retention: begin", options.at, 0, 0, memory.size, " octets");
    if (at % 4 !== 0) throw new RangeError(`retention: begin is ${at}: it must be a multiple of 4`);
    const most = memory.size - at;
    const size = integerOption("retention: size", options.size, most, 0, most, " octets");
    const slotSize = (size >> 1) & ~3;
    const longest = Math.min(slotSize - format.header, format.longest);
    checkLayout(layout, format, longest, slotSize);
    const migrations = options.migrations === undefined ? [] : options.migrations;
    let piece = layout.size;
    this._older = [];
    for (let i = 0; i < migrations.length; i++) {
      const from = migrations[i]!.from;
      checkLayout(from, format, longest, slotSize);
      if (from.size > piece) piece = from.size;
      this._older.push(new RetainedRecord(from));
    }
    piece = roundUp(piece, 4);
    this.record = new RetainedRecord(layout);
    this.counters = new Int32Array(StoreCounter.Size);
    this.cause = integerOption(
      "retention: reset cause",
      options.cause,
      ResetCause.Unknown,
      0,
      ResetCause.DeepSleep,
      "",
    );
    this._memory = memory;
    this._scheduler = options.scheduler;
    this._timer = options.scheduler.register(this, 0, 0);
    this._listener = options.listener;
    this._format = format;
    this._migrations = migrations;
    this._at = at;
    this._slotSize = slotSize;
    this._length = roundUp(layout.size, format.unit);
    this._span = roundUp(format.header + this._length, memory.tearing === Tearing.Word ? 4 : 1);
    this._schema = format.schema(layout.id, layout.version);
    this._image = new Uint8Array(format.header + piece + 3);
    this._buffer = new Uint8Array(format.header + piece + 3);
    this._stored = new Uint8Array(piece);
    this._commit = new Uint8Array(COMMIT);
    this._states = new Uint8Array(2);
    this._reader = new SlotReader(format, longest, piece);
  }

  /** Whether something is under way, or about to be. */
  get busy(): boolean {
    return this._step !== Step.Idle || this._wanted;
  }

  /** Whether a save was asked for that has not begun: what `saved` tells meanwhile is of the one before. */
  get waiting(): boolean {
    return this._wanted;
  }

  /** How many octets a save writes; it reads as many. */
  get octetsOfSave(): number {
    return this._span + COMMIT;
  }

  /** Begins to read the memory; `restored` is told when that is over. To be called once. */
  start(now: number): void {
    this._step = Step.Read;
    this._newest = NEITHER;
    this._beginSlot(0);
    this._scheduler.arm(this._timer, now);
  }

  /**
   * Begins to save the record as it is at the next step; `saved` tells the end of it. While a save is under way another one
   * follows it.
   * @returns false before the memory was read, and while it holds a record that was refused
   */
  save(now: number): boolean {
    if (this.result === Restored.NotYet || this.result === Restored.Refused) return false;
    this._wanted = true;
    if (!this._waiting) this._scheduler.arm(this._timer, now);
    return true;
  }

  /** Gives up a record that was refused: the next save takes its place. */
  discard(): void {
    if (this.result === Restored.Refused) this.result = Restored.Cold;
  }

  wake(_kind: number, now: number): void {
    this.poll(now);
  }

  /**
   * Goes on as far as it can without waiting: for who has no time for the scheduler because the supply is failing.
   * @returns whether something is still under way
   */
  poll(now: number): boolean {
    if (this._waiting && ((now - this._due) | 0) >= 0) this._waiting = false;
    while (!this._waiting) {
      if (this._step === Step.Idle && !(this._wanted && this._beginSave(now))) return false;
      if (!this._begun) this._begun = this._beginOperation();
      const state = this._begun ? this._memory.poll(now) : MemoryState.Busy;
      if (state === MemoryState.Busy) {
        this._scheduler.arm(this._timer, (now + SOON) | 0);
        return true;
      }
      this._begun = false;
      if (state === MemoryState.Done) this._advance(now);
      else {
        this.counters[StoreCounter.MemoryErrors]!++;
        this._tryAgain(now);
      }
    }
    this._scheduler.arm(this._timer, this._due);
    return true;
  }

  private _beginOperation(): boolean {
    const slot = this._at + this._slot * this._slotSize;
    const memory = this._memory;
    const reader = this._reader;
    switch (this._step) {
      case Step.Read: {
        // What is in one piece lands where it belongs in a slot.
        const start = reader.at === 0 ? 0 : this._format.header;
        return memory.read(slot + reader.at, this._buffer, start, start + reader.count);
      }
      case Step.Write:
        return memory.write(slot, this._image, 0, this._span);
      case Step.Verify:
        return memory.read(slot, this._buffer, 0, this._span);
      case Step.Commit:
        return memory.write(slot, this._commit, 0, COMMIT);
      default:
        return memory.read(slot, this._buffer, 0, COMMIT);
    }
  }

  private _advance(now: number): void {
    const counters = this.counters;
    switch (this._step) {
      case Step.Read:
        counters[StoreCounter.OctetsRead]! += this._reader.count;
        this._takeRead(now);
        break;
      case Step.Write:
        counters[StoreCounter.OctetsWritten]! += this._span;
        this._step = Step.Verify;
        break;
      case Step.Verify:
        counters[StoreCounter.OctetsRead]! += this._span;
        this._verified(this._image, this._span, Step.Commit, now);
        break;
      case Step.Commit:
        counters[StoreCounter.OctetsWritten]! += COMMIT;
        this._step = Step.VerifyCommit;
        break;
      default:
        counters[StoreCounter.OctetsRead]! += COMMIT;
        this._verified(this._commit, COMMIT, Step.Idle, now);
    }
  }

  /** Fails, for the moment or for good. */
  private _tryAgain(now: number): void {
    this._tries++;
    const reading = this._step === Step.Read;
    if (this._tries < TRIES || reading) {
      if (reading) this._beginSlot(this._slot);
      else this._step = Step.Write;
      this._waiting = true;
      this._due = (now + (this._tries < TRIES ? PAUSE : RETRY)) | 0;
      return;
    }
    this._endSave(false, now);
  }

  // --- reading

  private _beginSlot(slot: number): void {
    this._slot = slot;
    this._reader.begin();
  }

  private _takeRead(now: number): void {
    const reader = this._reader;
    const header = this._format.header;
    reader.take(this._buffer, reader.at === 0 ? 0 : header);
    if (reader.count > 0) return;
    const slot = this._slot;
    this._states[slot] = reader.state;
    if (reader.state === SlotState.Damaged) this.counters[StoreCounter.DamagedSlots]!++;
    if (reader.state === SlotState.BrokenOff) this.counters[StoreCounter.BrokenOff]!++;
    if (
      reader.state === SlotState.Good &&
      (this._newest === NEITHER || this._format.isNewer(reader.sequence, this._sequence))
    ) {
      this._newest = slot;
      this._sequence = reader.sequence;
      this._newestSchema = reader.schema;
      this._newestLength = reader.length;
      for (let i = 0; i < this._stored.length; i++) this._stored[i] = this._buffer[header + i]!;
    }
    this._tries = 0;
    if (slot === 0) this._beginSlot(1);
    else this._endReading(now);
  }

  private _endReading(now: number): void {
    this._step = Step.Idle;
    this._comparable = false;
    const damaged = this._states[0] === SlotState.Damaged || this._states[1] === SlotState.Damaged;
    if (this._newest === NEITHER) this.result = damaged && !this._memory.lost ? Restored.Corrupt : Restored.Cold;
    else if (!this._takeRecord()) this.result = Restored.Refused;
    else this.result = damaged ? Restored.FellBack : Restored.Restored;
    this._listener.restored(this.result, now);
  }

  /** Takes the newest record over. @returns false if its schema is not known */
  private _takeRecord(): boolean {
    const schema = this._newestSchema;
    if (schema === this._schema && this._newestLength === this._length) {
      this._copyStored(this.record);
      this._comparable = true;
      return true;
    }
    for (let i = 0; i < this._migrations.length; i++) {
      const old = this._older[i]!;
      const layout = old.layout;
      if (schema !== this._format.schema(layout.id, layout.version)) continue;
      if (this._newestLength !== roundUp(layout.size, this._format.unit)) continue;
      this._copyStored(old);
      this._migrations[i]!.migrate(old, this.record);
      this.counters[StoreCounter.Migrated]!++;
      return true;
    }
    this.refused = schema;
    return false;
  }

  private _copyStored(record: RetainedRecord): void {
    for (let i = 0; i < record.bytes.length; i++) record.bytes[i] = this._stored[i]!;
  }

  // --- saving

  /** @returns whether there is anything to be written */
  private _beginSave(now: number): boolean {
    this._wanted = false;
    this._tries = 0;
    if (this._comparable && this._bothGood() && this._isStored()) {
      this.counters[StoreCounter.Unchanged]!++;
      this._listener.saved(true, now);
      return this._wanted;
    }
    const header = this._format.header;
    for (let i = 0; i < this.record.bytes.length; i++) this._image[header + i] = this.record.bytes[i]!;
    this._repairing = false;
    this._beginWrite();
    return true;
  }

  private _bothGood(): boolean {
    return this._states[0] === SlotState.Good && this._states[1] === SlotState.Good;
  }

  private _isStored(): boolean {
    const bytes = this.record.bytes;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== this._stored[i]) return false;
    return true;
  }

  /** Writes the record of the image to the slot that is not the newest. */
  private _beginWrite(): void {
    const image = this._image;
    this._slot = this._newest === 0 ? 1 : 0;
    this._states[this._slot] = SlotState.Empty;
    const format = this._format;
    this._nextSequence = format.next(this._sequence);
    if (!format.seal(image, this._schema, this._length, this._nextSequence)) {
      this._nextSequence = format.next(this._nextSequence);
      format.seal(image, this._schema, this._length, this._nextSequence);
    }
    for (let i = 0; i < COMMIT; i++) {
      this._commit[i] = image[i]!;
      image[i] = 0;
    }
    this._step = Step.Write;
  }

  /** Compares what was read back. */
  private _verified(expected: Uint8Array, length: number, next: Step, now: number): void {
    for (let i = 0; i < length; i++) {
      if (this._buffer[i] === expected[i]) continue;
      this.counters[StoreCounter.ReadBackErrors]!++;
      this._tryAgain(now);
      return;
    }
    this._step = next;
    if (next === Step.Idle) this._endSave(true, now);
  }

  private _endSave(saved: boolean, now: number): void {
    this._step = Step.Idle;
    const repaired = this._repairing;
    this._repairing = false;
    if (saved) {
      const header = this._format.header;
      for (let i = 0; i < this.record.bytes.length; i++) this._stored[i] = this._image[header + i]!;
      this._comparable = true;
      this._newest = this._slot;
      this._sequence = this._nextSequence;
      this._states[this._slot] = SlotState.Good;
      this.counters[repaired ? StoreCounter.Repairs : StoreCounter.Saves]!++;
      // Who waits writes to the other slot anyway.
      if (this._states[1 - this._slot] !== SlotState.Good && !this._wanted) {
        this._repairing = true;
        this._tries = 0;
        this._beginWrite();
      }
    } else this.counters[StoreCounter.NotSaved]!++;
    if (!repaired) this._listener.saved(saved, now);
  }
}

/** @setup */
function checkLayout(layout: RecordLayout, format: SlotFormat, longest: number, slotSize: number): void {
  const what = `record "${layout.name}"`;
  checkedInteger(`${what}: id`, layout.id, 1, format.mostId, "");
  checkedInteger(`${what}: version`, layout.version, 1, format.mostVersion, "");
  if (roundUp(layout.size, format.unit) <= longest) return;
  throw new RangeError(
    `${what} has ${layout.size} octets: a slot of ${slotSize} octets, ${format.header} of them its header, ` +
      `holds ${longest < 0 ? 0 : longest}`,
  );
}

function roundUp(value: number, unit: number): number {
  return value % unit === 0 ? value : value + unit - (value % unit);
}
