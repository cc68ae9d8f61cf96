/** What a measurement of a NAT's timeouts tells. */

/** Which of a NAT's two timeouts for UDP. */
export const enum NatFlow {
  /** That of a flow that was answered, and is some seconds old. */
  Replied,
  /** That of a flow in which nothing but our own datagrams was seen. */
  OneWay,
  Size,
}

export const enum NatTimeoutPhase {
  Off,
  /** A round trip to the reflector opens a mapping, or shows that there still is a way to it. */
  Opening,
  /** Between the round trips that make the flow one that the NAT keeps for long. */
  Settling,
  /** The reflector holds its answer back, and the flow is idle meanwhile. */
  Holding,
  /** The flow is left alone until the NAT has forgotten it. */
  Forgetting,
  /** All is measured. */
  Done,
  /** All is measured, and a round trip is to show whether the mapping is what it was. */
  Checking,
  /** Given up: see {@link NatTimeoutFailure}. */
  Failed,
}

/** Why a measurement was given up. */
export const enum NatTimeoutFailure {
  None,
  /** The reflector does not answer. */
  NoAnswer,
  /** The reflector says that too many wait for it. */
  Refused,
  /** The mapping changes while it should last. */
  Unstable,
}

/** Told how a measurement goes. The methods may stop or start it. */
export interface NatTimeoutListener {
  /** A trial of `idle` ms without a datagram is over: whether the mapping was still there after it. */
  trialEnded(flow: NatFlow, idle: number, alive: boolean, now: number): void;
  /** The reflector sees us at another address or port than before: all is measured anew. */
  mappingChanged(now: number): void;
  /** The measurement is done, or has failed. */
  measurementEnded(now: number): void;
}

/** What the measurement counts; an index into {@link NatTimeout.counters}. */
export const enum NatTimeoutCounter {
  Requests,
  /** Requests that the port did not take, or took and could not send. */
  NotSent,
  Answers,
  /** Requests to be answered at once that were not. */
  Unanswered,
  /** Datagrams from elsewhere, of another form, without the token of a request that waits, or long before their time. */
  Strangers,
  Refused,
  /** Trials after which the mapping was still there. */
  Alive,
  /** Trials after which it was gone. */
  Gone,
  /** Trials that say nothing: we were asleep when the answer was due. */
  Void,
  MappingChanges,
  Size,
}

/** The longest interval of a keepalive, ms. */
const HOUR = 3600000;

/**
 * The longest keepalive interval that is safe where a mapping was there after `longestAlive` ms, whole seconds in ms:
 * an eighth less, a second at least; 0 if that is below a second.
 */
export function safeInterval(longestAlive: number): number {
  const margin = longestAlive >> 3;
  const seconds = ((longestAlive - (margin > 1000 ? margin : 1000)) / 1000) | 0;
  return seconds > 0 ? Math.min(seconds * 1000, HOUR) : 0;
}
