import type { Random } from "../ports";

export interface PppOptions {
  /** Keepalive interval, 1 to 2^30 - 1 ms; 0 sends no Echo-Requests, but answers the peer's. Default 10000. */
  interval?: number;
  /** Keepalive retries: at how many unanswered Echo-Requests the link goes down, 1 to 255. Default 5. */
  retries?: number;
  /** Whether valid data that comes in stands for an Echo-Reply. Default false. */
  adaptive?: boolean;
  /** Our IPv4 address as an int32; 0, the default, lets the peer assign one. */
  address?: number;
  /** The IPv4 address to assign to the peer, an int32; 0, the default, takes any that it has. */
  peerAddress?: number;
  /** Our receive ACCM (RFC 1662 section 7.1), an int32. Default 0: no octet needs an escape on its way to us. */
  accm?: number;
  /** Whether to ask for protocol field compression, and let the peer ask. Default true. */
  pfc?: boolean;
  /** Whether to ask for address and control field compression, and let the peer ask. Default true. */
  acfc?: boolean;
  /** The FCS to ask for, and let the peer ask for besides 16 bits (RFC 1570 section 2.1): 0, 16 or 32. Default 16. */
  fcs?: number;
  /** Restart timer, 1 to 60000 ms (RFC 1661 section 4.6). Default 3000. */
  restart?: number;
  /** Max-Configure, 1 to 255. Default 10. */
  maxConfigure?: number;
  /** Max-Terminate, 1 to 255. Default 2. */
  maxTerminate?: number;
  /** Max-Failure, 1 to 255. Default 5. */
  maxFailure?: number;
  /** How long after a link came to an end it is negotiated anew, 1 to 2^30 - 1 ms. Default 10000. */
  hold?: number;
  /** Where magic numbers come from. The two ends of a line must not draw the same. */
  random: Random;
}

/**
 * The FCS to ask for, bits.
 * @throws RangeError when there is no such FCS
 * @setup
 */
export function pppFcs(fcs: number | undefined): number {
  if (fcs === undefined) return 16;
  if (fcs !== 0 && fcs !== 16 && fcs !== 32) throw new RangeError(`PPP: FCS is ${fcs}: it must be 0, 16 or 32 bits`);
  return fcs;
}
