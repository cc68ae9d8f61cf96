import { InterfaceCounter } from "./counters";

/** What an Ethernet interface counts, as `show interfaces` needs it; an index into `NetworkInterface.counters`. */
export const enum EthernetCounter {
  /** Frames, keepalives included, and their octets without FCS. */
  PacketsIn = InterfaceCounter.PacketsIn,
  OctetsIn = InterfaceCounter.OctetsIn,
  PacketsOut = InterfaceCounter.PacketsOut,
  OctetsOut = InterfaceCounter.OctetsOut,
  /** Frames that `send` refused: line down, of a wrong length, or the one before still leaving. */
  OutputDrops = InterfaceCounter.OutputDrops,
  /** How often the link came or went. */
  CarrierTransitions = InterfaceCounter.CarrierTransitions,
  /** Frames that the port took and did not send. */
  OutputErrors,
  Size,
}
