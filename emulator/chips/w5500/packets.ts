/** Frames of the protocols that the chip has in hardware: ARP, IPv4, ICMP echo, UDP and TCP. */

export const BROADCAST = 0xffffffff;
export const BROADCAST_MAC = new Uint8Array(6).fill(0xff);

const ETHERNET = 14;
const IPV4 = 20;

export const ARP = 0x0806;
const IP = 0x0800;

export const ICMP_PROTOCOL = 1;
export const TCP_PROTOCOL = 6;
export const UDP_PROTOCOL = 17;

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The Internet checksum (RFC 1071) over octets, on top of a sum. */
function checksum(bytes: Uint8Array, sum = 0): number {
  for (let i = 0; i < bytes.length; i++) sum += i & 1 ? bytes[i]! : bytes[i]! << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

export interface ArpPacket {
  operation: number;
  senderMac: Uint8Array;
  senderIp: number;
  targetMac: Uint8Array;
  targetIp: number;
}

export function arpFrame(destination: Uint8Array, arp: ArpPacket): Uint8Array {
  const frame = new Uint8Array(42);
  const out = view(frame);
  frame.set(destination);
  frame.set(arp.senderMac, 6);
  out.setUint16(12, ARP);
  out.setUint16(14, 1);
  out.setUint16(16, IP);
  out.setUint16(18, 0x0604);
  out.setUint16(20, arp.operation);
  frame.set(arp.senderMac, 22);
  out.setUint32(28, arp.senderIp);
  frame.set(arp.targetMac, 32);
  out.setUint32(38, arp.targetIp);
  return frame;
}

/** Null where the frame is no ARP for IPv4 over Ethernet. */
export function readArp(frame: Uint8Array): ArpPacket | null {
  const at = view(frame);
  if (frame.length < 42 || at.getUint16(12) !== ARP || at.getUint32(14) !== 0x00010800) return null;
  return {
    operation: at.getUint16(20),
    senderMac: frame.slice(22, 28),
    senderIp: at.getUint32(28),
    targetMac: frame.slice(32, 38),
    targetIp: at.getUint32(38),
  };
}

export interface IpPacket {
  sourceMac: Uint8Array;
  source: number;
  destination: number;
  protocol: number;
  /** What stands behind the IP header. */
  payload: Uint8Array;
}

/** Null where the frame is no IPv4 packet, is damaged, or is a fragment, which the chip does not take (page 2). */
export function readIp(frame: Uint8Array): IpPacket | null {
  const at = view(frame);
  if (frame.length < ETHERNET + IPV4 || at.getUint16(12) !== IP || frame[ETHERNET]! >> 4 !== 4) return null;
  const header = (frame[ETHERNET]! & 0x0f) * 4;
  const length = at.getUint16(ETHERNET + 2);
  if (header < IPV4 || length < header || ETHERNET + length > frame.length) return null;
  if (checksum(frame.subarray(ETHERNET, ETHERNET + header)) !== 0) return null;
  if ((at.getUint16(ETHERNET + 6) & 0x3fff) !== 0) return null;
  return {
    sourceMac: frame.slice(6, 12),
    source: at.getUint32(ETHERNET + 12),
    destination: at.getUint32(ETHERNET + 16),
    protocol: frame[ETHERNET + 9]!,
    payload: frame.slice(ETHERNET + header, ETHERNET + length),
  };
}

/** Who sends to whom. */
export interface Route {
  sourceMac: Uint8Array;
  destinationMac: Uint8Array;
  source: number;
  destination: number;
  ttl: number;
}

export function ipFrame(route: Route, protocol: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(ETHERNET + IPV4 + payload.length);
  const out = view(frame);
  frame.set(route.destinationMac);
  frame.set(route.sourceMac, 6);
  out.setUint16(12, IP);
  out.setUint16(ETHERNET, 0x4500);
  out.setUint16(ETHERNET + 2, IPV4 + payload.length);
  out.setUint16(ETHERNET + 6, 0x4000);
  frame[ETHERNET + 8] = route.ttl;
  frame[ETHERNET + 9] = protocol;
  out.setUint32(ETHERNET + 12, route.source);
  out.setUint32(ETHERNET + 16, route.destination);
  out.setUint16(ETHERNET + 10, checksum(frame.subarray(ETHERNET, ETHERNET + IPV4)));
  frame.set(payload, ETHERNET + IPV4);
  return frame;
}

/** The sum of the pseudo header that UDP and TCP put under their checksums. */
function pseudo(source: number, destination: number, protocol: number, length: number): number {
  return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol + length;
}

export interface UdpDatagram {
  sourcePort: number;
  destinationPort: number;
  data: Uint8Array;
}

export function udpFrame(route: Route, datagram: UdpDatagram): Uint8Array {
  const payload = new Uint8Array(8 + datagram.data.length);
  const out = view(payload);
  out.setUint16(0, datagram.sourcePort);
  out.setUint16(2, datagram.destinationPort);
  out.setUint16(4, payload.length);
  payload.set(datagram.data, 8);
  out.setUint16(6, checksum(payload, pseudo(route.source, route.destination, UDP_PROTOCOL, payload.length)) || 0xffff);
  return ipFrame(route, UDP_PROTOCOL, payload);
}

export function readUdp(packet: IpPacket): UdpDatagram | null {
  const { payload } = packet;
  if (payload.length < 8) return null;
  const at = view(payload);
  const length = at.getUint16(4);
  if (length < 8 || length > payload.length) return null;
  const whole = payload.subarray(0, length);
  const sum = pseudo(packet.source, packet.destination, UDP_PROTOCOL, length);
  if (at.getUint16(6) !== 0 && checksum(whole, sum) !== 0) return null;
  return { sourcePort: at.getUint16(0), destinationPort: at.getUint16(2), data: payload.slice(8, length) };
}

export interface TcpSegment {
  sourcePort: number;
  destinationPort: number;
  sequence: number;
  acknowledgement: number;
  flags: number;
  window: number;
  /** The maximum segment size option, 0 where there is none. */
  mss: number;
  data: Uint8Array;
}

export function tcpFrame(route: Route, segment: TcpSegment): Uint8Array {
  const header = segment.mss > 0 ? 24 : 20;
  const payload = new Uint8Array(header + segment.data.length);
  const out = view(payload);
  out.setUint16(0, segment.sourcePort);
  out.setUint16(2, segment.destinationPort);
  out.setUint32(4, segment.sequence);
  out.setUint32(8, segment.acknowledgement);
  out.setUint16(12, ((header / 4) << 12) | segment.flags);
  out.setUint16(14, segment.window);
  if (segment.mss > 0) out.setUint32(20, 0x02040000 | segment.mss);
  payload.set(segment.data, header);
  out.setUint16(16, checksum(payload, pseudo(route.source, route.destination, TCP_PROTOCOL, payload.length)));
  return ipFrame(route, TCP_PROTOCOL, payload);
}

export function readTcp(packet: IpPacket): TcpSegment | null {
  const { payload } = packet;
  if (payload.length < 20) return null;
  const at = view(payload);
  const header = (payload[12]! >> 4) * 4;
  if (header < 20 || header > payload.length) return null;
  if (checksum(payload, pseudo(packet.source, packet.destination, TCP_PROTOCOL, payload.length)) !== 0) return null;
  return {
    sourcePort: at.getUint16(0),
    destinationPort: at.getUint16(2),
    sequence: at.getUint32(4),
    acknowledgement: at.getUint32(8),
    flags: payload[13]! & 0x3f,
    window: at.getUint16(14),
    mss: header >= 24 && at.getUint16(20) === 0x0204 ? at.getUint16(22) : 0,
    data: payload.slice(header),
  };
}

/** The answer to an ICMP echo request; null where it is none, or damaged. */
export function echoReply(packet: IpPacket): Uint8Array | null {
  const { payload } = packet;
  if (payload.length < 8 || payload[0] !== 8 || checksum(payload) !== 0) return null;
  const reply = payload.slice();
  reply[0] = 0;
  reply.fill(0, 2, 4);
  view(reply).setUint16(2, checksum(reply));
  return reply;
}

/** What ICMP says that could not be reached: a UDP port (type 3, code 3). */
export function unreachablePort(packet: IpPacket): { address: number; port: number } | null {
  const { payload } = packet;
  if (payload.length < 36 || payload[0] !== 3 || payload[1] !== 3 || checksum(payload) !== 0) return null;
  const at = view(payload);
  return { address: at.getUint32(24), port: at.getUint16(30) };
}
