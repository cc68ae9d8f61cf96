import { internetChecksum } from "./internet-checksum";
import { readUint16, writeInt32, writeUint16 } from "./octets";

/**
 * The header of an IPv4 packet (RFC 791 section 3.1):
 *
 *     version and IHL 1 | type of service 1 | total length 2 | identification 2 | flags and fragment offset 2
 *     time to live 1 | protocol 1 | header checksum 2 | source 4 | destination 4 | options
 */
export const enum Ipv4Field {
  /** The version in the upper half, the header's length in words of four octets in the lower. */
  VersionLength = 0,
  TypeOfService = 1,
  TotalLength = 2,
  Identification = 4,
  /** Three flags, then the offset in units of eight octets. */
  FlagsOffset = 6,
  TimeToLive = 8,
  Protocol = 9,
  Checksum = 10,
  Source = 12,
  Destination = 16,
  Options = 20,
}

export const enum Ipv4Protocol {
  ICMP = 1,
}

/** The length of a header without options, octets. */
export const IPV4_HEADER = Ipv4Field.Options;

/** The time to live of what we send: IANA's recommended default. */
const TIME_TO_LIVE = 64;

/** The flag More Fragments and the fragment offset: 0 in a packet that is whole. */
const FRAGMENTATION = 0x3fff;

/** What a packet is, once {@link checkIpv4} has looked at it. */
export const enum Ipv4Kind {
  /** Too short for a header, of another version, or with a header length below 20 octets. */
  BadHeader,
  /** The header or the packet is longer than what arrived, or the packet shorter than its header. */
  BadLength,
  BadChecksum,
  /** A part of a packet. */
  Fragment,
  Packet,
}

/**
 * Tells what `[start, end)` is. After an answer of `Fragment` or `Packet` the header may be read, and the payload as far
 * as {@link ipv4End}: what follows is padding of the link.
 */
export function checkIpv4(bytes: Uint8Array, start: number, end: number): Ipv4Kind {
  if (end - start < IPV4_HEADER || bytes[start]! >> 4 !== 4) return Ipv4Kind.BadHeader;
  const header = ipv4HeaderLength(bytes, start);
  if (header < IPV4_HEADER) return Ipv4Kind.BadHeader;
  const length = readUint16(bytes, start + Ipv4Field.TotalLength);
  if (length < header || length > end - start) return Ipv4Kind.BadLength;
  if (internetChecksum(bytes, start, start + header) !== 0) return Ipv4Kind.BadChecksum;
  const fragment = (readUint16(bytes, start + Ipv4Field.FlagsOffset) & FRAGMENTATION) !== 0;
  return fragment ? Ipv4Kind.Fragment : Ipv4Kind.Packet;
}

/** The length of the header at `start` with its options, octets: a multiple of 4 from 0 to 60. */
export function ipv4HeaderLength(bytes: Uint8Array, start: number): number {
  return (bytes[start]! & 15) << 2;
}

/** Where the packet at `start` ends, as its total length has it. */
export function ipv4End(bytes: Uint8Array, start: number): number {
  return start + readUint16(bytes, start + Ipv4Field.TotalLength);
}

/**
 * Writes a header of {@link IPV4_HEADER} octets at `at`, without options, of a packet that may be fragmented on its way.
 * @param length of the whole packet, octets
 */
export function writeIpv4(
  bytes: Uint8Array,
  at: number,
  typeOfService: number,
  length: number,
  identification: number,
  protocol: number,
  source: number,
  destination: number,
): void {
  bytes[at] = 0x45;
  bytes[at + Ipv4Field.TypeOfService] = typeOfService;
  writeUint16(bytes, at + Ipv4Field.TotalLength, length);
  writeUint16(bytes, at + Ipv4Field.Identification, identification);
  writeUint16(bytes, at + Ipv4Field.FlagsOffset, 0);
  bytes[at + Ipv4Field.TimeToLive] = TIME_TO_LIVE;
  bytes[at + Ipv4Field.Protocol] = protocol;
  writeUint16(bytes, at + Ipv4Field.Checksum, 0);
  writeInt32(bytes, at + Ipv4Field.Source, source);
  writeInt32(bytes, at + Ipv4Field.Destination, destination);
  writeUint16(bytes, at + Ipv4Field.Checksum, internetChecksum(bytes, at, at + IPV4_HEADER));
}

/**
 * Whether one host can bear this address, as an int32: neither of net 0, nor loopback, nor multicast, nor of what lies
 * above, the limited broadcast included (RFC 1122 section 3.2.1.3). The broadcast address of a subnet can't be told
 * without its mask.
 */
export function isHostAddress(address: number): boolean {
  const first = address >>> 24;
  return first !== 0 && first !== 127 && first < 224;
}
