import {
  ACK,
  ARP,
  arpFrame,
  BROADCAST,
  echoReply,
  ICMP_PROTOCOL,
  ipFrame,
  readArp,
  readIp,
  readTcp,
  readUdp,
  RST,
  SYN,
  TCP_PROTOCOL,
  tcpFrame,
  UDP_PROTOCOL,
  unreachablePort,
} from "./packets";
import type { IpPacket, Route, TcpSegment } from "./packets";
import * as R from "./registers";
import type { ChipSocket } from "./socket";

/** What the stack has of its chip. */
export interface StackHost {
  readonly sockets: readonly ChipSocket[];
  readonly mac: Uint8Array;
  /** 0 where there is none: then the stack takes nothing. */
  readonly ip: number;
  readonly mask: number;
  readonly blocksPing: boolean;
  transmit(frame: Uint8Array): void;
  /** Sets bits of IR. */
  raise(bits: number): void;
  /** A datagram of ours could not be delivered: IR, UIPR and UPORTR. */
  setUnreachable(address: number, port: number): void;
}

/** The part of the chip's TCP/IP that belongs to no socket: ARP, ping, and which socket a packet is for. */
export class Stack {
  private readonly _host: StackHost;

  constructor(host: StackHost) {
    this._host = host;
  }

  /** Whether a UDP or TCP socket takes the frame. ARP and ping are answered, and MACRAW sees them all the same. */
  takes(frame: Uint8Array): boolean {
    const { mac, ip, mask } = this._host;
    if (ip === 0) return false;
    const ours = mac.every((octet, i) => octet === frame[i]);
    if (!ours && frame[0] !== 0xff) return false;
    if (((frame[12]! << 8) | frame[13]!) === ARP) this._takeArp(frame);
    const packet = readIp(frame);
    if (packet === null) return false;
    const broadcast = packet.destination === BROADCAST || (packet.destination | mask) >>> 0 === BROADCAST;
    if (packet.destination !== ip && !broadcast) return false;
    if (packet.protocol === UDP_PROTOCOL) return this._takeUdp(packet);
    if (packet.destination !== ip) return false;
    if (packet.protocol === ICMP_PROTOCOL) this._takeIcmp(packet);
    return packet.protocol === TCP_PROTOCOL && this._takeTcp(packet);
  }

  private _takeArp(frame: Uint8Array): void {
    const host = this._host;
    const arp = readArp(frame);
    if (arp === null) return;
    if (arp.senderIp === host.ip) host.raise(R.IR_CONFLICT);
    if (arp.operation === 2) {
      for (const socket of host.sockets) socket.arpAnswered(arp.senderIp, arp.senderMac);
    } else if (arp.operation === 1 && arp.targetIp === host.ip) {
      host.transmit(
        arpFrame(arp.senderMac, {
          operation: 2,
          senderMac: host.mac,
          senderIp: host.ip,
          targetMac: arp.senderMac,
          targetIp: arp.senderIp,
        }),
      );
    }
  }

  private _takeUdp(packet: IpPacket): boolean {
    const datagram = readUdp(packet);
    return datagram !== null && this._host.sockets.some((socket) => socket.datagramArrives(packet, datagram));
  }

  private _takeIcmp(packet: IpPacket): void {
    const reply = this._host.blocksPing ? null : echoReply(packet);
    if (reply !== null) this._host.transmit(ipFrame(this._routeBack(packet), ICMP_PROTOCOL, reply));
    const unreachable = unreachablePort(packet);
    if (unreachable !== null) this._host.setUnreachable(unreachable.address, unreachable.port);
  }

  /** A connection comes before whoever listens at the same port. With MACRAW the host may have a TCP of its own. */
  private _takeTcp(packet: IpPacket): boolean {
    const segment = readTcp(packet);
    if (segment === null) return false;
    const { sockets } = this._host;
    const connected = sockets.filter((socket) => socket.status !== R.SOCK_LISTEN);
    const listening = sockets.filter((socket) => socket.status === R.SOCK_LISTEN);
    if ([...connected, ...listening].some((socket) => socket.tcp.segmentArrives(packet, segment))) return true;
    if (sockets[0]!.status === R.SOCK_MACRAW) return false;
    if ((segment.flags & RST) === 0) this._refuse(packet, segment);
    return true;
  }

  /** RFC 9293 section 3.10.7.1: nothing is open there. */
  private _refuse(packet: IpPacket, segment: TcpSegment): void {
    const length = segment.data.length + (segment.flags & SYN ? 1 : 0);
    const acknowledged = (segment.flags & ACK) !== 0;
    this._host.transmit(
      tcpFrame(this._routeBack(packet), {
        sourcePort: segment.destinationPort,
        destinationPort: segment.sourcePort,
        sequence: acknowledged ? segment.acknowledgement : 0,
        acknowledgement: acknowledged ? 0 : (segment.sequence + length) >>> 0,
        flags: acknowledged ? RST : RST | ACK,
        window: 0,
        mss: 0,
        data: new Uint8Array(0),
      }),
    );
  }

  private _routeBack(packet: IpPacket): Route {
    return {
      sourceMac: this._host.mac,
      destinationMac: packet.sourceMac,
      source: this._host.ip,
      destination: packet.source,
      ttl: 0x80,
    };
  }
}
