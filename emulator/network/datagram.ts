/** A UDP datagram in an IPv4 packet. Addresses are int32. Nobody changes one on its way: who rewrites makes another. */
export interface Datagram {
  readonly source: number;
  readonly sourcePort: number;
  readonly destination: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
  /** Time to live: how many more routers it may pass. */
  readonly hops: number;
}

/** With what a datagram starts, as most hosts have it. */
export const FIRST_HOPS = 64;

/** The headers of IPv4, without options, and of UDP, octets. */
export const HEADERS = 28;

/** The longest payload that goes into one Ethernet or Wi-Fi frame, octets. */
export const LONGEST_PAYLOAD = 1500 - HEADERS;

/** Address and port as one number: a key of tables. */
export function endpoint(address: number, port: number): number {
  return (address >>> 0) * 0x10000 + port;
}
