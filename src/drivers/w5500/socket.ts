import { W5500Counter } from "./counters";
import { Deadline } from "./deadline";
import { SocketCommand, SocketInterrupt, SocketRegister, SocketStatus } from "./socket-registers";
import { Block } from "./spi-frames";
import type { W5500Spi } from "./spi-frames";

/** How long the chip may take for a command, and for the state that the command leads to, ms. */
const COMMAND_TIME = 100;

/** How often a socket is opened anew in a row, with nothing good in between, before the whole chip is reset. */
const MOST_REOPENED = 3;

/** What {@link W5500Socket.waiting} says besides a size. */
export const enum Waiting {
  /** The size did not stand still. */
  Unsettled = -1,
  /** The size can't be true. */
  Impossible = -2,
}

export const enum SocketState {
  Closed,
  Closing,
  Opening,
  Open,
}

/** What runs on one of the sockets, as the chip's driver calls it. */
export interface SocketUser {
  readonly socket: W5500Socket;
  /** Whether the socket does what this wants of it. */
  readonly ready: boolean;
  /** The chip is set up. */
  chipReady(now: number): void;
  /** The chip was stopped or is in trouble: what was under way is lost. */
  chipLost(now: number): void;
  /** The link is gone. */
  linkLost(now: number): void;
  /**
   * Goes on with what is under way; `flagged` says that there may be interrupts to take.
   * @returns whether to be called again soon, instead of at the next interrupt or poll
   */
  serve(flagged: boolean, now: number): boolean;
}

/** The chip, as what runs on a socket knows it. */
export interface SocketOwner {
  /** Whether the chip works and its link is there. */
  readonly linkUp: boolean;
  readonly counters: Int32Array;
  /** How long the chip may ask for a MAC address before it gives up, ms. */
  readonly arpTime: number;
  /** How long it may wait for an answer from a TCP peer before it gives up, ms. */
  readonly tcpTime: number;
  /** Takes a socket for `user`, with buffers of `kilobytes`. @throws RangeError when it can't be had @setup */
  claim(user: SocketUser, number: number, kilobytes: number): W5500Socket;
  /** Something was begun: `serve` is to be called soon. */
  wakeSoon(): void;
}

/**
 * One of the chip's sockets: commands with their deadlines, the two buffers and their pointers.
 *
 * The pointers are read once, when a socket opens, and counted here from then on; sizes are believed only as far as they
 * fit the buffer.
 */
export class W5500Socket {
  readonly number: number;
  /** The size of each of its two buffers, octets. */
  readonly size: number;
  state: SocketState = SocketState.Closed;
  /** What Sn_SR said when it was read last. */
  status: number = SocketStatus.Closed;
  /** The chip does not do what it was told. */
  stuck = false;
  private readonly _spi: W5500Spi;
  private readonly _counters: Int32Array;
  private readonly _registers: number;
  private readonly _deadline: Deadline;
  private _commanded = false;
  private _mode = 0;
  private _port = 0;
  private _openStatus = 0;
  private _reopens = false;
  /** The command that closes must wait for the one before it. */
  private _closeDue = false;
  private _reopened = 0;
  private _readPointer = 0;
  private _writePointer = 0;

  constructor(spi: W5500Spi, counters: Int32Array, number: number, size: number) {
    this._spi = spi;
    this._counters = counters;
    this.number = number;
    this.size = size;
    this._registers = number * 4 + Block.Socket;
    this._deadline = new Deadline();
  }

  /** The chip was reset, or is gone: nothing of what the socket was told holds any more. */
  forget(): void {
    this.state = SocketState.Closed;
    this.status = SocketStatus.Closed;
    this.stuck = false;
    this._commanded = false;
    this._closeDue = false;
  }

  /** Opens the closed socket; `status` is what Sn_SR becomes. */
  open(mode: number, port: number, status: number): void {
    this._mode = mode;
    this._port = port;
    this._openStatus = status;
    this._open();
  }

  /** Closes the socket and opens it again: what is in its buffers is lost. */
  reopen(): void {
    this._counters[W5500Counter.Reopened]!++;
    if (++this._reopened > MOST_REOPENED) this.stuck = true;
    this._reopens = true;
    this._close();
  }

  close(): void {
    this._reopens = false;
    this._close();
  }

  /** Something good came from the socket: trouble before it no longer counts. */
  proveWell(): void {
    this._reopened = 0;
  }

  /** Goes on with what was begun. @returns whether the socket is open and free for a command */
  progress(now: number): boolean {
    if (!this._free(now)) return false;
    if (this.state === SocketState.Open) return true;
    if (this.state === SocketState.Closed) return false;
    if (this._closeDue) {
      this._close();
      return false;
    }
    this.status = this._spi.read8(this._registers, SocketRegister.SR);
    if (this.state === SocketState.Opening && this.status === this._openStatus) {
      this.state = SocketState.Open;
      this.readPointers();
      return true;
    }
    if (this.state === SocketState.Closing && this.status === SocketStatus.Closed) {
      this.state = SocketState.Closed;
      if (this._reopens) this._open();
    } else if (this._deadline.passed(COMMAND_TIME, now)) {
      this.stuck = true;
    }
    return false;
  }

  /** Whether a command can be given now: looks whether the one before has been taken (page 46). */
  isFree(): boolean {
    if (this._commanded && this._spi.read8(this._registers, SocketRegister.CR) === 0) {
      this._commanded = false;
      this._deadline.begin();
    }
    return !this._commanded;
  }

  /** To be called only while {@link isFree}. */
  command(command: SocketCommand): void {
    this._spi.write8(this._registers, SocketRegister.CR, command);
    this._commanded = true;
    this._deadline.begin();
  }

  /** Reads the status, and takes the interrupts: what is read is cleared. @returns {@link SocketInterrupt} bits */
  takeInterrupts(): number {
    const both = this._spi.read16(this._registers, SocketRegister.IR);
    this.status = both & 0xff;
    const interrupts = (both >> 8) & SocketInterrupt.All;
    if (interrupts !== 0) this._spi.write8(this._registers, SocketRegister.IR, interrupts);
    return interrupts;
  }

  /** A TCP connection has pointers of its own: they are set when it is made (pages 54 and 55). */
  readPointers(): void {
    this._writePointer = this._spi.read16(this._registers, SocketRegister.TX_WR);
    this._readPointer = this._spi.read16(this._registers, SocketRegister.RX_RD);
  }

  /** How many octets wait in the receive buffer, or a {@link Waiting}. */
  waiting(): number {
    const size = this._spi.readSettled(this._registers, SocketRegister.RX_RSR);
    if (size <= this.size) return size;
    this._counters[W5500Counter.BadLengths]!++;
    return Waiting.Impossible;
  }

  /** How many octets the transmit buffer has room for; 0 if there is no telling, or it can't be true. */
  room(): number {
    const size = this._spi.readSettled(this._registers, SocketRegister.TX_FSR);
    if (size <= this.size) return size < 0 ? 0 : size;
    this._counters[W5500Counter.BadLengths]!++;
    return 0;
  }

  /** Reads what waits, from `offset` octets behind the first on; see {@link W5500Spi.read}. */
  peek(offset: number, bytes: Uint8Array, at: number, length: number): void {
    const address = (this._readPointer + offset) & 0xffff;
    this._spi.read(this._registers + Block.Receive - Block.Socket, address, bytes, at, length);
  }

  /** Gives back the first `length` octets of the receive buffer; to be called only while {@link isFree}. */
  release(length: number): void {
    this._readPointer = (this._readPointer + length) & 0xffff;
    this._spi.write16(this._registers, SocketRegister.RX_RD, this._readPointer);
    this.command(SocketCommand.Receive);
  }

  /** Where the next datagrams, or the connection, go to: an IPv4 address as int32, and a port. */
  setDestination(address: number, port: number): void {
    this._spi.writeDestination(this._registers, address, port);
  }

  /** The period of automatic TCP keepalives, in 5 s; 0 for none. */
  setKeepalive(period: number): void {
    this._spi.write8(this._registers, SocketRegister.KPALVTR, period);
  }

  /** Puts octets into the transmit buffer, behind what is there; see {@link W5500Spi.write}. */
  fill(bytes: Uint8Array, at: number, length: number): void {
    this._spi.write(this._registers + Block.Transmit - Block.Socket, this._writePointer, bytes, at, length);
    this._writePointer = (this._writePointer + length) & 0xffff;
  }

  /** Sends what the transmit buffer was filled with; to be called only while {@link isFree}. */
  submit(): void {
    this._spi.write16(this._registers, SocketRegister.TX_WR, this._writePointer);
    this.command(SocketCommand.Send);
  }

  private _open(): void {
    this._spi.write8(this._registers, SocketRegister.MR, this._mode);
    this._spi.write16(this._registers, SocketRegister.PORT, this._port);
    this.command(SocketCommand.Open);
    this.state = SocketState.Opening;
  }

  private _close(): void {
    this.state = SocketState.Closing;
    this._closeDue = !this.isFree();
    if (!this._closeDue) this.command(SocketCommand.Close);
  }

  private _free(now: number): boolean {
    if (this.isFree()) return true;
    if (this._deadline.passed(COMMAND_TIME, now)) this.stuck = true;
    return false;
  }
}
