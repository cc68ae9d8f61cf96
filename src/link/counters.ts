/**
 * What a serial interface counts, as `show interfaces` needs it; an index into `NetworkInterface.counters`. What other
 * interfaces count too has the same place there.
 */
export const enum InterfaceCounter {
  PacketsIn,
  OctetsIn,
  PacketsOut,
  OctetsOut,
  /** Packets that `send` refused: line down, longer than the MTU, or the one before still leaving. */
  OutputDrops,
  /** How often the carrier came or went. */
  CarrierTransitions,
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
  InterfaceResets,
  /** Octets as they crossed the pins, framing included. */
  LineOctetsIn,
  LineOctetsOut,
  Size,
}
