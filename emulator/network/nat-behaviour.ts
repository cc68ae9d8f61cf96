/**
 * How a NAT behaves, in the terms of RFC 4787. What depends on what:
 *
 *     endpoint-independent          nothing but the inside address and port
 *     address-dependent             the outside address too
 *     address-and-port-dependent    the outside address and port too
 */
export type Dependence = "endpoint-independent" | "address-dependent" | "address-and-port-dependent";

export const DEPENDENCES: readonly Dependence[] = [
  "endpoint-independent",
  "address-dependent",
  "address-and-port-dependent",
];

export interface NatBehaviour {
  /** For which destinations an inside address and port keep their mapping (section 4.1). */
  mapping: Dependence;
  /** From whom a mapping lets datagrams in, once something was sent to them (section 5). */
  filtering: Dependence;
  /** How long a flow lasts while nothing refreshes it, ms (section 4.3). */
  timeouts: {
    /** One that has gone one way only, or is not 2 s old. */
    oneWay: number;
    /** One that was answered and is 2 s old: a stream, as Linux calls it. */
    replied: number;
  };
  /** Whether datagrams from inside alone refresh a flow, or from outside too (section 4.3). */
  refresh: "outbound" | "both";
  /** Whether a mapping gets the port that it has inside, if that is free (section 4.2.1). */
  preservesPorts: boolean;
  /** Whether all mappings of an inside address have the same outside address (section 4.1). */
  pooling: "paired" | "arbitrary";
  /** Whether inside hosts reach each other by their outside addresses (section 6). */
  hairpinning: boolean;
  /** How many mappings there can be, and what becomes of one more. */
  capacity: number;
  whenFull: "refuse" | "evict oldest";
}

/** All that RFC 4787 requires and recommends: mappings live 5 min, whichever way the last datagram went. */
export const RFC_4787: NatBehaviour = {
  mapping: "endpoint-independent",
  filtering: "endpoint-independent",
  timeouts: { oneWay: 300_000, replied: 300_000 },
  refresh: "both",
  preservesPorts: true,
  pooling: "paired",
  hairpinning: true,
  capacity: 16_384,
  whenFull: "refuse",
};

/**
 * Masquerading of Linux with the timeouts of its connection tracking (`nf_conntrack_udp_timeout` and
 * `nf_conntrack_udp_timeout_stream`), but for port overloading, which this emulation has not.
 */
export const LINUX: NatBehaviour = {
  ...RFC_4787,
  mapping: "address-and-port-dependent",
  filtering: "address-and-port-dependent",
  timeouts: { oneWay: 30_000, replied: 120_000 },
  hairpinning: false,
};
