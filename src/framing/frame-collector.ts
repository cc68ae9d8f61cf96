import { checkedInteger } from "../options";
import type { Fcs } from "./frame-check";
import { DeframerCounter } from "./framing";
import type { Deframer, FrameSink } from "./framing";

/** What the deframers share: the frame under way, and what is said of it at its end. */
export abstract class FrameCollector implements Deframer {
  readonly counters: Int32Array;
  readonly capacity: number;
  protected readonly _buffer: Uint8Array;
  protected _length = 0;
  protected _fcs: Fcs;
  /** The FCS of the first `_checked` octets; those after them are checked when it suits. */
  protected _register: number;
  protected _checked = 0;
  private _sink: FrameSink | null = null;

  /**
   * @param capacity the longest frame without its FCS, 2 to 65535 octets
   * @param fcs the FCS; a deframer that is to change it later is made with the longest
   * @param memory see {@link Framing.createDeframer}
   */
  constructor(capacity: number, fcs: Fcs, memory: Uint8Array | undefined) {
    this.capacity = checkedInteger("deframer: buffer", capacity, 2, 65535, " octets");
    this.counters = new Int32Array(DeframerCounter.Size);
    this._buffer = memory === undefined ? new Uint8Array(capacity + fcs.size) : memory;
    this._fcs = fcs;
    this._register = fcs.initial;
  }

  attach(sink: FrameSink): void {
    this._sink = sink;
  }

  abstract push(bytes: Uint8Array, start: number, end: number, now: number): void;

  abstract reset(): void;

  protected _begin(): void {
    this._length = 0;
    this._checked = 0;
    this._register = this._fcs.initial;
  }

  /**
   * Judges the frame in the buffer and says so. All is ready for the next frame before the sink is called, which may
   * call back; the octets stay where they are until more are pushed.
   */
  protected _finish(now: number): void {
    const fcs = this._fcs;
    this._judge(fcs, fcs.update(this._register, this._buffer, this._checked, this._length), now);
  }

  /** Says what becomes of the frame in the buffer, after all of which the register of `fcs` is `register`. */
  protected _judge(fcs: Fcs, register: number, now: number): void {
    const length = this._length;
    this._begin();
    if (length < 2 + fcs.size) {
      this._discard(DeframerCounter.Short, now);
    } else if (length > this.capacity + fcs.size) {
      // The buffer has room for a longer FCS.
      this._discard(DeframerCounter.Overlong, now);
    } else if (register !== fcs.good) {
      this._discard(DeframerCounter.FcsErrors, now);
    } else {
      this.counters[DeframerCounter.Frames]!++;
      if (this._sink !== null) this._sink.frameReceived(this._buffer, 0, length - fcs.size, now);
    }
  }

  protected _discard(reason: DeframerCounter, now: number): void {
    this.counters[reason]!++;
    if (this._sink !== null) this._sink.frameDiscarded(reason, now);
  }
}
