import { checkedInteger, integerOption } from "../../options";
import type { DatagramPort, DatagramPortListener } from "../../ports";
import { readInt32, readUint16 } from "../../wire/octets";
import { W5500Counter } from "./counters";
import { Deadline } from "./deadline";
import { SocketState, Waiting } from "./socket";
import type { SocketOwner, SocketUser, W5500Socket } from "./socket";
import { SocketInterrupt, SocketMode, SocketStatus } from "./socket-registers";
import { SPI_HEADER } from "./spi-frames";

export interface W5500UdpSocketOptions {
  chip: SocketOwner;
  /** Which of the chip's sockets, 1 to 7. */
  socket: number;
  /** Our port, 1 to 65535. */
  port: number;
  /** The longest datagram, 1 to 1472 octets. Default 1472. */
  longest?: number;
  /** The socket's share of the chip's buffers: 1, 2, 4, 8 or 16 KB. Default 2. */
  kilobytes?: number;
}

/** Before each datagram in the receive buffer: address 4, port 2, size 2. */
const HEADER_SIZE = 8;
const LONGEST = 1472;
const DATAGRAMS_AT_A_TIME = 16;

/** What is given beyond the time after which the chip itself should have given up, ms. */
const GRACE = 1000;

/** A datagram is there as a whole or not at all; a part of one is waited for so long, ms. */
const PART_TIME = 10;

/**
 * UDP through one of the chip's sockets: the chip does ARP, IP and checksums itself (W5500 datasheet v1.0.9,
 * section 4.2). A datagram to an address that no station answers for is told as not sent, after RTR * (RCR + 1).
 *
 * Memory: 14 octets and twice the longest datagram.
 */
export class W5500UdpSocket implements DatagramPort, SocketUser {
  readonly socket: W5500Socket;
  private readonly _chip: SocketOwner;
  private readonly _counters: Int32Array;
  private readonly _port: number;
  private readonly _longest: number;
  private readonly _received: Uint8Array;
  private readonly _toSend: Uint8Array;
  private readonly _sendTime: Deadline;
  private readonly _partTime: Deadline;
  private _listener: DatagramPortListener | null = null;
  private _sending = false;
  private _submitDue = false;
  private _life = 0;
  /** More may wait than was handed on. */
  private _more = false;

  constructor(options: W5500UdpSocketOptions) {
    this._chip = options.chip;
    this._counters = options.chip.counters;
    this._port = checkedInteger("W5500 UDP: port", options.port, 1, 65535, "");
    this._longest = integerOption("W5500 UDP: longest datagram", options.longest, LONGEST, 1, LONGEST, " octets");
    this._received = new Uint8Array(SPI_HEADER + HEADER_SIZE + this._longest);
    this._toSend = new Uint8Array(SPI_HEADER + this._longest);
    this._sendTime = new Deadline();
    this._partTime = new Deadline();
    this.socket = options.chip.claim(this, options.socket, options.kilobytes === undefined ? 2 : options.kilobytes);
  }

  attach(listener: DatagramPortListener): void {
    this._listener = listener;
  }

  get ready(): boolean {
    return this.socket.state === SocketState.Open;
  }

  chipReady(): void {
    this._life = (this._life + 1) | 0;
    this._more = false;
    this.socket.open(SocketMode.Udp, this._port, SocketStatus.Udp);
  }

  chipLost(now: number): void {
    this._life = (this._life + 1) | 0;
    this._sent(false, now);
  }

  linkLost(now: number): void {
    if (this._sending) this._giveUp(now);
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    const socket = this.socket;
    const length = end - start;
    if (this._sending || socket.state !== SocketState.Open || !this._chip.linkUp) return false;
    if (length < 1 || length > this._longest) return false;
    for (let i = 0; i < length; i++) this._toSend[SPI_HEADER + i] = bytes[start + i]!;
    socket.setDestination(address, port);
    socket.fill(this._toSend, SPI_HEADER, length);
    this._sending = true;
    this._submitDue = true;
    this._submit();
    this._chip.wakeSoon();
    return true;
  }

  serve(flagged: boolean, now: number): boolean {
    const socket = this.socket;
    if (!socket.progress(now)) return socket.state !== SocketState.Closed;
    this._submit();
    if (!flagged && !this._more) return this._submitDue;
    const life = this._life;
    const interrupts = socket.takeInterrupts();
    if (socket.status !== SocketStatus.Udp) {
      this._giveUp(now);
      return true;
    }
    if ((interrupts & SocketInterrupt.SENDOK) !== 0) this._sent(true, now);
    else if ((interrupts & SocketInterrupt.TIMEOUT) !== 0) this._sent(false, now);
    else if (this._sending && this._sendTime.passed(this._chip.arpTime + GRACE, now)) this._giveUp(now);
    if (life !== this._life || socket.state !== SocketState.Open) return true;
    this._more = this._receive(now);
    return this._more || this._submitDue;
  }

  /** @returns whether there may be more */
  private _receive(now: number): boolean {
    const socket = this.socket;
    const bytes = this._received;
    const life = this._life;
    for (let i = 0; i < DATAGRAMS_AT_A_TIME; i++) {
      if (!socket.isFree()) return true;
      const waiting = socket.waiting();
      if (waiting === Waiting.Unsettled) return true;
      if (waiting >= 0 && waiting < HEADER_SIZE) {
        if (waiting === 0) this._partTime.begin();
        else if (this._partTime.passed(PART_TIME, now)) this._giveUp(now);
        return waiting > 0;
      }
      this._partTime.begin();
      const length = waiting < 0 ? -1 : this._readDatagram(waiting);
      if (length < 0) {
        this._giveUp(now);
        return true;
      }
      const address = readInt32(bytes, SPI_HEADER);
      const port = readUint16(bytes, SPI_HEADER + 4);
      socket.release(HEADER_SIZE + length);
      socket.proveWell();
      if (length > this._longest) {
        this._counters[W5500Counter.DatagramsTooLong]!++;
      } else {
        this._counters[W5500Counter.DatagramsReceived]!++;
        const start = SPI_HEADER + HEADER_SIZE;
        if (this._listener !== null) {
          this._listener.datagramReceived(bytes, start, start + length, address, port, now);
        }
        if (life !== this._life) return true;
      }
    }
    return true;
  }

  /** @returns how long the datagram is that was read, unless it is too long for us; -1 if its size can't be true */
  private _readDatagram(waiting: number): number {
    const bytes = this._received;
    this.socket.peek(0, bytes, SPI_HEADER, HEADER_SIZE);
    const length = readUint16(bytes, SPI_HEADER + 6);
    if (HEADER_SIZE + length > waiting) {
      this._counters[W5500Counter.BadLengths]!++;
      return -1;
    }
    if (length <= this._longest) this.socket.peek(HEADER_SIZE, bytes, SPI_HEADER + HEADER_SIZE, length);
    return length;
  }

  private _submit(): void {
    if (!this._submitDue || !this.socket.isFree()) return;
    this._submitDue = false;
    this.socket.submit();
    this._sendTime.begin();
  }

  private _giveUp(now: number): void {
    this.socket.reopen();
    this._sent(false, now);
  }

  private _sent(sent: boolean, now: number): void {
    if (!this._sending) return;
    this._sending = false;
    this._submitDue = false;
    if (sent) this.socket.proveWell();
    this._counters[sent ? W5500Counter.DatagramsSent : W5500Counter.DatagramsNotSent]!++;
    if (this._listener !== null) this._listener.datagramSent(sent, now);
  }
}
