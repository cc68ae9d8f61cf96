import type { PppProtocol } from "../wire/ppp";
import type { PppEvent } from "./ppp-automaton";

/** What becomes of one option of the peer's Configure-Request (RFC 1661 section 5.2 to 5.4). */
export const enum OptionAnswer {
  Ack,
  /** The peer asks what the value is: {@link PppNegotiator.suggest} writes it, in a Nak that is no failure. */
  Tell,
  /** Known, but with a value that can't be: {@link PppNegotiator.suggest} writes one that can. */
  Nak,
  Reject,
  /** The whole request is to be ignored: it is our own. */
  Ignore,
}

/** What a control protocol negotiates, and what follows from it: LCP and IPCP each bring theirs. */
export interface PppNegotiator {
  readonly protocol: PppProtocol;
  /** A negotiation begins: back to what is wanted. */
  beginNegotiation(): void;
  /** The next request is to be another one: see {@link PppControl.renewRequest}. */
  renewRequest(): void;
  /** Writes the options to ask the peer for at `at` and returns their end. */
  writeRequest(bytes: Uint8Array, at: number): number;
  /** Judges the option of the peer's request at `at`; it lies in the packet whole. */
  judge(bytes: Uint8Array, at: number): OptionAnswer;
  /** Writes an option that would be acceptable in place of the one at `at` and returns its end; `out` has 8 octets left. */
  suggest(bytes: Uint8Array, at: number, out: Uint8Array, outAt: number): number;
  /** The peer's request is acknowledged: forgets what earlier ones said. */
  beginAck(): void;
  /** Takes the option at `at`, which is being acknowledged. */
  adopt(bytes: Uint8Array, at: number): void;
  /** The peer suggests the option at `at` instead. Returns whether it is one that was asked for, or could be. */
  naked(bytes: Uint8Array, at: number): boolean;
  /** The peer knows no such option. Returns whether it was asked for. */
  rejected(bytes: Uint8Array, at: number): boolean;
  /** A packet of a code above Code-Reject; its data is `[start, end)`. Returns whether the code is known. */
  extension(code: number, identifier: number, bytes: Uint8Array, start: number, end: number, now: number): boolean;
  layerUp(now: number): void;
  /** `event` is why, here and below. */
  layerDown(event: PppEvent, now: number): void;
  /** The negotiation came to nothing, or the link was ended. */
  layerFinished(event: PppEvent, now: number): void;
}
