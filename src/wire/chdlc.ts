import { readInt32, readUint16, writeInt32, writeUint16 } from "./octets";

/**
 * Cisco HDLC and the Serial Line Address Resolution Protocol, SLARP, that it carries.
 *
 * There is no standard; this follows Linux `drivers/net/wan/hdlc_cisco.c`, tcpdump `print-chdlc.c` and captures of real
 * routers. A frame, without flags and FCS:
 *
 *     address 1 | control 1 | protocol 2 | payload
 *     SLARP payload: type 4 | a 4 | b 4 | reliability 2 | uptime 4
 */
export const enum ChdlcField {
  Address = 0,
  Control = 1,
  Protocol = 2,
  Payload = 4,
}

export const enum ChdlcAddress {
  Unicast = 0x0f,
  Multicast = 0x8f,
}

/** Values of the protocol field: Ethernet types, and two that only mean something here. */
export const enum ChdlcProtocol {
  IPv4 = 0x0800,
  IPv6 = 0x86dd,
  /** Cisco Discovery Protocol. */
  CDP = 0x2000,
  SLARP = 0x8035,
}

/** Offsets in a SLARP frame, from the frame's first octet. */
export const enum SlarpField {
  Type = 4,
  /** Keepalive: the sender's sequence number. Reply: address. */
  A = 8,
  /** Keepalive: the last sequence number that the sender received. Reply: mask. */
  B = 12,
  Reliability = 16,
  /** Milliseconds since the sender was switched on. Optional. */
  Uptime = 18,
  End = 22,
}

/** A SLARP body is at least this long: everything but the uptime, which Linux and old IOS leave out. */
export const SLARP_MIN_BODY = 14;

export const enum SlarpType {
  Request = 0,
  Reply = 1,
  Keepalive = 2,
}

/** What a frame is, once {@link checkChdlc} has looked at it. */
export const enum ChdlcKind {
  /** Too short for a header, or with an address or control field that no cHDLC station sends. */
  Bad,
  /** SLARP whose body is shorter than {@link SLARP_MIN_BODY}, or of an unknown type. */
  BadSlarp,
  SlarpRequest,
  SlarpReply,
  SlarpKeepalive,
  Cdp,
  /** IPv4 or IPv6. */
  Packet,
  UnknownProtocol,
}

/**
 * Tells what `[start, end)` is. After any answer but `Bad` the header may be read, after a SLARP answer the body up to
 * the reliability field. Octets behind the body are no error: real routers send two.
 */
export function checkChdlc(bytes: Uint8Array, start: number, end: number): ChdlcKind {
  if (end - start < ChdlcField.Payload) return ChdlcKind.Bad;
  const address = bytes[start]!;
  if (address !== ChdlcAddress.Unicast && address !== ChdlcAddress.Multicast) return ChdlcKind.Bad;
  if (bytes[start + ChdlcField.Control] !== 0) return ChdlcKind.Bad;
  const protocol = readUint16(bytes, start + ChdlcField.Protocol);
  if (protocol === ChdlcProtocol.SLARP) {
    if (end - start < ChdlcField.Payload + SLARP_MIN_BODY) return ChdlcKind.BadSlarp;
    const type = readInt32(bytes, start + SlarpField.Type);
    if (type === SlarpType.Keepalive) return ChdlcKind.SlarpKeepalive;
    if (type === SlarpType.Request) return ChdlcKind.SlarpRequest;
    if (type === SlarpType.Reply) return ChdlcKind.SlarpReply;
    return ChdlcKind.BadSlarp;
  }
  if (protocol === ChdlcProtocol.IPv4 || protocol === ChdlcProtocol.IPv6) return ChdlcKind.Packet;
  if (protocol === ChdlcProtocol.CDP) return ChdlcKind.Cdp;
  return ChdlcKind.UnknownProtocol;
}

/** Writes the four octets of a header at `at`. */
export function writeChdlcHeader(bytes: Uint8Array, at: number, address: ChdlcAddress, protocol: number): void {
  bytes[at] = address;
  bytes[at + ChdlcField.Control] = 0;
  writeUint16(bytes, at + ChdlcField.Protocol, protocol);
}

/**
 * Writes a whole SLARP frame of `SlarpField.End` octets at `at`, with the multicast address as Cisco's routers and
 * Linux do.
 */
export function writeSlarp(bytes: Uint8Array, at: number, type: SlarpType, a: number, b: number, uptime: number): void {
  writeChdlcHeader(bytes, at, ChdlcAddress.Multicast, ChdlcProtocol.SLARP);
  writeInt32(bytes, at + SlarpField.Type, type);
  writeInt32(bytes, at + SlarpField.A, a);
  writeInt32(bytes, at + SlarpField.B, b);
  writeUint16(bytes, at + SlarpField.Reliability, 0xffff);
  writeInt32(bytes, at + SlarpField.Uptime, uptime);
}
