import type { Medium, MediumPort, MediumStation, TransmitOutcome } from "./medium";

/** Told what passes between a station and its medium: frames with their FCS, valid during the call only. */
export interface FrameObserver {
  frameSent(frame: Uint8Array): void;
  frameArrived(frame: Uint8Array): void;
}

/** A medium with somebody who listens at one station's cable. */
export class TappedMedium implements Medium {
  private readonly _medium: Medium;
  private readonly _observer: FrameObserver;

  constructor(medium: Medium, observer: FrameObserver) {
    this._medium = medium;
    this._observer = observer;
  }

  plug(station: MediumStation, options: { speed: 10 | 100; duplex: "half" | "full" }): MediumPort {
    const port = this._medium.plug(
      {
        frameArrives: (frame) => {
          this._observer.frameArrived(frame);
          station.frameArrives(frame);
        },
        linkChanged: (up) => station.linkChanged(up),
      },
      options,
    );
    return {
      get linkUp() {
        return port.linkUp;
      },
      transmit: (frame: Uint8Array, done: (outcome: TransmitOutcome) => void) => {
        port.transmit(frame, (outcome) => {
          if (outcome === "sent") this._observer.frameSent(frame);
          done(outcome);
        });
      },
    };
  }
}
