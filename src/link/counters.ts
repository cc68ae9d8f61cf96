/** What an interface counts, as `show interfaces` needs it; an index into `SerialInterface.counters`. */
export const enum InterfaceCounter {
  PacketsIn,
  OctetsIn,
  PacketsOut,
  OctetsOut,
  /** The sum of all that follows up to and including LostWhileWaking. */
  InputErrors,
  /** FCS errors. */
  Crc,
  /** Characters whose stop bit was wrong, and bit-synchronous frames that are no whole number of octets. */
  Frame,
  /** Frames that the sender broke off. */
  Abort,
  /** Frames too short. */
  Runts,
  /** Frames longer than the buffer. */
  Giants,
  /** Octets that nobody fetched in time. */
  Overrun,
  /** Octets that arrived before the chip was awake. */
  LostWhileWaking,
  /** Good frames that no protocol here takes. */
  UnknownProtocol,
  /** Packets that `send` refused: line down, longer than the MTU, or the one before still leaving. */
  OutputDrops,
  InterfaceResets,
  CarrierTransitions,
  /** Octets as they crossed the pins, framing included. */
  LineOctetsIn,
  LineOctetsOut,
  Size,
}
