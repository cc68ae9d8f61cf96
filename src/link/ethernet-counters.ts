/** What an Ethernet interface counts, as `show interfaces` needs it; an index into `EthernetInterface.counters`. */
export const enum EthernetCounter {
  /** Frames, keepalives included, and their octets without FCS. */
  PacketsIn,
  OctetsIn,
  PacketsOut,
  OctetsOut,
  /** Frames that the port took and did not send. */
  OutputErrors,
  /** Frames that `send` refused: line down, of a wrong length, or the one before still leaving. */
  OutputDrops,
  /** How often the link came or went. */
  CarrierTransitions,
  Size,
}
