import type { SpiBus } from "../../ports";
import type { Scheduler } from "../../scheduler/scheduler";

/** What the PHY is to do: the values of OPMDC (W5500 datasheet v1.0.9, section 4.1 at PHYCFGR). */
export const enum W5500Phy {
  HalfDuplex10 = 0,
  FullDuplex10 = 1,
  HalfDuplex100 = 2,
  FullDuplex100 = 3,
  /** 100 Mbit/s half duplex, with auto-negotiation. */
  AutoHalfDuplex100 = 4,
  PowerDown = 6,
  /** Whatever auto-negotiation finds. */
  Auto = 7,
  /** What the chip's pins PMODE say. */
  Pins = 8,
}

export interface W5500Options {
  bus: SpiBus;
  /** Must have `W5500_TIMERS` timers free. */
  scheduler: Scheduler;
  /** Our MAC address, 6 octets. */
  address: Uint8Array;
  /** Our IPv4 address, subnet mask and gateway, as int32, for UDP and TCP. Default 0: none. */
  ip?: number;
  mask?: number;
  gateway?: number;
  /** Default {@link W5500Phy.Auto}. */
  phy?: W5500Phy;
  /** Whether multicasts are received. Default false. */
  multicast?: boolean;
  /** How large each buffer for Ethernet frames is: 2, 4, 8 or 16 KB. Default 8. */
  kilobytes?: number;
  /** Whether SCSn is tied low, so that only frames of fixed length can be used. Default false. */
  fixedLength?: boolean;
  /**
   * Time between two looks at the chip, 1 to 1000 ms. Default 10. With the interrupt pin wired to
   * `W5500.interrupt` a slow poll is enough, as a guard against an edge that was missed.
   */
  pollInterval?: number;
  /** How long a peer may take before a packet is sent again, 1 to 6553 ms. Default 200. */
  retryTime?: number;
  /** How often it is sent again, 0 to 255. Default 8. */
  retryCount?: number;
}
