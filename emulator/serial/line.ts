/**
 * A serial line as its two users see it, whatever carries it: octets with times ({@link OctetLine}) or logic levels on
 * pins.
 */

export interface UartSettings {
  /** bit/s */
  baud: number;
  /** How far this end's clock is off, parts per million. */
  drift: number;
  dataBits: 5 | 6 | 7 | 8;
  parity: "none" | "even" | "odd";
  stopBits: 1 | 2;
}

export const DEFAULT_UART: UartSettings = { baud: 9600, drift: 0, dataBits: 8, parity: "none", stopBits: 1 };

/** What one end of a line is plugged into. */
export interface LineUser {
  /** Octets arrived; the first began `duration` ns ago. Valid during the call only. */
  octetsReceived(bytes: Uint8Array, start: number, end: number, duration: number): void | Promise<void>;
  /** That many octets arrived broken: a wrong stop bit or parity. A break is one, however long it lasts. */
  framingErrors(octets: number): void | Promise<void>;
  /** Whether {@link octetsSent} is wanted. */
  readonly countsSent: boolean;
  /** That many octets have left: the transmitter has room for them again. */
  octetsSent(octets: number): void | Promise<void>;
  /** The modem lines that this end senses, as bits of `ModemLine`. */
  modemLinesChanged(lines: number): void | Promise<void>;
}

/** One end of a line. */
export interface LineEnd {
  /** Sends octets; they follow those that have not left yet. */
  send(bytes: Uint8Array, start: number, end: number): void;
  /** Drives DTR and RTS; bits of `ModemLine`. */
  setModemLines(lines: number): void;
  /** Changes the speed from the next character on. */
  setBaud(baud: number): void;
  /** The transmitter loses its power: the octet that is leaving breaks off, and what waits behind it is lost. */
  powerOff(): void | Promise<void>;
}

/** Both ends, and what can happen to the line between them. `end` is 0 or 1: the one that sends. */
export interface Line {
  readonly ends: readonly [LineEnd, LineEnd];
  /** Says who sits at an end, which is told what it senses of the modem lines: again after it has been switched on. */
  plug(end: 0 | 1, user: LineUser): void;
  /** Changes faults of an end's direction. */
  setFaults(end: 0 | 1, faults: Partial<LineFaults>): void;
}

/** What one direction of a line does to what it carries. */
export interface LineFaults {
  /** Nothing passes; the receiver sees an idle line. */
  cut: boolean;
  /** The line is stuck at a level: 0 is a break that does not end, 1 an idle line. */
  stuck: 0 | 1 | null;
  /** What this end sends comes back to itself instead of reaching the other, from whom nothing is heard meanwhile. */
  loopback: boolean;
  /** Probability that a bit is flipped, 0 to 1. */
  bitErrors: number;
  /** A flipped bit starts a run of this many bits that are random, 1 for single errors. */
  burst: number;
  /** Probability that an octet is lost, 0 to 1. */
  loss: number;
  /** Probability that an octet arrives twice, 0 to 1. */
  duplication: number;
  /** How long everything takes on the way, ns; what is on its way already is not affected by other faults. */
  delay: number;
}

/** What all lines without faults share. */
export const NO_FAULTS: Readonly<LineFaults> = {
  cut: false,
  stuck: null,
  loopback: false,
  bitErrors: 0,
  burst: 1,
  loss: 0,
  duplication: 0,
  delay: 0,
};
