import { readInt32, writeInt32 } from "./octets";

/**
 * What travels on the two UDP ports of IKE once NATs are expected on the way (RFC 3947, RFC 3948 section 2, RFC 7296
 * section 2.23):
 *
 *     port 500: ISAKMP message
 *     port 4500: 0xFF, alone: NAT keepalive
 *                00 00 00 00 (non-ESP marker) | ISAKMP message
 *                ESP packet, whose SPI is not 0
 */

/** The ports of IKE: the first, and the one that both ends float to when a NAT was found. */
export const enum IkePort {
  Ike = 500,
  NatTraversal = 4500,
}

/** The one octet of a NAT keepalive (RFC 3948 section 2.3). */
export const NAT_KEEPALIVE = 0xff;

/** The length of the zeros that tell an IKE message from ESP on port 4500, octets (RFC 3948 section 2.2). */
export const NON_ESP_MARKER = 4;

/** The fixed header of an ISAKMP message (RFC 2408 section 3.1, RFC 7296 section 3.1). */
export const enum IsakmpField {
  /** IKEv1 calls the two SPIs cookies. */
  InitiatorSpi = 0,
  ResponderSpi = 8,
  NextPayload = 16,
  /** The major version in the upper half, the minor in the lower. */
  Version = 17,
  ExchangeType = 18,
  Flags = 19,
  MessageId = 20,
  /** Of the whole message, this header included. */
  Length = 24,
  Payloads = 28,
}

/** The length of an ISAKMP header, octets. */
export const ISAKMP_HEADER = IsakmpField.Payloads;

/** SPI, sequence number, and as little as is left when a trailer is padded to 4 octets (RFC 4303 section 2). */
const SHORTEST_ESP = 12;

/** What a datagram is, once {@link checkNatTraversal} or {@link checkIke} has looked at it. */
export const enum NatTraversalKind {
  /** Nothing that belongs on the port. */
  Junk,
  /** A NAT keepalive: to be ignored (RFC 3948 section 4). */
  Keepalive,
  /** An ISAKMP message: its header may be read, and its length is not beyond the datagram's end. */
  Ike,
  /** An ESP packet: SPI and sequence number may be read. */
  Esp,
}

/**
 * Tells what the datagram `[start, end)` to or from port 4500 is. An IKE message begins {@link NON_ESP_MARKER} octets
 * behind `start`, an ESP packet at `start`.
 */
export function checkNatTraversal(bytes: Uint8Array, start: number, end: number): NatTraversalKind {
  const length = end - start;
  if (length === 1 && bytes[start] === NAT_KEEPALIVE) return NatTraversalKind.Keepalive;
  if (length < SHORTEST_ESP) return NatTraversalKind.Junk;
  if (readInt32(bytes, start) !== 0) return NatTraversalKind.Esp;
  return isIsakmp(bytes, start + NON_ESP_MARKER, end) ? NatTraversalKind.Ike : NatTraversalKind.Junk;
}

/**
 * Tells what the datagram `[start, end)` to or from port 500 is: `Ike`, `Junk`, or the `Keepalive` of an
 * implementation that has not floated to port 4500. ESP never travels there (RFC 7296 section 2.23).
 */
export function checkIke(bytes: Uint8Array, start: number, end: number): NatTraversalKind {
  if (end - start === 1 && bytes[start] === NAT_KEEPALIVE) return NatTraversalKind.Keepalive;
  return isIsakmp(bytes, start, end) ? NatTraversalKind.Ike : NatTraversalKind.Junk;
}

/** Writes the marker that goes before an IKE message on port 4500. */
export function writeNonEspMarker(bytes: Uint8Array, at: number): void {
  writeInt32(bytes, at, 0);
}

/** Whether `[start, end)` is an ISAKMP header and no less than its message; what follows that is not looked at. */
function isIsakmp(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < ISAKMP_HEADER) return false;
  // A length of 2^31 or more is negative here.
  const length = readInt32(bytes, start + IsakmpField.Length);
  return length >= ISAKMP_HEADER && length <= end - start;
}
