import { readInt32, readUint16, writeInt32, writeUint16 } from "../../src/wire/octets";
import { BridgeBoard } from "./bridge-board";
import { AskField, DATAGRAM_OCTETS, Op, Piece, PieceKind, RecordField, RecordKind, RequestField } from "./bridge-wire";
import type { Command, CounterSet, RouterConfig, RouterEvent, RouterOutputs } from "./contract";
import { Router } from "./router";

/** The way from a device's engine to the host. */
export interface PieceSink {
  /** {@link Bridge.piece} is full: it must have been sent, or copied, on return. */
  pieceFull(): void;
  /** A piece asks for something at once. @returns the octets of the answer */
  ask(piece: Uint8Array): Uint8Array;
}

/**
 * The device's end of the bridge to the host, where it runs on another engine: takes requests, plays them to the router
 * under test, and writes down what comes of them (see `bridge-wire.ts`). Allocates nothing once the router is made.
 *
 * Memory: three pieces, a record's head, and a counter's octets.
 */
export class Bridge implements RouterOutputs {
  /** After {@link serve}, the last piece of the response. */
  readonly piece: Uint8Array;
  readonly board: BridgeBoard;
  private readonly _sink: PieceSink;
  private readonly _transfer: Uint8Array;
  private readonly _head: Uint8Array;
  private readonly _value: Uint8Array;
  private _at = 0;
  private _router: Router | null = null;

  constructor(sink: PieceSink) {
    this._sink = sink;
    this.board = new BridgeBoard(sink);
    this.piece = new Uint8Array(Piece.Length);
    this._transfer = new Uint8Array(Piece.Length);
    this._transfer[Piece.Kind] = PieceKind.Transfer;
    this._head = new Uint8Array(RecordField.Octets);
    this._value = new Uint8Array(4);
  }

  /** Serves a request. */
  serve(request: Uint8Array): void {
    this.piece[Piece.Kind] = PieceKind.Last;
    this._at = Piece.Octets;
    try {
      const delay = this._call(request);
      this._record(RecordKind.Done, 0, 0, delay, 0, 0);
    } catch (error) {
      // eslint-disable-next-line linkpulse/no-allocation -- whatever was thrown was allocated already
      this._failed(`${error as Error}`);
    }
  }

  transfer(port: number, bytes: Uint8Array, start: number, end: number): void {
    const piece = this._transfer;
    const length = end - start;
    writeUint16(piece, AskField.Port, port);
    writeUint16(piece, AskField.Length, length);
    for (let i = 0; i < length; i++) piece[AskField.Octets + i] = bytes[start + i]!;
    const answer = this._sink.ask(piece);
    for (let i = 0; i < length; i++) bytes[start + i] = answer[i]!;
  }

  transmit(port: number, bytes: Uint8Array, start: number, end: number): void {
    this._record(RecordKind.Transmit, port, 0, 0, 0, end - start);
    this._octets(bytes, start, end);
  }

  modemLines(port: number, lines: number): void {
    this._record(RecordKind.ModemLines, port, 0, lines, 0, 0);
  }

  datagram(port: number, bytes: Uint8Array, start: number, end: number, address: number, udpPort: number): void {
    this._record(RecordKind.Datagram, port, 0, address, udpPort, end - start);
    this._octets(bytes, start, end);
  }

  print(bytes: Uint8Array, start: number, end: number): void {
    this._record(RecordKind.Print, 0, 0, 0, 0, end - start);
    this._octets(bytes, start, end);
  }

  event(port: number, event: RouterEvent, a: number, b: number): void {
    this._record(RecordKind.Event, port, event, a, b, 0);
  }

  counters(port: number, set: CounterSet, values: Int32Array): void {
    this._record(RecordKind.Counters, port, set, 0, 0, 4 * values.length);
    for (let i = 0; i < values.length; i++) {
      writeInt32(this._value, 0, values[i]!);
      this._octets(this._value, 0, 4);
    }
  }

  trace(port: number, bytes: Uint8Array, start: number, end: number): void {
    this._record(RecordKind.Trace, port, 0, 0, 0, end - start);
    this._octets(bytes, start, end);
  }

  private _call(request: Uint8Array): number {
    const op = request[RequestField.Op]! as Op;
    const port = readUint16(request, RequestField.Port);
    const now = readInt32(request, RequestField.Now);
    const value = readInt32(request, RequestField.Value);
    const start = RequestField.Payload;
    const end = request.length;
    this.board.voltage = readUint16(request, RequestField.Millivolts);
    // eslint-disable-next-line linkpulse/no-allocation -- the one call that makes the device
    if (op === Op.Boot) return this._boot(request, now);
    const router = this._router!;
    if (op === Op.Run) return router.run(now);
    if (op === Op.Receive) return router.receive(port, request, start, end, now);
    if (op === Op.OctetsSent) return router.octetsSent(port, value, now);
    if (op === Op.Start) return router.start(now);
    if (op === Op.ModemLinesChanged) return router.modemLinesChanged(port, value, now);
    if (op === Op.FramingErrors) return router.framingErrors(port, value, now);
    if (op === Op.Interrupt) return router.interrupt(port, now);
    if (op === Op.LostWhileWaking) return router.lostWhileWaking(port, value, now);
    if (op === Op.Command) return router.command(port, value as Command, now);
    if (op === Op.Typed) return router.typed(request, start, end, now);
    if (op === Op.DatagramSent) return router.datagramSent(port, value === 1, now);
    if (op === Op.DatagramReceived) {
      const udpPort = readUint16(request, start);
      return router.datagramReceived(port, request, start + DATAGRAM_OCTETS, end, value, udpPort, now);
    }
    return router.send(port, value, request, start, end, now);
  }

  /** @setup */
  private _boot(request: Uint8Array, now: number): number {
    let text = "";
    for (let i = RequestField.Payload; i < request.length; i++) text += String.fromCharCode(request[i]!);
    this._router = new Router(JSON.parse(text) as RouterConfig, this, now);
    return -1;
  }

  /** @setup */
  private _failed(text: string): void {
    this._record(RecordKind.Failed, 0, 0, 0, 0, text.length);
    for (let i = 0; i < text.length; i++) {
      this._value[0] = text.charCodeAt(i);
      this._octets(this._value, 0, 1);
    }
  }

  private _record(kind: RecordKind, port: number, code: number, a: number, b: number, length: number): void {
    const head = this._head;
    head[RecordField.Kind] = kind;
    writeUint16(head, RecordField.Port, port);
    head[RecordField.Code] = code;
    writeInt32(head, RecordField.A, a);
    writeInt32(head, RecordField.B, b);
    writeInt32(head, RecordField.Length, length);
    this._octets(head, 0, RecordField.Octets);
  }

  private _octets(bytes: Uint8Array, start: number, end: number): void {
    const piece = this.piece;
    for (let i = start; i < end; i++) {
      if (this._at === Piece.Length) {
        piece[Piece.Kind] = PieceKind.More;
        this._sink.pieceFull();
        piece[Piece.Kind] = PieceKind.Last;
        this._at = Piece.Octets;
      }
      piece[this._at++] = bytes[i]!;
    }
  }
}
