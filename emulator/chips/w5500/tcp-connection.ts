import { ACK, FIN, PSH, RST, SYN, tcpFrame } from "./packets";
import type { IpPacket, TcpSegment } from "./packets";
import * as R from "./registers";
import type { ChipSocket } from "./socket";

const TCP_MTU = 1460;

/** The unit of Sn_KPALVTR, ns (page 57). */
const KEEPALIVE_UNIT = 5_000_000_000;

/** Sequence numbers wrap: which is the later. */
const isBefore = (a: number, b: number) => ((a - b) | 0) < 0;

/**
 * The chip's TCP, as much of it as a host can tell: one connection, segments in order, retransmission by RTR and RCR,
 * keepalives. No congestion control; what arrives out of order is dropped and comes again.
 */
export class TcpConnection {
  /** Whether there are sequence numbers: a SYN was sent. */
  live = false;
  /** Sn_TX pointer up to which the peer has acknowledged. */
  acknowledged = 0;
  private readonly _socket: ChipSocket;
  private _initial = 0;
  /** The first sequence number that was not acknowledged, and the next to send. */
  private _unacknowledged = 0;
  private _next = 0;
  private _expected = 0;
  private _peerWindow = 0;
  private _mss = TCP_MTU;
  private _peerPort = 0;
  private _peer = 0;
  /** Data has gone one way or the other: keepalives work (page 57). */
  private _moved = false;
  private _sending = false;
  private _finSent = false;
  private _finWanted = false;
  private _window = 0;

  constructor(socket: ChipSocket) {
    this._socket = socket;
  }

  forget(): void {
    this.live = false;
    this._moved = false;
    this._sending = false;
    this._finSent = false;
    this._finWanted = false;
    this._socket.armKeepalive(0);
  }

  command(command: number): void {
    const socket = this._socket;
    if (command === R.LISTEN && socket.status === R.SOCK_INIT) socket.setStatus(R.SOCK_LISTEN);
    else if (command === R.CONNECT && socket.status === R.SOCK_INIT) {
      socket.setStatus(R.SOCK_SYNSENT);
      socket.resolve(() => this._connect());
    } else if (command === R.SEND && this._established) this._send();
    else if (command === R.DISCON && this._established) {
      this._finWanted = true;
      socket.setStatus(socket.status === R.SOCK_CLOSE_WAIT ? R.SOCK_LAST_ACK : R.SOCK_FIN_WAIT);
      this._pump();
    } else if (command === R.SEND_KEEP && this._established && socket.registers[R.Sn_KPALVTR] === 0) this._probe();
  }

  keepalivePeriodChanged(): void {
    if (this._established && this._moved) this._armKeepalive();
  }

  keepaliveDue(): void {
    if (!this._established) return;
    this._probe();
    this._armKeepalive();
  }

  /** RECV made room: a peer that was told of none waits for that. */
  windowOpened(): void {
    if (this._established && this._window < this._mss && this._socket.roomToReceive >= this._mss) this._emit(ACK);
  }

  /** Whether the segment is for this connection, or makes it. */
  segmentArrives(packet: IpPacket, segment: TcpSegment): boolean {
    const socket = this._socket;
    if (segment.destinationPort !== socket.port || socket.protocol !== R.TCP) return false;
    if (socket.status === R.SOCK_LISTEN) {
      if ((segment.flags & (SYN | ACK | RST)) !== SYN) return false;
      this._accept(packet, segment);
      return true;
    }
    if (!this.live || packet.source !== this._peer || segment.sourcePort !== this._peerPort) return false;
    if (segment.flags & RST) {
      const acceptable = socket.status !== R.SOCK_SYNSENT || segment.acknowledgement === this._next;
      if (acceptable) socket.close();
    } else if (socket.status === R.SOCK_SYNSENT) this._answered(segment);
    else this._take(segment);
    return true;
  }

  private get _established(): boolean {
    return this._socket.status === R.SOCK_ESTABLISHED || this._socket.status === R.SOCK_CLOSE_WAIT;
  }

  private _begin(peer: number, port: number): void {
    const { simulation } = this._socket.host;
    // RFC 9293 section 3.4.1: a number that rises by one every 4 µs.
    this._initial = (simulation.seconds * 250_000 + Math.floor(simulation.nanos / 4000)) >>> 0;
    this._unacknowledged = this._initial;
    this._next = (this._initial + 1) >>> 0;
    this._peer = peer;
    this._peerPort = port;
    this._mss = this._socket.get16(R.Sn_MSSR) || TCP_MTU;
    this._peerWindow = 0;
    this.live = true;
  }

  private _connect(): void {
    this._begin(this._socket.destination, this._socket.get16(R.Sn_DPORT));
    this._emit(SYN);
    this._await(() => this._emit(SYN));
  }

  private _accept(packet: IpPacket, segment: TcpSegment): void {
    const socket = this._socket;
    socket.set16(R.Sn_DIPR, packet.source >>> 16);
    socket.set16(R.Sn_DIPR + 2, packet.source & 0xffff);
    socket.set16(R.Sn_DPORT, segment.sourcePort);
    socket.peerMac = packet.sourceMac;
    this._begin(packet.source, segment.sourcePort);
    this._meet(segment);
    socket.setStatus(R.SOCK_SYNRECV);
    this._emit(SYN | ACK);
    this._await(() => this._emit(SYN | ACK));
  }

  private _meet(segment: TcpSegment): void {
    this._expected = (segment.sequence + 1) >>> 0;
    if (segment.mss > 0) this._mss = Math.min(this._mss, segment.mss);
    this._peerWindow = segment.window;
  }

  /** The answer to our SYN. */
  private _answered(segment: TcpSegment): void {
    if ((segment.flags & (SYN | ACK)) !== (SYN | ACK) || segment.acknowledgement !== this._next) return;
    this._meet(segment);
    this._establish();
    this._emit(ACK);
  }

  /** The pointers are set anew (pages 54 and 55). */
  private _establish(): void {
    const socket = this._socket;
    socket.answered();
    this._unacknowledged = this._next;
    socket.resetPointers();
    this.acknowledged = 0;
    socket.setStatus(R.SOCK_ESTABLISHED);
    socket.interrupt(R.INT_CON);
  }

  private _take(segment: TcpSegment): void {
    const socket = this._socket;
    if (segment.flags & ACK) {
      if (socket.status === R.SOCK_SYNRECV && segment.acknowledgement === this._next) this._establish();
      this._takeAcknowledgement(segment);
      if (!this.live) return;
    }
    if (segment.flags & SYN) {
      this._emit(ACK);
      return;
    }
    if (segment.sequence !== this._expected) {
      // A keepalive, or something that came already or too early: say what we expect.
      if (segment.data.length > 0 || segment.flags & FIN || isBefore(segment.sequence, this._expected)) this._emit(ACK);
      return;
    }
    if (segment.data.length > 0) {
      if (socket.receive(segment.data)) {
        this._expected = (this._expected + segment.data.length) >>> 0;
        this._dataMoved();
      }
      this._emit(ACK);
    }
    const whole = segment.sequence + segment.data.length;
    if (segment.flags & FIN && this._expected === whole >>> 0) this._takeFin();
  }

  private _takeAcknowledgement(segment: TcpSegment): void {
    const socket = this._socket;
    const { acknowledgement } = segment;
    if (isBefore(this._next, acknowledgement) || isBefore(acknowledgement, this._unacknowledged)) return;
    this._peerWindow = segment.window;
    if (acknowledgement !== this._unacknowledged) {
      const finAcknowledged = this._finSent && acknowledgement === this._next;
      const count = (acknowledgement - this._unacknowledged - (finAcknowledged ? 1 : 0)) | 0;
      this.acknowledged = (this.acknowledged + count) & 0xffff;
      this._unacknowledged = acknowledgement;
      if (count > 0) this._dataMoved();
    }
    if (this._unacknowledged === this._next) socket.answered();
    else this._await(() => this._repeat());
    if (this._sending && this.acknowledged === socket.get16(R.Sn_TX_WR)) {
      this._sending = false;
      socket.interrupt(R.INT_SENDOK);
    }
    if (this._finSent && this._unacknowledged === this._next && socket.status === R.SOCK_LAST_ACK) socket.close();
    else this._pump();
  }

  private _takeFin(): void {
    const socket = this._socket;
    this._expected = (this._expected + 1) >>> 0;
    this._emit(ACK);
    socket.interrupt(R.INT_DISCON);
    if (socket.status === R.SOCK_ESTABLISHED) socket.setStatus(R.SOCK_CLOSE_WAIT);
    else if (socket.status === R.SOCK_FIN_WAIT) {
      if (this._unacknowledged === this._next) socket.close();
      else socket.setStatus(R.SOCK_LAST_ACK);
    }
  }

  private _send(): void {
    this._sending = true;
    if (this._socket.get16(R.Sn_TX_WR) === this.acknowledged) {
      this._sending = false;
      this._socket.interrupt(R.INT_SENDOK);
    }
    this._pump();
  }

  /** Sends what the peer's window has room for, and the FIN behind it. */
  private _pump(): void {
    const socket = this._socket;
    if (!this.live) return;
    const end = socket.get16(R.Sn_TX_WR);
    const before = this._next;
    while (this._sending) {
      const from = socket.get16(R.Sn_TX_RD);
      const inFlight = (this._next - this._unacknowledged) >>> 0;
      const count = Math.min((end - from) & 0xffff, this._mss, this._peerWindow - inFlight);
      if (count <= 0) break;
      this._emit(ACK | PSH, this._next, socket.transmitData(from, (from + count) & 0xffff));
      this._next = (this._next + count) >>> 0;
      socket.set16(R.Sn_TX_RD, (from + count) & 0xffff);
    }
    if (this._finWanted && !this._finSent && socket.get16(R.Sn_TX_RD) === end) {
      this._finSent = true;
      this._emit(FIN | ACK);
      this._next = (this._next + 1) >>> 0;
    }
    if (this._next !== before) this._await(() => this._repeat());
  }

  /** Everything that was not acknowledged once more. */
  private _repeat(): void {
    const socket = this._socket;
    const end = socket.get16(R.Sn_TX_RD);
    let sequence = this._unacknowledged;
    for (let from = this.acknowledged; from !== end;) {
      const count = Math.min((end - from) & 0xffff, this._mss);
      this._emit(ACK | PSH, sequence, socket.transmitData(from, (from + count) & 0xffff));
      from = (from + count) & 0xffff;
      sequence = (sequence + count) >>> 0;
    }
    if (this._finSent) this._emit(FIN | ACK, sequence);
  }

  /** A keepalive: one octet that the peer has had already (pages 47 and 57). */
  private _probe(): void {
    if (!this._moved || this._socket.awaiting) return;
    const send = () => this._emit(ACK, (this._next - 1) >>> 0, new Uint8Array(1));
    send();
    this._await(send);
  }

  private _dataMoved(): void {
    this._moved = true;
    this._armKeepalive();
  }

  private _armKeepalive(): void {
    this._socket.armKeepalive(this._socket.registers[R.Sn_KPALVTR]! * KEEPALIVE_UNIT);
  }

  private _await(again: () => void): void {
    const socket = this._socket;
    socket.await(true, again, () => {
      socket.close();
      socket.timedOut();
    });
  }

  private _emit(flags: number, sequence = this._next, data: Uint8Array = new Uint8Array(0)): void {
    const socket = this._socket;
    this._window = socket.roomToReceive;
    const frame = tcpFrame(socket.route(this._peer), {
      sourcePort: socket.port,
      destinationPort: this._peerPort,
      sequence: flags & SYN ? this._initial : sequence,
      acknowledgement: flags & ACK ? this._expected : 0,
      flags,
      window: this._window,
      mss: flags & SYN ? this._mss : 0,
      data,
    });
    socket.host.transmit(frame);
  }
}
