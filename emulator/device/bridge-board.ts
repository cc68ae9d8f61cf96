import { I2cResult } from "../../src/ports";
import type { I2cBus, SupplyMonitor } from "../../src/ports";
import { writeUint16 } from "../../src/wire/octets";
import type { PieceSink } from "./bridge";
import { AskField, Piece, PieceKind } from "./bridge-wire";
import { I2C_LONGEST } from "./router-power";
import type { Board } from "./router-power";

/** The octet in front of a transaction's. */
const HEAD = 1;

/** The board of a router that knows of its supply, which is emulated at the other end of the bridge: transactions wait for it. */
export class BridgeBoard implements Board, I2cBus, SupplyMonitor {
  readonly bus: I2cBus;
  readonly supply: SupplyMonitor;
  readonly longest: number;
  /** As of the call that is under way, mV. */
  voltage = 0;
  private readonly _sink: PieceSink;
  private readonly _piece: Uint8Array;
  private _result: I2cResult;

  constructor(sink: PieceSink) {
    this.bus = this;
    this.supply = this;
    this.longest = I2C_LONGEST;
    this._sink = sink;
    this._piece = new Uint8Array(Piece.Length);
    this._result = I2cResult.Done;
  }

  begin(address: number, bytes: Uint8Array, start: number, middle: number, end: number): I2cResult {
    const piece = this._piece;
    const octets = AskField.Octets + HEAD;
    piece[AskField.Octets] = middle - start;
    for (let i = start; i < end; i++) piece[octets + i - start] = bytes[i]!;
    const answer = this._ask(PieceKind.I2c, address, HEAD + end - start);
    for (let i = middle; i < end; i++) bytes[i] = answer[HEAD + i - start]!;
    this._result = answer[0]! as I2cResult;
    return this._result;
  }

  poll(): I2cResult {
    return this._result;
  }

  recover(): I2cResult {
    this._result = this._ask(PieceKind.I2cRecover, 0, HEAD)[0]! as I2cResult;
    return this._result;
  }

  millivolts(): number {
    return this.voltage;
  }

  private _ask(kind: PieceKind, port: number, length: number): Uint8Array {
    const piece = this._piece;
    piece[Piece.Kind] = kind;
    writeUint16(piece, AskField.Port, port);
    writeUint16(piece, AskField.Length, length);
    return this._sink.ask(piece);
  }
}
