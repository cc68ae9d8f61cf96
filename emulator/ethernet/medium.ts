/** A station on an emulated Ethernet. Frames go from the destination address on, with their four octets of FCS. */
export interface MediumStation {
  /** A frame arrives; it belongs to the station. */
  frameArrives(frame: Uint8Array): void;
  /** The link partner, or the cable to it, came or went. */
  linkChanged(up: boolean): void;
}

/** How a transmission ended. */
export type TransmitOutcome = "sent" | "collision" | "late collision" | "no link";

/** What a station has of the medium that it is plugged into. */
export interface MediumPort {
  readonly linkUp: boolean;
  /** Begins to send; `done` says how it ended, after the time that it takes on the wire. */
  transmit(frame: Uint8Array, done: (outcome: TransmitOutcome) => void): void;
}

/** What stations are plugged into: a cable, a hub, a switch. */
export interface Medium {
  plug(station: MediumStation, options: { speed: 10 | 100; duplex: "half" | "full" }): MediumPort;
}
