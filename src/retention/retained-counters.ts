import { checkedInteger } from "../options";
import type { RetainedState } from "./keep-alive-options";
import { FieldType } from "./record";
import type { RecordField, RetainedRecord } from "./record";

/**
 * Counters that go on where they were: 4 octets each. What was counted since the last save is lost with the supply, if its
 * failure was not seen.
 *
 * Memory: one octet for each.
 */
export class RetainedCounters implements RetainedState {
  readonly fields: readonly RecordField[];
  private readonly _counters: Int32Array;
  private readonly _indices: Uint8Array;

  /** @param indices which of the counters; @param names what a person reads, one for each */
  constructor(counters: Int32Array, indices: readonly number[], names: readonly string[]) {
    this._counters = counters;
    this._indices = new Uint8Array(indices.length);
    const fields: RecordField[] = [];
    for (let i = 0; i < indices.length; i++) {
      this._indices[i] = checkedInteger(`retained counter ${names[i]!}`, indices[i]!, 0, counters.length - 1, "");
      fields.push({ name: names[i]!, type: FieldType.Int32 });
    }
    this.fields = fields;
  }

  keep(record: RetainedRecord, at: number): void {
    for (let i = 0; i < this._indices.length; i++) record.set(at + i, this._counters[this._indices[i]!]!);
  }

  runsOut(): boolean {
    return false;
  }

  resume(record: RetainedRecord, at: number): void {
    for (let i = 0; i < this._indices.length; i++) this._counters[this._indices[i]!] = record.get(at + i);
  }

  excuse(): void {}
}
