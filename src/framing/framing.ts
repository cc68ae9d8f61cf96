/** What every framer and deframer offers, octet-stuffed or bit-stuffed. */

/** Takes what a deframer finds. Its methods may call anything back, the deframer's `reset` included. */
export interface FrameSink {
  /** A whole frame whose FCS was right: octets `[start, end)` without the FCS, valid during the call only. */
  frameReceived(bytes: Uint8Array, start: number, end: number, now: number): void;
  /** A frame was discarded; `reason` is the counter that was raised. */
  frameDiscarded(reason: DeframerCounter, now: number): void;
}

/** What a deframer counts; an index into {@link Deframer.counters}. */
export const enum DeframerCounter {
  /** Frames handed on. */
  Frames,
  FcsErrors,
  /** Frames that the sender broke off: 7D 7E, or seven ones. */
  Aborts,
  /** Frames too short for an address and an FCS (RFC 1662 section 4.3: fewer than 4 octets with FCS-16). */
  Short,
  /** Frames longer than the buffer. */
  Overlong,
  /** Octets dropped because the receive ACCM says they were inserted on the way; the sink is not told of them. */
  Dropped,
  /** Frames of bits that were no whole number of octets. */
  Unaligned,
  Size,
}

export interface Deframer {
  /** The longest frame without its FCS, octets. */
  readonly capacity: number;
  /** Indexed by {@link DeframerCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** Says who takes the frames; called once, by the interface that the deframer is given to. */
  attach(sink: FrameSink): void;
  /** Takes octets as they came from the line, any number at a time. */
  push(bytes: Uint8Array, start: number, end: number, now: number): void;
  /** Forgets a frame that is under way, and hunts for a flag. */
  reset(): void;
}

/** What a {@link Framer} must have room for, octets. */
export const enum FramerRoom {
  /** Behind a frame for its FCS. */
  Check = 4,
  /** For a piece, at least. */
  Piece = 16,
}

/**
 * Frames what is sent in pieces, while it leaves, so that no room is needed for a frame with all its stuffing. What is
 * negotiated later changes nothing of a frame that has begun.
 */
export interface Framer {
  /** Writes the FCS of `[start, end)` behind them, at most {@link FramerRoom.Check} octets, and returns the end of both. */
  appendCheck(bytes: Uint8Array, start: number, end: number): number;
  /** Whether the frame that was begun last is written whole. */
  readonly done: boolean;
  /**
   * Begins a frame of octets that have their FCS already, and writes its first piece: as much as has room in `[at, limit)` of
   * `out`, which is {@link FramerRoom.Piece} or more. The octets must stay as they are until the frame is {@link done}. One
   * that was begun before is given up.
   * @returns the end of what it wrote
   */
  begin(bytes: Uint8Array, start: number, end: number, out: Uint8Array, at: number, limit: number): number;
  /** Writes the next piece; to be called only while the frame is not {@link done}. */
  next(out: Uint8Array, at: number, limit: number): number;
}

/** A way to frame, as an option: makes the two halves that belong together. */
export interface Framing {
  /** An interface has its own. @setup */
  createFramer(): Framer;
  /**
   * @param capacity the longest frame without its FCS, octets
   * @param memory where to collect frames, at least `capacity` + 4 octets; shared by deframers of one line, of which one
   * is in use at a time. Default: memory of its own
   */
  createDeframer(capacity: number, memory?: Uint8Array): Deframer;
}
