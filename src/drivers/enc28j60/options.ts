import type { SpiBus } from "../../ports";
import type { Scheduler } from "../../scheduler/scheduler";

export interface Enc28j60Options {
  /** Mode 0, 20 MHz at most; below 8 MHz the first two revisions are unreliable (erratum 1). */
  bus: SpiBus;
  /** Gives the driver `ENC28J60_TIMERS` of its timers. */
  scheduler: Scheduler;
  /** Our MAC address, 6 octets, not a group's. */
  address: Uint8Array;
  /** The chip does not negotiate: a link partner that does takes it for half duplex, the default. */
  duplex?: "half" | "full";
  /** In half duplex, whether the chip hears the frames that it sends to its own address. Unreliable (erratum 9). Default false. */
  hearsItself?: boolean;
  /** Whether frames to any group address are received. Default false. */
  multicast?: boolean;
  /**
   * How often the chip is looked at, 1 to 1000 ms. Default 10. With an interrupt pin it may be longer; polling never stops,
   * because the chip does not always say that a frame is there (erratum 6).
   */
  pollInterval?: number;
}

/** Says of a wrong option what it is, and what would be right. @throws RangeError @setup */
export function checkEnc28j60Options(options: Enc28j60Options): void {
  const address = options.address;
  const duplex = options.duplex;
  if (address.length !== 6 || (address[0]! & 1) !== 0) {
    throw new RangeError("ENC28J60: address must be a MAC address of 6 octets, the first of them even: not a group's");
  }
  if (duplex !== undefined && duplex !== "half" && duplex !== "full") {
    throw new RangeError(`ENC28J60: duplex is ${String(duplex)}: it must be "half" or "full"`);
  }
  if (options.bus.longest < 8) {
    throw new RangeError(`ENC28J60: the bus takes ${options.bus.longest} octets at most: it must take 8 or more`);
  }
}
