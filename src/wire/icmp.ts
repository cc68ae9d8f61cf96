import { internetChecksum } from "./internet-checksum";
import { Ipv4Field, ipv4HeaderLength, IPV4_HEADER, Ipv4Protocol } from "./ipv4";
import { readUint16, writeUint16 } from "./octets";

/**
 * The Internet Control Message Protocol (RFC 792), as far as echo needs it:
 *
 *     echo: type 1 | code 1 | checksum 2 | identifier 2 | sequence number 2 | data
 *     error: type 1 | code 1 | checksum 2 | unused 4 | header of the packet that failed | its first octets, 8 or more
 */
export const enum IcmpField {
  Type = 0,
  Code = 1,
  Checksum = 2,
  Identifier = 4,
  Sequence = 6,
  /** The data of an echo; the quoted packet of an error. */
  Data = 8,
}

export const enum IcmpType {
  EchoReply = 0,
  DestinationUnreachable = 3,
  EchoRequest = 8,
  TimeExceeded = 11,
}

/** What a message is, once {@link checkIcmp} has looked at it. */
export const enum IcmpKind {
  /** Too short for a message. */
  Short,
  BadChecksum,
  EchoRequest,
  EchoReply,
  DestinationUnreachable,
  TimeExceeded,
  /** Any other type, or an echo with a code that is not 0. */
  Other,
}

/** Tells what the message `[start, end)` is. After any answer but `Short` its first eight octets may be read. */
export function checkIcmp(bytes: Uint8Array, start: number, end: number): IcmpKind {
  if (end - start < IcmpField.Data) return IcmpKind.Short;
  if (internetChecksum(bytes, start, end) !== 0) return IcmpKind.BadChecksum;
  const type = bytes[start]!;
  if (type === IcmpType.DestinationUnreachable) return IcmpKind.DestinationUnreachable;
  if (type === IcmpType.TimeExceeded) return IcmpKind.TimeExceeded;
  if (bytes[start + IcmpField.Code] !== 0) return IcmpKind.Other;
  if (type === IcmpType.EchoRequest) return IcmpKind.EchoRequest;
  return type === IcmpType.EchoReply ? IcmpKind.EchoReply : IcmpKind.Other;
}

/** Makes `[at, end)`, whose data is there already, an echo message. */
export function writeEcho(
  bytes: Uint8Array,
  at: number,
  end: number,
  type: IcmpType,
  identifier: number,
  sequence: number,
): void {
  bytes[at] = type;
  bytes[at + IcmpField.Code] = 0;
  writeUint16(bytes, at + IcmpField.Checksum, 0);
  writeUint16(bytes, at + IcmpField.Identifier, identifier);
  writeUint16(bytes, at + IcmpField.Sequence, sequence);
  writeUint16(bytes, at + IcmpField.Checksum, internetChecksum(bytes, at, end));
}

/**
 * Where the echo request begins that the error `[start, end)` quotes; -1 if it quotes something else, or not all of its
 * header. The quoted IPv4 header stands at `start` + `IcmpField.Data`; its checksum is not looked at, since routers on
 * the way have changed it.
 */
export function quotedEchoRequest(bytes: Uint8Array, start: number, end: number): number {
  const packet = start + IcmpField.Data;
  if (end - packet < IPV4_HEADER || bytes[packet]! >> 4 !== 4) return -1;
  const header = ipv4HeaderLength(bytes, packet);
  const message = packet + header;
  if (header < IPV4_HEADER || end - message < IcmpField.Data) return -1;
  if (bytes[packet + Ipv4Field.Protocol] !== Ipv4Protocol.ICMP) return -1;
  // Only the first fragment of a packet holds its ICMP header.
  if ((readUint16(bytes, packet + Ipv4Field.FlagsOffset) & 0x1fff) !== 0) return -1;
  return bytes[message] === IcmpType.EchoRequest ? message : -1;
}
