/** What every keepalive machine shares with whoever runs it. */

export const enum Verdict {
  /** Nothing has been heard yet, and nothing has been missed for long enough. A line in this state counts as up. */
  Unknown,
  Up,
  Down,
}

/** Why a verdict is what it is. */
export const enum Diagnostic {
  None,
  /** The peer answered as it should. */
  Answered,
  /** As many keepalives as the retries allow went unanswered. */
  Missed,
  /** What we send comes back to us. */
  LoopedBack,
  /** The link is being negotiated, and nothing passes yet. */
  Negotiating,
  /** The peer ended the link. */
  ClosedByPeer,
  /** What arrived was not sent by the peer that the link was negotiated with. */
  DifferentPeer,
  /** The peer refuses what the link can't do without. */
  Refused,
  /** Somebody on the way says that what we probe can't be reached. */
  Unreachable,
  /** Somebody on the way says that our probe went round for too long: routes that form a loop. */
  TimeExceeded,
  /** The transmitter did not send, as often as the retries allow. */
  TransmitFailed,
  /** What comes back to us is not what we sent. */
  Damaged,
  /** The link partner, or the cable to it, is not there. */
  LinkDown,
  /** The chip does not work. */
  ChipFault,
  /** No station has answered so far that sends our frames back: the state of the link is all that is known. */
  NoLoopServer,
}

/** What became of a frame that a machine was given. */
export const enum Disposition {
  /** Not a frame of this encapsulation, or damaged; counted and ignored. */
  Discarded,
  /** A frame of the machine's own protocol: nobody else needs it. */
  Consumed,
  /** Somebody else's: see {@link LinkProtocol.payloadStart} and {@link LinkProtocol.payloadProtocol}. */
  Payload,
  /** A good frame of a protocol that nobody takes; counted, and refused where the encapsulation can say so. */
  Unknown,
}

/** Where a machine writes a frame and hands it over. */
export interface Transmitter {
  /** The fixed buffer; frames start at {@link offset}, what lies before it is headroom for the headers below. */
  readonly buffer: Uint8Array;
  readonly offset: number;
  /** The longest frame that has room there, octets. */
  readonly capacity: number;
  /**
   * Sends what was written: `length` octets from {@link offset}.
   * @returns whether it was sent. Not sent (link busy, interface shut) is an outcome of its own, no miss.
   */
  commit(length: number): boolean;
}

/** The transmitter of a link protocol: there is always room to write a frame as long as its own usually are. */
export interface LinkTransmitter extends Transmitter {
  /** How many octets may be written from `offset` on. */
  readonly room: number;
  /**
   * To be called before a longer frame is written: `offset` may be another then.
   * @returns whether there is room for it at the moment; if not, `commit` does not send it
   */
  reserve(length: number): boolean;
}

/** Told what a machine concludes. The methods may stop or start any machine, the calling one included. */
export interface KeepaliveListener {
  /** The verdict or, with the same verdict, its diagnostic changed. Told exactly once for each change. */
  verdictChanged(now: number): void;
  /** The machine asks for the interface to be reset; `missed` keepalives are unanswered. */
  resetRequested(missed: number, now: number): void;
  /** An interval is over and judged, and its keepalive is about to be sent: the moment for a debug line. */
  intervalElapsed(now: number): void;
  /** Payloads can be sent that {@link LinkProtocol.writeHeader} refused before. Never told by a machine without one. */
  payloadsPass(now: number): void;
}

/**
 * A keepalive machine: pure state that is told what arrived and what time it is, and says what to send and when to call
 * it again. `due` means something only while `active`.
 */
export interface KeepaliveMachine {
  readonly active: boolean;
  /** When to call {@link poll} next, ms. */
  readonly due: number;
  readonly verdict: Verdict;
  readonly diagnostic: Diagnostic;
  start(now: number): void;
  /** Stops; a machine whose protocol says farewell to the peer sends that before. */
  stop(now: number): void;
  /** Sends what is due and judges what is missing. */
  poll(now: number): void;
  receive(bytes: Uint8Array, start: number, end: number, now: number): Disposition;
  /** Something that may have been a keepalive was lost on our own side: the next poll sends, but judges nothing. */
  excuse(): void;
}

/** A machine that an interface runs, and that can be configured there. */
export interface InterfaceKeepalive extends KeepaliveMachine {
  /** The encapsulation's name in ASCII, as `show interfaces` gives it. */
  readonly nameText: Uint8Array;
  /** The keepalive interval, ms; 0 when keepalives are off. */
  readonly interval: number;
  /** How many keepalives in a row go unanswered before the line goes down. */
  readonly retries: number;
  /** What `retries` is where nobody says otherwise; 0 for a protocol without keepalives. */
  readonly defaultRetries: number;
  /** Whether what we send comes back to us. */
  readonly looped: boolean;
  /**
   * Changes the keepalive interval (0 to 2^30 - 1 ms, 0 turns keepalives off) and retries (1 to 255). The running
   * interval begins anew; the verdict stays, but that with keepalives off nothing is missing any more.
   */
  setKeepalive(interval: number, retries: number, now: number): void;
}

/** A machine that is also a serial encapsulation: it owns the frame header between framing and payload. */
export interface LinkProtocol extends InterfaceKeepalive {
  /** Our IPv4 address and mask as int32, configured or learned from the peer; 0 while there is none. */
  readonly address: number;
  readonly mask: number;
  /** What {@link setAddress} was told: address and mask, 0 for none, and whether the peer is asked for an address. */
  readonly configuredAddress: number;
  readonly configuredMask: number;
  readonly asksAddress: boolean;
  /** The longest header, octets. */
  readonly headerLength: number;
  /**
   * The longest frame that the machine sends on its own for which there must always be room, without FCS, at most 250 octets;
   * and how many of them.
   */
  readonly ownFrameLength: number;
  readonly ownFrames: number;
  /** After `receive` returned {@link Disposition.Payload}: where the payload starts. */
  readonly payloadStart: number;
  /** After `receive` returned {@link Disposition.Payload}: the protocol number of the header. */
  readonly payloadProtocol: number;
  /** After `receive` returned {@link Disposition.Payload}: whether the protocol is one that this machine knows. */
  readonly payloadKnown: boolean;
  /** Connects the machine; called once, by the interface that it is given to. */
  attach(transmitter: LinkTransmitter, listener: KeepaliveListener): void;
  /**
   * Writes the header of a payload of `length` octets at `at` and returns the header's length, octets; 0 if such a
   * payload can't be sent to the peer, or not yet.
   */
  writeHeader(bytes: Uint8Array, at: number, protocol: number, length: number): number;
  /** Changes our IPv4 address and mask, int32; address 0 is none, and then `ask` says whether to ask the peer for one. */
  setAddress(address: number, mask: number, ask: boolean, now: number): void;
}
