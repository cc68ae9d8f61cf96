import type { Actor, Simulation } from "../../simulation/simulation";
import type { BufferMemory } from "./buffer-memory";
import { BROADCAST, BROADCAST_MAC, udpFrame } from "./packets";
import type { IpPacket, Route, UdpDatagram } from "./packets";
import * as R from "./registers";
import { TcpConnection } from "./tcp-connection";

/** Told when a frame has left, and asked before whether it is still wanted. */
export interface FrameOwner {
  wanted(): boolean;
  sent(): void;
}

/** What a socket has of its chip. */
export interface SocketHost {
  readonly simulation: Simulation;
  readonly transmitMemory: BufferMemory;
  readonly receiveMemory: BufferMemory;
  readonly mac: Uint8Array;
  readonly ip: number;
  readonly mask: number;
  readonly gateway: number;
  readonly forceArp: boolean;
  /** RTR, ns, and RCR. */
  readonly retryTime: number;
  readonly retryCount: number;
  /** How long a command shows in Sn_CR, ns; endless where commands are not taken at all. */
  readonly commandTime: number;
  /** Sends a frame without FCS. */
  transmit(frame: Uint8Array, owner?: FrameOwner | null): void;
  askForMac(ip: number): void;
  /** Sn_IR changed. */
  interruptsChanged(): void;
}

const enum Event {
  CommandTaken,
  /** Something had no answer within its time. */
  Retry,
  Keepalive,
}

const READ_ONLY = new Set([
  R.Sn_SR,
  ...[R.Sn_TX_FSR, R.Sn_TX_RD, R.Sn_RX_RSR, R.Sn_RX_WR].flatMap((address) => [address, address + 1]),
]);

/** The longest frame in MACRAW mode, without FCS (section 4.2 at Sn_MSSR). */
const MACRAW_MTU = 1514;
const UDP_MTU = 1472;

/** One of the chip's eight sockets: its registers, commands and buffers. */
export class ChipSocket implements Actor {
  readonly number: number;
  readonly host: SocketHost;
  readonly registers = new Uint8Array(R.SOCKET_SIZE);
  readonly tcp: TcpConnection;
  /** The MAC address that ARP found, and for which IP address; 0 before. */
  peerMac: Uint8Array = BROADCAST_MAC;
  /** What a retransmission repeats; null where nothing is waited for. */
  private _retry: { tries: number; wait: number; doubles: boolean; again: () => void; timedOut: () => void } | null =
    null;
  private _resolved = 0;
  private _resolving: { ip: number; then: () => void } | null = null;
  /** RX_RD as RECV told it last. */
  private _released = 0;
  private readonly _events: number[];
  /** Rises whenever what was under way no longer is. */
  private _life = 0;

  constructor(host: SocketHost, number: number) {
    this.host = host;
    this.number = number;
    this._events = [Event.CommandTaken, Event.Retry, Event.Keepalive].map((kind) =>
      host.simulation.register(this, kind),
    );
    this.tcp = new TcpConnection(this);
    this.reset();
  }

  /** Reset values: section 4.2. */
  reset(): void {
    this.registers.fill(0);
    this.registers.fill(0xff, R.Sn_DHAR, R.Sn_DHAR + 6);
    this.registers[R.Sn_TTL] = 0x80;
    this.registers[R.Sn_IMR] = 0xff;
    this.registers[R.Sn_FRAG] = 0x40;
    for (const event of this._events) this.host.simulation.cancel(event);
    this._forget();
  }

  get status(): number {
    return this.registers[R.Sn_SR]!;
  }

  get protocol(): number {
    return this.registers[R.Sn_MR]! & R.PROTOCOL;
  }

  get port(): number {
    return this.get16(R.Sn_PORT);
  }

  get destination(): number {
    return ((this.get16(R.Sn_DIPR) << 16) | this.get16(R.Sn_DIPR + 2)) >>> 0;
  }

  get16(address: number): number {
    return (this.registers[address]! << 8) | this.registers[address + 1]!;
  }

  set16(address: number, value: number): void {
    this.registers[address] = value >> 8;
    this.registers[address + 1] = value;
  }

  // --- what the host sees

  read(address: number): number {
    switch (address) {
      case R.Sn_RXBUF_SIZE:
        return this.host.receiveMemory.sizeOf(this.number) / 1024;
      case R.Sn_TXBUF_SIZE:
        return this.host.transmitMemory.sizeOf(this.number) / 1024;
      case R.Sn_TX_FSR:
        return this.free >> 8;
      case R.Sn_TX_FSR + 1:
        return this.free & 0xff;
      case R.Sn_RX_RSR:
        return this.waiting >> 8;
      case R.Sn_RX_RSR + 1:
        return this.waiting & 0xff;
      default:
        return address < R.SOCKET_SIZE ? this.registers[address]! : 0;
    }
  }

  write(address: number, octet: number): void {
    if (address >= R.SOCKET_SIZE || READ_ONLY.has(address)) return;
    if (address === R.Sn_CR) this._command(octet);
    else if (address === R.Sn_IR) {
      this.registers[R.Sn_IR]! &= ~octet;
      this.host.interruptsChanged();
    } else if (address === R.Sn_RXBUF_SIZE) this.host.receiveMemory.setSize(this.number, octet);
    else if (address === R.Sn_TXBUF_SIZE) this.host.transmitMemory.setSize(this.number, octet);
    else {
      this.registers[address] = octet;
      if (address === R.Sn_KPALVTR) this.tcp.keepalivePeriodChanged();
    }
  }

  /** Sn_TX_FSR; in TCP from what the peer has acknowledged on (page 54). */
  get free(): number {
    const from = this.protocol === R.TCP && this.tcp.live ? this.tcp.acknowledged : this.get16(R.Sn_TX_RD);
    return Math.max(0, this.host.transmitMemory.sizeOf(this.number) - ((this.get16(R.Sn_TX_WR) - from) & 0xffff));
  }

  /** Sn_RX_RSR: what RECV has not given back yet. */
  get waiting(): number {
    return (this.get16(R.Sn_RX_WR) - this._released) & 0xffff;
  }

  get roomToReceive(): number {
    return this.host.receiveMemory.sizeOf(this.number) - this.waiting;
  }

  // --- what the chip does

  fire(kind: Event): void {
    if (kind === Event.CommandTaken) this.registers[R.Sn_CR] = 0;
    else if (kind === Event.Keepalive) this.tcp.keepaliveDue();
    else this._unanswered();
  }

  interrupt(bits: number): void {
    this.registers[R.Sn_IR]! |= bits;
    this.host.interruptsChanged();
  }

  setStatus(status: number): void {
    this.registers[R.Sn_SR] = status;
  }

  close(): void {
    this.setStatus(R.SOCK_CLOSED);
    this._forget();
  }

  /** Gives up: no answer (pages 46 and 47). */
  timedOut(): void {
    this.interrupt(R.INT_TIMEOUT);
  }

  /** Whether `length` octets were put behind what waits in the receive buffer. */
  receive(...parts: Uint8Array[]): boolean {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length > this.roomToReceive) return false;
    let address = this.get16(R.Sn_RX_WR);
    for (const part of parts) {
      for (const octet of part) this.host.receiveMemory.write(this.number, address++ & 0xffff, octet);
    }
    this.set16(R.Sn_RX_WR, address & 0xffff);
    this.interrupt(R.INT_RECV);
    return true;
  }

  /** What stands in the transmit buffer from one address to another. */
  transmitData(from: number, to: number): Uint8Array {
    const data = new Uint8Array((to - from) & 0xffff);
    for (let i = 0; i < data.length; i++) {
      data[i] = this.host.transmitMemory.read(this.number, (from + i) & 0xffff);
    }
    return data;
  }

  resetPointers(): void {
    for (const pointer of [R.Sn_TX_RD, R.Sn_TX_WR, R.Sn_RX_RD, R.Sn_RX_WR]) this.set16(pointer, 0);
    this._released = 0;
  }

  /** Begins to wait for an answer: after RTR, `again`, after RCR + 1 such times `timedOut`. */
  await(doubles: boolean, again: () => void, timedOut: () => void): void {
    this._retry = { tries: 0, wait: this.host.retryTime, doubles, again, timedOut };
    this.host.simulation.after(this._events[Event.Retry]!, this._retry.wait);
  }

  get awaiting(): boolean {
    return this._retry !== null;
  }

  answered(): void {
    this._retry = null;
    this.host.simulation.cancel(this._events[Event.Retry]!);
  }

  armKeepalive(nanos: number): void {
    if (nanos > 0) this.host.simulation.after(this._events[Event.Keepalive]!, nanos);
    else this.host.simulation.cancel(this._events[Event.Keepalive]!);
  }

  route(destination: number): Route {
    const { mac, ip } = this.host;
    return {
      sourceMac: mac,
      destinationMac: this.peerMac,
      source: ip,
      destination,
      ttl: this.registers[R.Sn_TTL]!,
    };
  }

  /** Finds the MAC address for Sn_DIPR, by ARP if need be, and goes on; or times out. */
  resolve(then: () => void): void {
    const { host, destination } = this;
    const local = ((destination ^ host.ip) & host.mask) === 0;
    const ip = local || host.gateway === 0 ? destination : host.gateway;
    if (destination === BROADCAST || (host.mask !== 0 && (destination | host.mask) >>> 0 === BROADCAST)) {
      this.peerMac = BROADCAST_MAC;
      then();
    } else if (this._resolved === ip && !host.forceArp) then();
    else {
      this._resolving = { ip, then };
      host.askForMac(ip);
      this.await(
        false,
        () => host.askForMac(ip),
        () => {
          this._resolving = null;
          this.timedOut();
          if (this.protocol === R.TCP) this.close();
        },
      );
    }
  }

  arpAnswered(ip: number, mac: Uint8Array): void {
    const resolving = this._resolving;
    if (resolving?.ip !== ip) return;
    this._resolving = null;
    this.answered();
    this._resolved = ip;
    this.peerMac = mac;
    this.registers.set(mac, R.Sn_DHAR);
    resolving.then();
  }

  /** A UDP datagram for our port. @returns whether the socket took it, even if there was no room */
  datagramArrives(packet: IpPacket, datagram: UdpDatagram): boolean {
    if (this.status !== R.SOCK_UDP || datagram.destinationPort !== this.port) return false;
    if (packet.destination !== this.host.ip && this.registers[R.Sn_MR]! & R.BCASTB) return false;
    const header = new DataView(new ArrayBuffer(8));
    header.setUint32(0, packet.source);
    header.setUint16(4, datagram.sourcePort);
    header.setUint16(6, datagram.data.length);
    this.receive(new Uint8Array(header.buffer), datagram.data);
    return true;
  }

  /**
   * A frame for MACRAW: the filter. That multicasts pass MFEN unless MMB blocks them is how drivers use it; the datasheet
   * (section 4.2 at Sn_MR) speaks of our own address and broadcasts only.
   */
  frameArrives(frame: Uint8Array): void {
    if (this.status !== R.SOCK_MACRAW) return;
    const mode = this.registers[R.Sn_MR]!;
    const broadcast = frame.subarray(0, 6).every((octet) => octet === 0xff);
    const multicast = !broadcast && (frame[0]! & 1) === 1;
    const ours = this.host.mac.every((octet, i) => octet === frame[i]);
    if (mode & R.MFEN && !ours && !broadcast && !multicast) return;
    if ((mode & R.BCASTB && broadcast) || (mode & R.MMB && multicast)) return;
    if (mode & R.MIP6B && frame[12] === 0x86 && frame[13] === 0xdd) return;
    const length = frame.length + 2;
    this.receive(Uint8Array.of(length >> 8, length & 0xff), frame);
  }

  private _command(command: number): void {
    if (this.registers[R.Sn_CR] !== 0) return;
    const { commandTime, simulation } = this.host;
    if (commandTime > 0) {
      this.registers[R.Sn_CR] = command;
      if (commandTime === Infinity) return;
      simulation.after(this._events[Event.CommandTaken]!, commandTime);
    }
    if (command === R.OPEN) this._open();
    else if (command === R.CLOSE) this.close();
    else if (command === R.RECV) this._released = this.get16(R.Sn_RX_RD);
    else if (this.status === R.SOCK_MACRAW && command === R.SEND) this._sendFrame();
    else if (this.status === R.SOCK_UDP && command === R.SEND) this.resolve(() => this._sendDatagrams());
    else if (this.status === R.SOCK_UDP && command === R.SEND_MAC) {
      this.peerMac = this.registers.slice(R.Sn_DHAR, R.Sn_DHAR + 6);
      this._sendDatagrams();
    } else if (this.protocol === R.TCP) this.tcp.command(command);
    if (command === R.RECV && this.protocol === R.TCP) this.tcp.windowOpened();
  }

  /** Page 46. */
  private _open(): void {
    this._forget();
    this.resetPointers();
    if (this.protocol === R.TCP) this.setStatus(R.SOCK_INIT);
    else if (this.protocol === R.UDP) this.setStatus(R.SOCK_UDP);
    else if (this.protocol === R.MACRAW && this.number === 0) this.setStatus(R.SOCK_MACRAW);
    else this.setStatus(R.SOCK_CLOSED);
  }

  private _sendFrame(): void {
    const end = this.get16(R.Sn_TX_WR);
    const frame = this.transmitData(this.get16(R.Sn_TX_RD), end);
    this.host.transmit(
      frame.subarray(0, MACRAW_MTU),
      this._owner(() => this._sent(end)),
    );
  }

  /** Data longer than the MTU leaves in several datagrams (section 4.2 at Sn_MSSR). */
  private _sendDatagrams(): void {
    const end = this.get16(R.Sn_TX_WR);
    const data = this.transmitData(this.get16(R.Sn_TX_RD), end);
    const mtu = this.get16(R.Sn_MSSR) || UDP_MTU;
    for (let at = 0; at < data.length; at += mtu) {
      const frame = udpFrame(this.route(this.destination), {
        sourcePort: this.port,
        destinationPort: this.get16(R.Sn_DPORT),
        data: data.subarray(at, at + mtu),
      });
      const last = at + mtu >= data.length;
      this.host.transmit(
        frame,
        this._owner(() => last && this._sent(end)),
      );
    }
  }

  /** Frames are wanted as long as the socket stays open. */
  private _owner(sent: () => void): FrameOwner {
    const life = this._life;
    return { wanted: () => life === this._life, sent };
  }

  private _sent(end: number): void {
    this.set16(R.Sn_TX_RD, end);
    this.interrupt(R.INT_SENDOK);
  }

  private _unanswered(): void {
    const retry = this._retry!;
    if (retry.tries >= this.host.retryCount) {
      this._retry = null;
      retry.timedOut();
      return;
    }
    retry.tries++;
    // The time doubles as long as 16 bits hold it (section 4.1 at RCR).
    if (retry.doubles && retry.wait * 2 <= 0xffff * 100_000) retry.wait *= 2;
    this.host.simulation.after(this._events[Event.Retry]!, retry.wait);
    retry.again();
  }

  private _forget(): void {
    this._life++;
    this.answered();
    this._resolving = null;
    this._resolved = 0;
    this.tcp?.forget();
  }
}
