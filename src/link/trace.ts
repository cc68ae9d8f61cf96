import { checkedInteger } from "../options";
import { writeInt32, writeUint16 } from "../wire/octets";

/** What a trace record tells. */
export const enum TraceEvent {
  None,
  /** `a` the verdict, `b` its diagnostic. */
  Verdict,
  /** `b` how many keepalives were missing. */
  Reset,
  /** `a` 1 for no shut, 0 for shut. */
  Administrative,
  /** `a` 1 for carrier found, 0 for lost. */
  Carrier,
  /** `b` the frame's length in octets. */
  FrameReceived,
  /** `b` the frame's length in octets. */
  FrameSent,
  /** `b` the frame's length in octets. */
  FrameNotSent,
  /** `a` the reason, a deframer's counter. */
  FrameDiscarded,
  /** `b` octets lost while waking. */
  LostWhileWaking,
  /** A keepalive interval is over; `a` the verdict. */
  Interval,
}

/** A record: tick u32, event u8, a u8, b u16, big-endian. */
export const enum TraceRecord {
  Octets = 8,
}

/**
 * The last events of a link in a fixed ring, 8 octets each, for a person to read later: `linkpulse decode` on the host
 * turns a dump into lines. A link without a trace has none of this.
 *
 * Memory: 8 octets a record.
 */
export class Trace {
  private readonly _ring: Uint8Array;
  private _next = 0;
  private _wrapped = false;

  /** @param records how many events are kept, 1 to 8192 */
  constructor(records: number) {
    this._ring = new Uint8Array(TraceRecord.Octets * checkedInteger("trace: records", records, 1, 8192, ""));
  }

  /** What the ring takes, octets. */
  get memory(): number {
    return this._ring.length;
  }

  /** How long a dump is now, octets. */
  get length(): number {
    return this._wrapped ? this._ring.length : this._next;
  }

  /** Keeps the low 8 bits of `a` and the low 16 of `b`. */
  record(now: number, event: TraceEvent, a: number, b: number): void {
    const at = this._next;
    writeInt32(this._ring, at, now);
    this._ring[at + 4] = event;
    this._ring[at + 5] = a;
    writeUint16(this._ring, at + 6, b);
    this._next = at + TraceRecord.Octets === this._ring.length ? 0 : at + TraceRecord.Octets;
    if (this._next === 0) this._wrapped = true;
  }

  /** Writes the records, oldest first, into `out` at `at`; it must have {@link length} octets of room. */
  dump(out: Uint8Array, at: number): number {
    const ring = this._ring;
    if (this._wrapped) for (let i = this._next; i < ring.length; i++) out[at++] = ring[i]!;
    for (let i = 0; i < this._next; i++) out[at++] = ring[i]!;
    return at;
  }
}
