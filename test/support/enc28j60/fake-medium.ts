import type { Medium, MediumPort, MediumStation, TransmitOutcome } from "../../../emulator/ethernet/medium";
import type { Actor, Simulation } from "../../../emulator/simulation/simulation";
import { Fcs32 } from "../../../src/framing/fcs";
import { computeCheck } from "../../../src/framing/frame-check";

const fcs = new Fcs32();

/** A frame with its FCS. */
export function withFcs(body: ArrayLike<number>): Uint8Array {
  const frame = new Uint8Array(body.length + 4);
  frame.set(body);
  computeCheck(fcs, frame, 0, body.length, frame.subarray(body.length), 0);
  return frame;
}

/** A cable with one station, whose other end is the test. */
export class FakeMedium implements Medium, MediumPort, Actor {
  linkUp = true;
  /** Frames that were sent, FCS included. */
  readonly sent: Uint8Array[] = [];
  /** How the next transmissions end; afterwards all are sent. */
  outcomes: TransmitOutcome[] = [];
  /** How the next ones end that `outcomes` does not tell. */
  outcome: TransmitOutcome = "sent";
  attempts = 0;
  private readonly _simulation: Simulation;
  private readonly _event: number;
  private _station: MediumStation | null = null;
  private _frame: Uint8Array | null = null;
  private _done: ((outcome: TransmitOutcome) => void) | null = null;

  constructor(simulation: Simulation) {
    this._simulation = simulation;
    this._event = simulation.register(this, 0);
  }

  plug(station: MediumStation): MediumPort {
    this._station = station;
    return this;
  }

  transmit(frame: Uint8Array, done: (outcome: TransmitOutcome) => void): void {
    this.attempts++;
    this._frame = frame;
    this._done = done;
    this._simulation.after(this._event, (frame.length + 8) * 800);
  }

  fire(): void {
    const outcome = this.linkUp ? (this.outcomes.shift() ?? this.outcome) : "no link";
    if (outcome === "sent") this.sent.push(this._frame!);
    this._done!(outcome);
  }

  setLink(up: boolean): void {
    this.linkUp = up;
    this._station!.linkChanged(up);
  }

  /** Lets a frame arrive, given without FCS, padded to 60 octets. */
  deliver(body: ArrayLike<number>): void {
    const padded = new Uint8Array(Math.max(60, body.length));
    padded.set(body);
    this._station!.frameArrives(withFcs(padded));
  }

  /** Lets octets arrive as they are. */
  deliverRaw(frame: Uint8Array): void {
    this._station!.frameArrives(frame);
  }
}
