import { Fcs32 } from "../../src/framing/fcs";
import { computeCheck } from "../../src/framing/frame-check";
import type { Medium, MediumPort, MediumStation, TransmitOutcome } from "../ethernet/medium";
import { Chance } from "../serial/chance";
import type { Actor, Simulation } from "../simulation/simulation";

const fcs = new Fcs32();
const FCS_OCTETS = 4;

/** Frames without FCS: header alone; to this they are padded; with a VLAN tag and 1500 octets behind it. */
const SHORTEST = 14;
const PADDED = 60;
const LONGEST = 1518;

/** Frames that wait for the wire. */
const QUEUE = 64;
/** How often a frame is tried before it is given up, and the bit times of a slot (IEEE 802.3 clause 4). */
const ATTEMPTS = 16;
const SLOT = 512;

export interface StationCounters {
  framesToChip: number;
  framesFromChip: number;
  /** Frames of a wrong length, frames that found the queue full, and frames that collided too often. */
  wrongLength: number;
  notQueued: number;
  notSent: number;
}

/** The station at the other end of a chip's cable, whose frames come from somewhere else. They have no FCS there. */
export class SocketStation implements MediumStation, Actor {
  readonly counters: StationCounters = {
    framesToChip: 0,
    framesFromChip: 0,
    wrongLength: 0,
    notQueued: 0,
    notSent: 0,
  };
  private readonly _simulation: Simulation;
  private readonly _port: MediumPort;
  private readonly _bitTime: number;
  private readonly _retry: number;
  private readonly _chance = new Chance(2);
  private readonly _onFrame: (frame: Uint8Array) => void;
  private readonly _queue: Uint8Array[] = [];
  private _attempts = 0;

  /** @param onFrame told of each frame that the chip sends */
  constructor(
    simulation: Simulation,
    medium: Medium,
    speed: 10 | 100,
    duplex: "half" | "full",
    onFrame: (frame: Uint8Array) => void,
  ) {
    this._simulation = simulation;
    this._bitTime = 1000 / speed;
    this._onFrame = onFrame;
    this._retry = simulation.register(this, 0);
    this._port = medium.plug(this, { speed, duplex });
  }

  /** Takes a frame for the chip. */
  send(frame: Uint8Array): void {
    const { counters } = this;
    if (frame.length < SHORTEST || frame.length > LONGEST) counters.wrongLength++;
    else if (this._queue.length === QUEUE) counters.notQueued++;
    else {
      const length = Math.max(frame.length, PADDED);
      const sent = new Uint8Array(length + FCS_OCTETS);
      sent.set(frame);
      computeCheck(fcs, sent, 0, length, sent.subarray(length), 0);
      this._queue.push(sent);
      if (this._queue.length === 1) this._transmit();
    }
  }

  frameArrives(frame: Uint8Array): void {
    // What is damaged no station takes.
    if (fcs.update(fcs.initial, frame, 0, frame.length) !== fcs.good) return;
    this.counters.framesFromChip++;
    this._onFrame(frame.subarray(0, frame.length - FCS_OCTETS));
  }

  linkChanged(): void {}

  fire(): void {
    this._transmit();
  }

  private _transmit(): void {
    this._attempts++;
    this._port.transmit(this._queue[0]!, (outcome) => this._ended(outcome));
  }

  private _ended(outcome: TransmitOutcome): void {
    if (outcome === "collision" && this._attempts < ATTEMPTS) {
      const slots = Math.floor(this._chance.fraction() * 2 ** Math.min(this._attempts, 10));
      this._simulation.after(this._retry, slots * SLOT * this._bitTime);
      return;
    }
    if (outcome === "sent") this.counters.framesToChip++;
    else this.counters.notSent++;
    this._queue.shift();
    this._attempts = 0;
    if (this._queue.length > 0) this._transmit();
  }
}
