import type { Random } from "../ports";
import { forwardCtp, LEAST_FRAME } from "../wire/ctp";
import { LoopbackCounter } from "./ethernet-loopback-counters";
import { Frame, mayForward, writeKeepalive } from "./ethernet-loopback-frames";
import type { Transmitter } from "./machine";

/** Where an Ethernet keepalive writes its frames, and what else it asks of its interface. */
export interface LoopbackTransmitter extends Transmitter {
  /** Sends a frame of another station from where it stands: octets `[start, end)`. @returns whether it was taken */
  forward(bytes: Uint8Array, start: number, end: number): boolean;
  /**
   * Has the chip hear itself inside its PHY, off the wire.
   * @returns whether it began, and its end will be told to {@link EthernetLoopback.selfTestEnded}; false if the chip is busy
   */
  startSelfTest(now: number): boolean;
}

const enum State {
  /** Of the last keepalive; 16 bits. Its frames share it. */
  Receipt,
  /** Bits of {@link Frame}: what is still to be sent of the last keepalive. */
  Pending,
  /** The {@link Frame} that the transmitter has. */
  Leaving,
  /** Bits of {@link Frame}: what has left of the last keepalive. */
  Left,
  /** Whether there has been a keepalive of which something should have left. */
  Tried,
  /** Keepalives in a row of which nothing left. */
  Failures,
  /** The length of the frame to be forwarded that waits for the transmitter; 0 while none does. */
  Waiting,
  Size,
}

/**
 * The sending side of an Ethernet keepalive: what of the last one is still to be sent, what the transmitter has, and what
 * has left.
 *
 * Memory: 92 octets.
 */
export class LoopbackSender {
  /** Tells our frames from those of a station with our address. */
  readonly mark: number;
  private readonly _address: Uint8Array;
  private readonly _counters: Int32Array;
  private readonly _state: Int32Array;
  /** A frame to be forwarded, as it is to be sent. */
  private readonly _waiting: Uint8Array;
  private _transmitter: LoopbackTransmitter | null = null;

  /** @param counters by {@link LoopbackCounter} */
  constructor(address: Uint8Array, counters: Int32Array, random: Random) {
    this._address = address;
    this._counters = counters;
    this._state = new Int32Array(State.Size);
    this._waiting = new Uint8Array(LEAST_FRAME);
    this._state[State.Receipt] = random.next() & 0xffff;
    this.mark = random.next();
  }

  attach(transmitter: LoopbackTransmitter): void {
    this._transmitter = transmitter;
  }

  /** The receipt number of the last keepalive. */
  get receipt(): number {
    return this._state[State.Receipt]!;
  }

  /** Whether something of the last keepalive is still to be sent. */
  get isPending(): boolean {
    return this._state[State.Pending] !== Frame.None;
  }

  /** Forgets all but the receipt number: what is still leaving is nobody's any more. */
  clear(): void {
    for (let i = State.Pending as number; i < State.Size; i++) this._state[i] = 0;
  }

  /** A keepalive begins. @param frames what it is made of, as bits */
  begin(frames: number): void {
    const state = this._state;
    state[State.Receipt] = (state[State.Receipt]! + 1) & 0xffff;
    state[State.Pending] = frames;
    state[State.Left] = Frame.None;
    // A chip that is too busy to test itself has not failed.
    state[State.Tried] = frames === Frame.Test ? 0 : 1;
  }

  /**
   * Sends what is next of the keepalive.
   * @param server whom a request is sent to
   * @returns what the transmitter has taken: one bit, or none
   */
  send(server: Uint8Array, now: number): Frame {
    const state = this._state;
    if (state[State.Leaving] !== Frame.None) return Frame.None;
    const frame: Frame = state[State.Pending]! & -state[State.Pending]!;
    if (!this._hand(frame, server, now)) {
      this._counters[LoopbackCounter.NotSent]!++;
      return Frame.None;
    }
    state[State.Pending]! &= ~frame;
    state[State.Leaving] = frame;
    return frame;
  }

  /**
   * Forwards a frame of another station from where it stands, if that may be. While the transmitter is busy one of the
   * least length waits for it, which are nearly all: else two loop servers that ask each other in step would never answer.
   */
  forward(bytes: Uint8Array, start: number, end: number): void {
    const counters = this._counters;
    if (!mayForward(bytes, start, this._address)) {
      counters[LoopbackCounter.Refused]!++;
      return;
    }
    forwardCtp(bytes, start, this._address);
    if (this._forward(bytes, start, end)) return;
    const state = this._state;
    if (state[State.Waiting] !== 0 || end - start > LEAST_FRAME) {
      counters[LoopbackCounter.NotForwarded]!++;
      return;
    }
    for (let i = start; i < end; i++) this._waiting[i - start] = bytes[i]!;
    state[State.Waiting] = end - start;
  }

  /** The transmitter is free: sends the frame that waits to be forwarded, if one does. */
  forwardWaiting(): void {
    const state = this._state;
    if (state[State.Waiting] !== 0 && this._forward(this._waiting, 0, state[State.Waiting]!)) state[State.Waiting] = 0;
  }

  /** A frame that the transmitter had is gone. @param sent whether it left @returns what it was of ours, or none */
  frameSent(sent: boolean): Frame {
    const state = this._state;
    const counters = this._counters;
    const frame: Frame = state[State.Leaving]!;
    state[State.Leaving] = Frame.None;
    if (frame === Frame.Forwarded) {
      counters[sent ? LoopbackCounter.Forwarded : LoopbackCounter.NotForwarded]!++;
      return Frame.None;
    }
    if (frame === Frame.None) return Frame.None;
    if (sent) {
      counters[frame === Frame.Own ? LoopbackCounter.OwnSent : LoopbackCounter.RequestsSent]!++;
      state[State.Left]! |= frame;
      state[State.Failures] = 0;
    } else {
      counters[LoopbackCounter.TransmitFailures]!++;
    }
    return frame;
  }

  /** A self-test is over. @returns whether it was of ours */
  testEnded(): boolean {
    if (this._state[State.Leaving] !== Frame.Test) return false;
    this._state[State.Leaving] = Frame.None;
    this._counters[LoopbackCounter.SelfTests]!++;
    return true;
  }

  /** The time of the last keepalive is over. @returns of how many in a row nothing left */
  judge(): number {
    const state = this._state;
    const stuck = state[State.Left] === Frame.None && state[State.Leaving] === Frame.None;
    if (stuck && state[State.Tried] !== 0) state[State.Failures]!++;
    return state[State.Failures]!;
  }

  private _forward(bytes: Uint8Array, start: number, end: number): boolean {
    if (this._state[State.Leaving] !== Frame.None || !this._transmitter!.forward(bytes, start, end)) return false;
    this._state[State.Leaving] = Frame.Forwarded;
    return true;
  }

  private _hand(frame: Frame, server: Uint8Array, now: number): boolean {
    const transmitter = this._transmitter!;
    if (frame === Frame.Test) return transmitter.startSelfTest(now);
    const asked = frame === Frame.Own ? null : server;
    writeKeepalive(transmitter.buffer, transmitter.offset, this._address, asked, this.receipt, this.mark);
    return transmitter.commit(LEAST_FRAME);
  }
}
