import { internetChecksum } from "../../src/wire/internet-checksum";
import { IPV4_HEADER, Ipv4Field, writeIpv4 } from "../../src/wire/ipv4";
import { writeUint16 } from "../../src/wire/octets";
import { HEADERS } from "../network/datagram";
import type { Datagram } from "../network/datagram";

const UDP = 17;

/** A datagram of the emulated network as an IPv4 packet. Its UDP checksum is 0: none was computed (RFC 768). */
export function ipv4Packet(datagram: Datagram): Uint8Array {
  const { source, sourcePort, destination, destinationPort, payload, hops } = datagram;
  const packet = new Uint8Array(HEADERS + payload.length);
  writeIpv4(packet, 0, 0, packet.length, 0, UDP, source, destination);
  packet[Ipv4Field.TimeToLive] = hops;
  writeUint16(packet, Ipv4Field.Checksum, 0);
  writeUint16(packet, Ipv4Field.Checksum, internetChecksum(packet, 0, IPV4_HEADER));
  writeUint16(packet, IPV4_HEADER, sourcePort);
  writeUint16(packet, IPV4_HEADER + 2, destinationPort);
  writeUint16(packet, IPV4_HEADER + 4, packet.length - IPV4_HEADER);
  packet.set(payload, HEADERS);
  return packet;
}
