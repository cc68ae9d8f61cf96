import { integerOption } from "../../options";
import { Deadline } from "./deadline";
import { SocketState, Waiting } from "./socket";
import type { SocketOwner, SocketUser, W5500Socket } from "./socket";
import { SocketCommand, SocketInterrupt, SocketMode, SocketStatus } from "./socket-registers";
import { SPI_HEADER } from "./spi-frames";

export const enum TcpState {
  Closed,
  /** The chip opens the socket. */
  Opening,
  Listening,
  Connecting,
  Established,
  /** We said farewell to the peer, or it did to us. */
  Closing,
}

/** Why a connection, or the attempt to make one, is over. */
export const enum TcpEnd {
  /** We closed it. */
  Closed,
  /** The peer closed it. */
  ClosedByPeer,
  /** The peer refused it, or answered with RST: it knows nothing of the connection. */
  Reset,
  /** No answer: to the connection request, to data, or to keepalives. */
  TimedOut,
  /** The chip was stopped or is in trouble. */
  ChipLost,
}

/** Told what happens to a connection. The methods may call anything on the socket. */
export interface TcpListener {
  connected(now: number): void;
  /** Octets `[start, end)` came in, valid during the call only. */
  received(bytes: Uint8Array, start: number, end: number, now: number): void;
  /** The peer has what was sent; more can be. */
  sent(now: number): void;
  /** It is over; `listen` and `connect` may be called again. */
  ended(reason: TcpEnd, now: number): void;
}

export interface W5500TcpSocketOptions {
  chip: SocketOwner;
  /** Which of the chip's sockets, 1 to 7. */
  socket: number;
  listener: TcpListener;
  /**
   * Period of the keepalives that the chip sends itself: whole multiples of 5000 ms up to 1275000; 0, the default, for
   * none: then {@link W5500TcpSocket.sendKeepalive} sends them.
   */
  keepalive?: number;
  /** The most octets that are sent or handed on at a time, 1 to 1460. Default 512. */
  longest?: number;
  /** The socket's share of the chip's buffers: 1, 2, 4, 8 or 16 KB. Default 2. */
  kilobytes?: number;
}

/** The unit of Sn_KPALVTR, ms (W5500 datasheet v1.0.9, page 57). */
const KEEPALIVE_UNIT = 5000;

/** What is given beyond the time after which the chip itself should have given up, ms. */
const GRACE = 1000;

const READS_AT_A_TIME = 16;

/**
 * A TCP connection at a time through one of the chip's sockets, with the chip's own TCP and keepalives (W5500 datasheet
 * v1.0.9, pages 46 to 57).
 *
 * The chip's keepalives have limits of their own: they come in steps of 5 s, no more often; the first is sent only after
 * data has gone one way or the other ({@link keepaliveWorks}); and with a period set, the chip ignores the command that
 * sends one by hand (page 57). A peer that does not answer is given up after the retransmissions that RTR and RCR allow.
 *
 * Memory: 6 octets and twice the most octets at a time.
 */
export class W5500TcpSocket implements SocketUser {
  readonly socket: W5500Socket;
  state: TcpState = TcpState.Closed;
  /** Whether data has gone one way or the other: before that the chip sends no keepalive. */
  keepaliveWorks = false;
  private readonly _chip: SocketOwner;
  private readonly _listener: TcpListener;
  private readonly _keepalive: number;
  private readonly _longest: number;
  private readonly _received: Uint8Array;
  private readonly _toSend: Uint8Array;
  private readonly _deadline: Deadline;
  private _chipReady = false;
  private _listens = false;
  private _address = 0;
  private _port = 0;
  private _sending = false;
  private _submitDue = false;
  /** More may wait than was handed on. */
  private _more = false;
  private _closeDue = false;
  private _end: TcpEnd = TcpEnd.Closed;
  private _life = 0;

  constructor(options: W5500TcpSocketOptions) {
    this._chip = options.chip;
    this._listener = options.listener;
    const keepalive = integerOption("W5500 TCP: keepalive", options.keepalive, 0, 0, 255 * KEEPALIVE_UNIT, " ms");
    if (keepalive % KEEPALIVE_UNIT !== 0) {
      throw new RangeError(`W5500 TCP: keepalive is ${keepalive}: it must be a multiple of ${KEEPALIVE_UNIT} ms`);
    }
    this._keepalive = keepalive / KEEPALIVE_UNIT;
    this._longest = integerOption("W5500 TCP: longest piece", options.longest, 512, 1, 1460, " octets");
    this._received = new Uint8Array(SPI_HEADER + this._longest);
    this._toSend = new Uint8Array(SPI_HEADER + this._longest);
    this._deadline = new Deadline();
    this.socket = options.chip.claim(this, options.socket, options.kilobytes === undefined ? 2 : options.kilobytes);
  }

  get ready(): boolean {
    return true;
  }

  /** Waits for a peer that connects to `port`. @returns false if the socket is in use, or the chip can't be used now */
  listen(port: number): boolean {
    this._listens = true;
    return this._open(port);
  }

  /**
   * Connects from `localPort` to `port` of an IPv4 address, as int32.
   * @returns false if the socket is in use, or the chip can't be used now
   */
  connect(address: number, port: number, localPort: number): boolean {
    this._listens = false;
    this._address = address;
    this._port = port;
    return this._open(localPort);
  }

  /** Takes octets to send, as many as fit. @returns how many; 0 if there is no connection, or `sent` was not told yet */
  send(bytes: Uint8Array, start: number, end: number): number {
    if (this.state !== TcpState.Established || this._sending || this._closeDue) return 0;
    const room = this.socket.room();
    let count = end - start;
    if (count > this._longest) count = this._longest;
    if (count > room) count = room;
    if (count <= 0) return 0;
    for (let i = 0; i < count; i++) this._toSend[SPI_HEADER + i] = bytes[start + i]!;
    this.socket.fill(this._toSend, SPI_HEADER, count);
    this._sending = true;
    this._submitDue = true;
    this._submit();
    this._chip.wakeSoon();
    return count;
  }

  /**
   * Sends one keepalive (SEND_KEEP). An answer tells nothing; without one, `ended` follows.
   * @returns whether the chip was told to: not without a connection, nor before {@link keepaliveWorks}, nor where the chip
   * sends keepalives itself, nor while it is busy
   */
  sendKeepalive(): boolean {
    const works = this.state === TcpState.Established && this._keepalive === 0 && this.keepaliveWorks;
    if (!works || this._submitDue || this._closeDue || !this.socket.isFree()) return false;
    this.socket.command(SocketCommand.SendKeep);
    this._chip.wakeSoon();
    return true;
  }

  /** Closes the connection, or gives up waiting for one; `ended` follows. */
  close(): void {
    if (this.state === TcpState.Closed || this.state === TcpState.Closing) return;
    this._end = TcpEnd.Closed;
    this._closeDue = true;
    this._chip.wakeSoon();
  }

  chipReady(): void {
    this._life = (this._life + 1) | 0;
    this._chipReady = true;
  }

  chipLost(now: number): void {
    this._life = (this._life + 1) | 0;
    this._chipReady = false;
    if (this.state !== TcpState.Closed) this._ended(TcpEnd.ChipLost, now);
  }

  /** TCP has its own patience. */
  linkLost(): void {}

  serve(flagged: boolean, now: number): boolean {
    const socket = this.socket;
    const free = socket.progress(now);
    if (this.state === TcpState.Closing && socket.state === SocketState.Closed) this._ended(this._end, now);
    if (this.state === TcpState.Closed) return socket.state !== SocketState.Closed;
    if (!free) return true;
    if (this.state === TcpState.Opening) {
      this._begin();
      return true;
    }
    this._submit();
    if (this._closeDue && socket.isFree()) {
      this._closeDue = false;
      this._sayFarewell();
      return true;
    }
    // No interrupt tells of an RST, nor that the last FIN was answered.
    const changing = this.state === TcpState.Connecting || this.state === TcpState.Closing;
    if (flagged || this._more || changing) this._attend(now);
    return this._more || this._submitDue || this._closeDue;
  }

  private _open(port: number): boolean {
    if (!this._chipReady || this.state !== TcpState.Closed || this.socket.state !== SocketState.Closed) return false;
    this.state = TcpState.Opening;
    this.keepaliveWorks = false;
    this._sending = false;
    this._submitDue = false;
    this._more = false;
    this._closeDue = false;
    this.socket.open(SocketMode.Tcp, port, SocketStatus.Init);
    this._chip.wakeSoon();
    return true;
  }

  /** The socket is open: waits for the peer, or calls it. */
  private _begin(): void {
    this.socket.setKeepalive(this._keepalive);
    this._deadline.begin();
    if (this._listens) {
      this.socket.command(SocketCommand.Listen);
      this.state = TcpState.Listening;
    } else {
      this.socket.setDestination(this._address, this._port);
      this.socket.command(SocketCommand.Connect);
      this.state = TcpState.Connecting;
    }
  }

  private _sayFarewell(): void {
    if (this.state !== TcpState.Established) {
      this._abort(this._end);
      return;
    }
    this.socket.command(SocketCommand.Disconnect);
    this.state = TcpState.Closing;
    this._deadline.begin();
  }

  /** Frees the socket without a word to the peer. */
  private _abort(end: TcpEnd): void {
    this._end = end;
    this.state = TcpState.Closing;
    this.socket.close();
    this._chip.wakeSoon();
  }

  /** Looks what became of the connection. */
  private _attend(now: number): void {
    const socket = this.socket;
    const life = this._life;
    const interrupts = socket.takeInterrupts();
    const status = socket.status;
    const standing = status === SocketStatus.Established || status === SocketStatus.CloseWait;
    if (status === SocketStatus.Closed) {
      socket.forget();
      if ((interrupts & SocketInterrupt.TIMEOUT) !== 0) this._ended(TcpEnd.TimedOut, now);
      else this._ended(this.state === TcpState.Closing ? this._end : TcpEnd.Reset, now);
      return;
    }
    if (this.state === TcpState.Connecting || this.state === TcpState.Closing) {
      const patience = this._chip.tcpTime + this._chip.arpTime + GRACE;
      if (!(standing && this.state === TcpState.Connecting) && this._deadline.passed(patience, now)) {
        this._abort(TcpEnd.TimedOut);
        return;
      }
    }
    if (standing && (this.state === TcpState.Listening || this.state === TcpState.Connecting)) {
      socket.readPointers();
      this.state = TcpState.Established;
      this._listener.connected(now);
      if (life !== this._life) return;
    }
    if (this.state !== TcpState.Established) return;
    if ((interrupts & SocketInterrupt.SENDOK) !== 0 && this._sending) {
      this._sending = false;
      this.keepaliveWorks = true;
      this._listener.sent(now);
      if (life !== this._life) return;
    }
    this._more = this._receive(now);
    if (this._more || life !== this._life) return;
    if (status === SocketStatus.CloseWait && this.state === TcpState.Established) {
      this._end = TcpEnd.ClosedByPeer;
      this._closeDue = true;
      this._chip.wakeSoon();
    }
  }

  /** @returns whether there may be more */
  private _receive(now: number): boolean {
    const socket = this.socket;
    const life = this._life;
    for (let i = 0; i < READS_AT_A_TIME; i++) {
      if (!socket.isFree()) return true;
      let count = socket.waiting();
      if (count === Waiting.Unsettled) return true;
      if (count === Waiting.Impossible) {
        this._abort(TcpEnd.ChipLost);
        return false;
      }
      if (count === 0) return false;
      if (count > this._longest) count = this._longest;
      socket.peek(0, this._received, SPI_HEADER, count);
      socket.release(count);
      this.keepaliveWorks = true;
      this._listener.received(this._received, SPI_HEADER, SPI_HEADER + count, now);
      if (life !== this._life || this.state !== TcpState.Established) return false;
    }
    return true;
  }

  private _submit(): void {
    if (!this._submitDue || !this.socket.isFree()) return;
    this._submitDue = false;
    this.socket.submit();
  }

  private _ended(reason: TcpEnd, now: number): void {
    this.state = TcpState.Closed;
    this._listener.ended(reason, now);
  }
}
