import { CommonRegister, PhyBit, VERSION } from "../../src/drivers/w5500/common-registers";
import { SocketCommand, SocketInterrupt, SocketRegister, SocketStatus } from "../../src/drivers/w5500/socket-registers";
import { Block, SPI_HEADER } from "../../src/drivers/w5500/spi-frames";
import type { SpiBus } from "../../src/ports";
import { ADDRESS_LENGTH, checkCtp, CtpKind, forwardCtp, LEAST_FRAME } from "../../src/wire/ctp";
import { readUint16, writeUint16 } from "../../src/wire/octets";

const enum Control {
  Write = 0x04,
  BlockShift = 3,
}

/** Both buffers, for all that they are said to be longer. */
const MEMORY = 0x800;
/** Before a received frame stands its length, itself included. */
const LENGTH_SIZE = 2;

/**
 * As much of a W5500 as its driver asks of frames on socket 0, without time and without allocation: what is sent to a loop
 * server is answered at once. For measuring the driver, not for testing it.
 */
export class SoakW5500 implements SpiBus {
  readonly longest = 255;
  octets = 0;
  private readonly _common: Uint8Array;
  private readonly _socket: Uint8Array;
  private readonly _toSend: Uint8Array;
  private readonly _received: Uint8Array;
  private readonly _frame: Uint8Array;
  private readonly _server: Uint8Array;
  private _linked = true;

  constructor() {
    this._common = new Uint8Array(0x40);
    this._socket = new Uint8Array(0x30);
    this._toSend = new Uint8Array(MEMORY);
    this._received = new Uint8Array(MEMORY);
    this._frame = new Uint8Array(LEAST_FRAME);
    this._server = new Uint8Array(ADDRESS_LENGTH);
    this._server[0] = 0x02;
    this._server[5] = 0x5e;
    this.reset();
  }

  reset(): void {
    this._common.fill(0);
    this._socket.fill(0);
    this._common[CommonRegister.VERSIONR] = VERSION;
  }

  setLink(up: boolean): void {
    this._linked = up;
  }

  transfer(bytes: Uint8Array, start: number, end: number): void {
    const block = bytes[start + 2]! >> Control.BlockShift;
    const writes = (bytes[start + 2]! & Control.Write) !== 0;
    let address = readUint16(bytes, start);
    this.octets += end - start;
    for (let i = start + SPI_HEADER; i < end; i++) {
      if (writes) this._write(block, address, bytes[i]!);
      else bytes[i] = this._read(block, address);
      address++;
    }
  }

  private _read(block: number, address: number): number {
    switch (block) {
      case Block.Common:
        if (address === CommonRegister.SIR) return this._socket[SocketRegister.IR] === 0 ? 0 : 1;
        if (address === CommonRegister.PHYCFGR) return PhyBit.RST | (this._linked ? PhyBit.LNK : 0);
        return this._common[address]!;
      case Block.Socket:
        return this._socket[address]!;
      case Block.Receive:
        return this._received[address % MEMORY]!;
      default:
        return 0;
    }
  }

  private _write(block: number, address: number, octet: number): void {
    if (block === Block.Transmit) this._toSend[address % MEMORY] = octet;
    else if (block === Block.Common) {
      // A reset is over at once.
      if (address === CommonRegister.MR) this.reset();
      else if (address !== CommonRegister.VERSIONR) this._common[address] = octet;
    } else if (block === Block.Socket) {
      if (address === SocketRegister.IR) this._socket[SocketRegister.IR]! &= ~octet;
      else if (address === SocketRegister.CR) this._command(octet);
      else this._socket[address] = octet;
    }
  }

  private _command(command: number): void {
    const socket = this._socket;
    if (command === SocketCommand.Open) socket[SocketRegister.SR] = SocketStatus.MacRaw;
    else if (command === SocketCommand.Close) socket[SocketRegister.SR] = SocketStatus.Closed;
    else if (command === SocketCommand.Receive) this._count();
    else if (command === SocketCommand.Send) this._send();
  }

  private _send(): void {
    const socket = this._socket;
    const frame = this._frame;
    const from = readUint16(socket, SocketRegister.TX_RD);
    const end = readUint16(socket, SocketRegister.TX_WR);
    writeUint16(socket, SocketRegister.TX_RD, end);
    socket[SocketRegister.IR]! |= SocketInterrupt.SENDOK;
    if (((end - from) & 0xffff) !== LEAST_FRAME) return;
    for (let i = 0; i < LEAST_FRAME; i++) frame[i] = this._toSend[(from + i) % MEMORY]!;
    if (checkCtp(frame, 0, LEAST_FRAME) !== CtpKind.Forward) return;
    forwardCtp(frame, 0, this._server);
    this._receive();
  }

  private _receive(): void {
    const at = readUint16(this._socket, SocketRegister.RX_WR);
    this._received[at % MEMORY] = 0;
    this._received[(at + 1) % MEMORY] = LENGTH_SIZE + LEAST_FRAME;
    for (let i = 0; i < LEAST_FRAME; i++) this._received[(at + LENGTH_SIZE + i) % MEMORY] = this._frame[i]!;
    writeUint16(this._socket, SocketRegister.RX_WR, (at + LENGTH_SIZE + LEAST_FRAME) & 0xffff);
    this._count();
  }

  /** What waits in the receive buffer. */
  private _count(): void {
    const socket = this._socket;
    const waiting = (readUint16(socket, SocketRegister.RX_WR) - readUint16(socket, SocketRegister.RX_RD)) & 0xffff;
    writeUint16(socket, SocketRegister.RX_RSR, waiting);
    if (waiting > 0) socket[SocketRegister.IR]! |= SocketInterrupt.RECV;
  }
}
