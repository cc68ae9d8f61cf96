import type { FramePortListener } from "../../ports";
import { readUint16 } from "../../wire/octets";
import { W5500Counter } from "./counters";
import { Deadline } from "./deadline";
import { SocketState, Waiting } from "./socket";
import type { SocketOwner, SocketUser, W5500Socket } from "./socket";
import { SocketInterrupt, SocketMode, SocketStatus } from "./socket-registers";
import { SPI_HEADER } from "./spi-frames";

/** Octets before each frame in the receive buffer: its length, themselves included. */
const LENGTH_SIZE = 2;
/** From the destination address on to the type. */
const ETHERNET_HEADER = 14;
/** A frame without FCS must not be shorter on the wire. */
const SHORTEST_SENT = 60;
const LONGEST_SENT = 1514;
/** With a VLAN tag. */
const LONGEST_RECEIVED = 1518;
/** What is read of a frame together with its length: a short frame whole. */
const FIRST_READ = LENGTH_SIZE + SHORTEST_SENT;

/** How many frames are fetched at a time, before others have their turn. */
const FRAMES_AT_A_TIME = 16;

/** How long a frame may take to leave, ms: sixteen attempts at 10 Mbit/s, the longest back-off after each, take 400. */
const SEND_TIME = 500;

/** A frame is there as a whole or not at all; a part of one is waited for so long, ms. */
const PART_TIME = 10;

const enum Sending {
  Nothing,
  /** The frame is in the chip's buffer; the command must wait for the one before it. */
  Filled,
  Commanded,
}

/**
 * Ethernet frames through socket 0 in MACRAW mode (W5500 datasheet v1.0.9, section 4.2 at Sn_MR).
 *
 * Memory: 3037 octets.
 */
export class FrameSocket implements SocketUser {
  readonly socket: W5500Socket;
  listener: FramePortListener | null = null;
  private readonly _chip: SocketOwner;
  private readonly _counters: Int32Array;
  private readonly _mode: number;
  private readonly _received: Uint8Array;
  private readonly _toSend: Uint8Array;
  private readonly _sendTime: Deadline;
  private readonly _partTime: Deadline;
  private _sending: Sending = Sending.Nothing;
  /** Rises whenever the chip is lost or ready: what a listener did meanwhile shows in it. */
  private _life = 0;
  /** More may wait than was handed on. */
  private _more = false;

  constructor(chip: SocketOwner, kilobytes: number, multicast: boolean) {
    this._chip = chip;
    this._counters = chip.counters;
    this._mode = SocketMode.MacRaw | SocketMode.MFEN | (multicast ? 0 : SocketMode.MMB);
    this._received = new Uint8Array(SPI_HEADER + LENGTH_SIZE + LONGEST_RECEIVED);
    this._toSend = new Uint8Array(SPI_HEADER + LONGEST_SENT);
    this._sendTime = new Deadline();
    this._partTime = new Deadline();
    this.socket = chip.claim(this, 0, kilobytes);
  }

  get ready(): boolean {
    return this.listener === null || this.socket.state === SocketState.Open;
  }

  chipReady(): void {
    this._life = (this._life + 1) | 0;
    this._more = false;
    if (this.listener !== null) this.socket.open(this._mode, 0, SocketStatus.MacRaw);
  }

  chipLost(now: number): void {
    this._life = (this._life + 1) | 0;
    this._sent(false, now);
  }

  /** A frame that has not left would wait in the chip until the link is back. */
  linkLost(now: number): void {
    if (this._sending !== Sending.Nothing) this._giveUp(now);
  }

  send(bytes: Uint8Array, start: number, end: number): boolean {
    const socket = this.socket;
    const length = end - start;
    if (this._sending !== Sending.Nothing || socket.state !== SocketState.Open || !this._chip.linkUp) return false;
    if (length < ETHERNET_HEADER || length > LONGEST_SENT) return false;
    const frame = this._toSend;
    for (let i = 0; i < length; i++) frame[SPI_HEADER + i] = bytes[start + i]!;
    let padded = length;
    for (; padded < SHORTEST_SENT; padded++) frame[SPI_HEADER + padded] = 0;
    socket.fill(frame, SPI_HEADER, padded);
    this._sending = Sending.Filled;
    this._submit();
    this._chip.wakeSoon();
    return true;
  }

  serve(flagged: boolean, now: number): boolean {
    const socket = this.socket;
    if (this.listener === null) return false;
    if (!socket.progress(now)) return true;
    this._submit();
    if (flagged || this._more || this._sending !== Sending.Nothing) {
      const life = this._life;
      const interrupts = socket.takeInterrupts();
      if (socket.status !== SocketStatus.MacRaw) {
        this._giveUp(now);
        return true;
      }
      if ((interrupts & SocketInterrupt.SENDOK) !== 0) this._sent(true, now);
      else if (this._sending !== Sending.Nothing && this._sendTime.passed(SEND_TIME, now)) this._giveUp(now);
      if (life !== this._life || socket.state !== SocketState.Open) return true;
    }
    if (flagged || this._more) this._more = this._receive(now);
    return this._more || this._sending !== Sending.Nothing;
  }

  /** @returns whether there may be more */
  private _receive(now: number): boolean {
    const socket = this.socket;
    const bytes = this._received;
    const life = this._life;
    for (let i = 0; i < FRAMES_AT_A_TIME; i++) {
      if (!socket.isFree()) return true;
      const waiting = socket.waiting();
      if (waiting === Waiting.Unsettled) return true;
      if (waiting >= 0 && waiting < LENGTH_SIZE + ETHERNET_HEADER) {
        if (waiting === 0) this._partTime.begin();
        else if (this._partTime.passed(PART_TIME, now)) this._giveUp(now);
        return waiting > 0;
      }
      this._partTime.begin();
      const length = waiting < 0 ? 0 : this._readFrame(waiting);
      if (length === 0) {
        this._giveUp(now);
        return true;
      }
      socket.release(LENGTH_SIZE + length);
      socket.proveWell();
      this._counters[W5500Counter.FramesReceived]!++;
      this.listener!.frameReceived(bytes, SPI_HEADER + LENGTH_SIZE, SPI_HEADER + LENGTH_SIZE + length, now);
      if (life !== this._life) return true;
    }
    return true;
  }

  /** @returns how long the frame is that was read, 0 if its length can't be true */
  private _readFrame(waiting: number): number {
    const bytes = this._received;
    const first = waiting < FIRST_READ ? waiting : FIRST_READ;
    this.socket.peek(0, bytes, SPI_HEADER, first);
    const whole = readUint16(bytes, SPI_HEADER);
    if (whole < LENGTH_SIZE + ETHERNET_HEADER || whole > LENGTH_SIZE + LONGEST_RECEIVED || whole > waiting) {
      this._counters[W5500Counter.BadLengths]!++;
      return 0;
    }
    if (whole > first) this.socket.peek(first, bytes, SPI_HEADER + first, whole - first);
    return whole - LENGTH_SIZE;
  }

  private _submit(): void {
    if (this._sending !== Sending.Filled || !this.socket.isFree()) return;
    this.socket.submit();
    this._sending = Sending.Commanded;
    this._sendTime.begin();
  }

  /** What the socket holds makes no sense, or does not leave: it begins anew. */
  private _giveUp(now: number): void {
    this.socket.reopen();
    this._sent(false, now);
  }

  private _sent(sent: boolean, now: number): void {
    if (this._sending === Sending.Nothing) return;
    this._sending = Sending.Nothing;
    if (sent) this.socket.proveWell();
    this._counters[sent ? W5500Counter.FramesSent : W5500Counter.FramesNotSent]!++;
    this.listener!.frameSent(sent, now);
  }
}
