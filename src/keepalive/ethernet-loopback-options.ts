import type { Random } from "../ports";
import { ADDRESS_LENGTH } from "../wire/ctp";

/** Whom an Ethernet keepalive asks. */
export const enum LoopbackMode {
  /** The own chip, as far as it hears itself. */
  Self,
  /** The own chip, inside its PHY and off the wire for as long as it takes. */
  Phy,
  /** A loop server: another station, which sends the frame back. */
  Peer,
  /** The own chip; and a loop server if the chip does not hear itself, or while what should come back does not. */
  Auto,
}

export interface EthernetLoopbackOptions {
  /** Whom to ask; see {@link LoopbackMode}. Default "auto". */
  mode?: "self" | "phy" | "peer" | "auto";
  /** How often, 1 to 2^30 - 1 ms; 0 turns keepalives off. Default 10000. */
  interval?: number;
  /** After how many keepalives in a row that fail the verdict changes, 1 to 255. Default 3. */
  retries?: number;
  /** The loop server's MAC address, 6 octets, not a group's. Default: whoever answers for the loopback assistant. */
  server?: Uint8Array;
  /** Whether frames of other stations are forwarded as they ask (loop server). Default false. */
  assist?: boolean;
  /** Where the first receipt number and the mark of our frames come from. */
  random: Random;
}

/**
 * Says of a wrong option what it is, and what would be right.
 * @param testsItself whether the chip can test itself inside its PHY
 * @returns the mode
 * @throws RangeError
 * @setup
 */
export function checkLoopbackOptions(options: EthernetLoopbackOptions, testsItself: boolean): LoopbackMode {
  const server = options.server;
  if (server !== undefined && (server.length !== ADDRESS_LENGTH || (server[0]! & 1) !== 0)) {
    throw new RangeError("loopback: server must be a MAC address of 6 octets, the first of them even: not a group's");
  }
  switch (options.mode) {
    case undefined:
    case "auto":
      return LoopbackMode.Auto;
    case "self":
      return LoopbackMode.Self;
    case "phy":
      if (testsItself) return LoopbackMode.Phy;
      throw new RangeError(
        'loopback: mode is "phy", and the chip can\'t test itself: it must be "self", "peer" or "auto"',
      );
    case "peer":
      return LoopbackMode.Peer;
    default:
      throw new RangeError(`loopback: mode is ${String(options.mode)}: it must be "self", "phy", "peer" or "auto"`);
  }
}
