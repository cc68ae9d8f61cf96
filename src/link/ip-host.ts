import type { Transmitter } from "../keepalive/machine";
import type { PathListener, PathProbe } from "../keepalive/path-probe";
import { checkedInteger } from "../options";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { EtherType } from "../wire/ethertype";
import { checkIcmp, IcmpField, IcmpKind, IcmpType, writeEcho } from "../wire/icmp";
import {
  checkIpv4,
  ipv4End,
  Ipv4Field,
  ipv4HeaderLength,
  Ipv4Kind,
  IPV4_HEADER,
  Ipv4Protocol,
  isHostAddress,
  writeIpv4,
} from "../wire/ipv4";
import { readInt32, readUint16 } from "../wire/octets";
import type { InterfaceListener } from "./network-interface";
import type { SerialInterface } from "./serial-interface";

export interface IpHostOptions {
  /** Must have {@link IP_HOST_TIMERS} timers free. */
  scheduler: Scheduler;
  /** Probes the path behind the link; one without a target does nothing. */
  probe: PathProbe;
  /** Told what the probe concludes. */
  pathListener?: PathListener;
  /** Who else is told what happens, and gets the packets that do not end here. */
  next?: InterfaceListener;
}

/** What a host counts of the packets that arrive; an index into {@link IpHost.counters}. */
export const enum IpCounter {
  /** Too short for a header, of another version than 4, or with a header length below 20 octets. */
  BadHeaders,
  /** Longer than what arrived, or shorter than their header. */
  BadLengths,
  /** With a wrong header checksum. */
  BadChecksums,
  /** To another address than ours, broadcast and multicast included, or to any while we have none. */
  NotOurs,
  /** Fragments of ICMP messages to us. */
  Fragments,
  /** ICMP messages to us that are too short, or with a wrong checksum. */
  BadMessages,
  /** Echo requests to us: what follows says what became of them. */
  EchoRequests,
  /** From an address that no single other host can have: ours, too, so that a looped line echoes nothing for ever. */
  BadSources,
  /** With options, which a reply would have to carry on (RFC 1122 section 3.2.2.6). */
  WithOptions,
  RepliesSent,
  /** Longer than the MTU, or the interface did not take the reply. */
  RepliesNotSent,
  Size,
}

/** How many timers a host registers. */
export const IP_HOST_TIMERS = 1;

/**
 * As much of an IPv4 host as a link needs that others ping, and that is to know of the path behind it: it answers ICMP
 * echo requests to the interface's address, with data and type of service unchanged (RFC 1122 section 3.2.2.6, RFC 1349
 * section 5.1), and runs a {@link PathProbe} while the line protocol is up. It stands between an interface and whoever
 * else listens.
 *
 * Damaged packets, damaged ICMP to us, echo requests to us, and what belongs to the probe end here; all else goes on to
 * `next`, fragments too. A reply that can't be sent at once is not sent: the other end asks again.
 *
 * Memory: the interface's MTU, 4 * {@link IpCounter.Size} octets and one timer.
 */
export class IpHost implements InterfaceListener, Task, Transmitter {
  readonly probe: PathProbe;
  /** Indexed by {@link IpCounter}; int32, wrapping. */
  readonly counters: Int32Array;
  /** Where the probe writes its message, behind the room for our header. */
  buffer: Uint8Array;
  readonly offset = IPV4_HEADER;
  capacity = 0;
  private readonly _scheduler: Scheduler;
  private readonly _next: InterfaceListener | null;
  private readonly _timer: number;
  private _interface: SerialInterface | null = null;
  private _lineProtocolUp = false;
  private _identification = 0;
  /** The time of the call that is being served. */
  private _now = 0;

  /** @throws RangeError when the scheduler is full */
  constructor(options: IpHostOptions) {
    this.probe = options.probe;
    this.counters = new Int32Array(IpCounter.Size);
    this.buffer = new Uint8Array(0);
    this._scheduler = options.scheduler;
    this._next = options.next === undefined ? null : options.next;
    this._timer = options.scheduler.register(this, 0, 0);
    this.probe.attach(this, options.pathListener === undefined ? null : options.pathListener);
  }

  /**
   * Says which interface this host is for; called once, when both exist.
   * @throws RangeError when the interface's MTU is below the length of the probe's requests
   * @setup
   */
  attach(serialInterface: SerialInterface): void {
    const name = serialInterface.name;
    const mtu = serialInterface.mtu;
    const data = this.probe.dataLength;
    const least = IPV4_HEADER + IcmpField.Data + data;
    checkedInteger(`${name}: MTU for a path probe with ${data} octets of data`, mtu, least, 65000, " octets");
    this._interface = serialInterface;
    this.buffer = new Uint8Array(mtu);
    this.capacity = mtu - IPV4_HEADER;
  }

  /** To be called after the interface's own `start`, which tells nobody that it came up. */
  start(now: number): void {
    this._follow(now);
  }

  /** Changes the path probe's settings: see {@link PathProbe.setProbe}. */
  setProbe(target: number, interval: number, retries: number, now: number): void {
    this.probe.setProbe(target, interval, retries, now);
    this._arm();
  }

  wake(_kind: number, now: number): void {
    this._now = now;
    this.probe.poll(now);
    this._arm();
  }

  // --- Transmitter, for the probe

  commit(length: number): boolean {
    return this._send(0, this.probe.target, IPV4_HEADER + length, this._now);
  }

  // --- InterfaceListener, for the interface

  lineProtocolChanged(now: number): void {
    this._follow(now);
    if (this._next !== null) this._next.lineProtocolChanged(now);
  }

  linkChanged(now: number): void {
    if (this._next !== null) this._next.linkChanged(now);
  }

  interfaceReset(missed: number, now: number): void {
    if (this._next !== null) this._next.interfaceReset(missed, now);
  }

  keepaliveInterval(now: number): void {
    if (this._next !== null) this._next.keepaliveInterval(now);
  }

  packetReceived(protocol: number, bytes: Uint8Array, start: number, end: number, now: number): void {
    if (protocol === EtherType.IPv4 && this._takes(bytes, start, end, now)) this._arm();
    else if (this._next !== null) this._next.packetReceived(protocol, bytes, start, end, now);
  }

  sendReady(now: number): void {
    if (this._next !== null) this._next.sendReady(now);
  }

  /** Runs the probe while the line protocol is up. */
  private _follow(now: number): void {
    const up = this._interface!.lineProtocolUp;
    if (up !== this._lineProtocolUp) {
      this._lineProtocolUp = up;
      if (up) this.probe.start(now);
      else this.probe.stop(now);
    }
    this._arm();
  }

  private _arm(): void {
    if (this.probe.active) this._scheduler.arm(this._timer, this.probe.due);
    else this._scheduler.cancel(this._timer);
  }

  /** Whether an IPv4 packet ends here. */
  private _takes(bytes: Uint8Array, start: number, end: number, now: number): boolean {
    const kind = checkIpv4(bytes, start, end);
    if (kind === Ipv4Kind.BadHeader) return this._drop(IpCounter.BadHeaders);
    if (kind === Ipv4Kind.BadLength) return this._drop(IpCounter.BadLengths);
    if (kind === Ipv4Kind.BadChecksum) return this._drop(IpCounter.BadChecksums);
    const address = this._interface!.protocol.address;
    if (address === 0 || readInt32(bytes, start + Ipv4Field.Destination) !== address) {
      this.counters[IpCounter.NotOurs]!++;
      return false;
    }
    if (bytes[start + Ipv4Field.Protocol] !== Ipv4Protocol.ICMP) return false;
    if (kind === Ipv4Kind.Fragment) {
      this.counters[IpCounter.Fragments]!++;
      return false;
    }
    return this._takesMessage(bytes, start, now);
  }

  /** Whether an ICMP message to us ends here: that in the packet at `packet`. */
  private _takesMessage(bytes: Uint8Array, packet: number, now: number): boolean {
    const start = packet + ipv4HeaderLength(bytes, packet);
    const end = ipv4End(bytes, packet);
    const kind = checkIcmp(bytes, start, end);
    switch (kind) {
      case IcmpKind.Short:
      case IcmpKind.BadChecksum:
        return this._drop(IpCounter.BadMessages);
      case IcmpKind.EchoRequest:
        this.counters[IpCounter.EchoRequests]!++;
        this._answer(bytes, packet, start, end, now);
        return true;
      case IcmpKind.EchoReply:
        return this.probe.replyReceived(readInt32(bytes, packet + Ipv4Field.Source), bytes, start, end, now);
      case IcmpKind.DestinationUnreachable:
      case IcmpKind.TimeExceeded:
        return this.probe.errorReceived(kind, bytes, start, end, now);
      default:
        return false;
    }
  }

  /** Counts a packet that ends here. */
  private _drop(counter: IpCounter): boolean {
    this.counters[counter]!++;
    return true;
  }

  /** Answers the echo request `[start, end)` of the packet at `packet`. */
  private _answer(bytes: Uint8Array, packet: number, start: number, end: number, now: number): void {
    const source = readInt32(bytes, packet + Ipv4Field.Source);
    if (!isHostAddress(source) || source === this._interface!.protocol.address) {
      this.counters[IpCounter.BadSources]!++;
      return;
    }
    if (start - packet !== IPV4_HEADER) {
      this.counters[IpCounter.WithOptions]!++;
      return;
    }
    if (end - packet > this.buffer.length) {
      this.counters[IpCounter.RepliesNotSent]!++;
      return;
    }
    const replyEnd = end - packet;
    for (let at = IPV4_HEADER + IcmpField.Data; at < replyEnd; at++) this.buffer[at] = bytes[packet + at]!;
    const identifier = readUint16(bytes, start + IcmpField.Identifier);
    const sequence = readUint16(bytes, start + IcmpField.Sequence);
    writeEcho(this.buffer, IPV4_HEADER, replyEnd, IcmpType.EchoReply, identifier, sequence);
    const sent = this._send(bytes[packet + Ipv4Field.TypeOfService]!, source, replyEnd, now);
    this.counters[sent ? IpCounter.RepliesSent : IpCounter.RepliesNotSent]!++;
  }

  /** Sends the ICMP message that stands in the buffer behind the room for a header; `length` is that of the packet. */
  private _send(typeOfService: number, destination: number, length: number, now: number): boolean {
    const serialInterface = this._interface!;
    const source = serialInterface.protocol.address;
    if (source === 0) return false;
    this._identification = (this._identification + 1) & 0xffff;
    writeIpv4(this.buffer, 0, typeOfService, length, this._identification, Ipv4Protocol.ICMP, source, destination);
    return serialInterface.send(EtherType.IPv4, this.buffer, 0, length, now);
  }
}
