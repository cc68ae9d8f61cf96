import type { HdlcKeepalive } from "../keepalive/hdlc";
import type { RetainedState } from "./keep-alive-options";
import { FieldType } from "./record";
import type { RecordField, RetainedRecord } from "./record";

const enum Field {
  Sequence,
  YourSeen,
}

/** How many sequence numbers are reserved in advance. */
const RESERVED = 256;

/**
 * What of HDLC's keepalive outlives the supply: its numbers, 8 octets. `myseq` goes on behind all that may have been sent,
 * so that the peer never sees a number twice; `yourseen` is told to the peer as it was. Brief, it is `myseq` only, 4 octets.
 *
 * Memory: none.
 */
export class RetainedHdlc implements RetainedState {
  readonly fields: readonly RecordField[];
  private readonly _hdlc: HdlcKeepalive;
  private readonly _brief: boolean;

  constructor(hdlc: HdlcKeepalive, brief?: boolean) {
    this._hdlc = hdlc;
    this._brief = brief === true;
    const sequence: RecordField = { name: "myseq", type: FieldType.Int32 };
    this.fields = this._brief ? [sequence] : [sequence, { name: "yourseen", type: FieldType.Int32 }];
  }

  keep(record: RetainedRecord, at: number): void {
    record.set(at + Field.Sequence, this._hdlc.mySeq + RESERVED);
    if (!this._brief) record.set(at + Field.YourSeen, this._hdlc.yourSeen);
  }

  runsOut(record: RetainedRecord, at: number): boolean {
    const left = (record.get(at + Field.Sequence) - this._hdlc.mySeq) | 0;
    // A looped line has numbers that were drawn, anywhere.
    return left < RESERVED / 2 || left > RESERVED;
  }

  resume(record: RetainedRecord, at: number, older: boolean): void {
    const sequence = record.get(at + Field.Sequence) + (older ? RESERVED : 0);
    this._hdlc.restore(sequence | 0, this._brief ? 0 : record.get(at + Field.YourSeen));
  }

  excuse(): void {
    this._hdlc.excuse();
  }
}
