import type { Random } from "../ports";
import { SlarpField } from "../wire/chdlc";
import { readInt32 } from "../wire/octets";

const enum State {
  Clear,
  /** A keepalive of ours came back: the next one is to carry a random number. */
  Suspected,
  /** The random number is out. */
  Probing,
  Looped,
}

/** How many intervals long a loop may be. */
const LONGEST_LOOP = 16;

/** What is kept of each keepalive sent: sequence number, acknowledgement, uptime. */
const KEPT = 3;

/**
 * Tells whether the keepalives that arrive are our own.
 *
 * Two ends that start together send equal numbers, and in a healthy line every keepalive carries a number of ours, so
 * numbers alone mean nothing. A keepalive that equals one of the last that we sent, length and uptime included, raises
 * a suspicion. The next is then sent with a random sequence number, and only if that number, or one counted on from it,
 * comes back in a keepalive of ours is the line looped. Any keepalive that is not ours ends a probe and a loop.
 *
 * Memory: 4 + 12 * retries octets, 196 at most.
 */
export class LoopDetector {
  private readonly _random: Random;
  private readonly _kept: number;
  /** The last keepalives sent, and behind them the random number. */
  private readonly _sent: Int32Array;
  /** How many keepalives were sent; from `kept` on it counts in rounds, so that it stays a small number. */
  private _count = 0;
  private _state: State = State.Clear;

  /** @param retries the keepalive retries, 1 to 255: as many keepalives are remembered, 16 at most */
  constructor(retries: number, random: Random) {
    this._kept = retries > LONGEST_LOOP ? LONGEST_LOOP : retries;
    this._random = random;
    this._sent = new Int32Array(KEPT * this._kept + 1);
  }

  get looped(): boolean {
    return this._state === State.Looped;
  }

  /** Forgets what was sent, and every suspicion. */
  reset(): void {
    this._count = 0;
    this._state = State.Clear;
  }

  /** The sequence number to send after `mySeq`. */
  nextSequence(mySeq: number): number {
    return this._state === State.Suspected ? this._random.next() : (mySeq + 1) | 0;
  }

  /** A keepalive was sent. Returns whether its number was random, so that no acknowledgement so far can mean it. */
  sent(sequence: number, acknowledgement: number, uptime: number): boolean {
    const sent = this._sent;
    const at = KEPT * (this._count % this._kept);
    sent[at] = sequence;
    sent[at + 1] = acknowledgement;
    sent[at + 2] = uptime;
    this._count = this._count + 1 === 2 * this._kept ? this._kept : this._count + 1;
    if (this._state !== State.Suspected) return false;
    sent[KEPT * this._kept] = sequence;
    this._state = State.Probing;
    return true;
  }

  /** A keepalive arrived, `mySeq` being the last number that we sent. Returns whether it is ours. */
  received(bytes: Uint8Array, start: number, end: number, mySeq: number): boolean {
    const ours = end - start === SlarpField.End && this._isOurs(bytes, start);
    if (!ours) {
      if (this._state !== State.Suspected) this._state = State.Clear;
    } else if (this._state === State.Clear) {
      this._state = State.Suspected;
    } else if (this._state === State.Probing) {
      const sequence = readInt32(bytes, start + SlarpField.A);
      const sinceProbe = (sequence - this._sent[KEPT * this._kept]!) | 0;
      if (sinceProbe >= 0 && ((mySeq - sequence) | 0) >= 0) this._state = State.Looped;
    }
    return ours;
  }

  private _isOurs(bytes: Uint8Array, start: number): boolean {
    const sequence = readInt32(bytes, start + SlarpField.A);
    const acknowledgement = readInt32(bytes, start + SlarpField.B);
    const uptime = readInt32(bytes, start + SlarpField.Uptime);
    const sent = this._sent;
    const end = KEPT * (this._count < this._kept ? this._count : this._kept);
    for (let at = 0; at < end; at += KEPT) {
      if (sent[at] === sequence && sent[at + 1] === acknowledgement && sent[at + 2] === uptime) return true;
    }
    return false;
  }
}
