import { readInt32, readUint16, writeInt32, writeUint16 } from "../../src/wire/octets";
import {
  AskField,
  DATAGRAM_OCTETS,
  Op,
  Piece,
  PieceKind,
  RecordField,
  RecordKind,
  RequestField,
} from "../device/bridge-wire";
import type { Command, CounterSet, Device, RouterConfig, RouterEvent, RouterOutputs } from "../device/contract";
import type { Engine } from "./engine";

/** A way to the device program on another engine. */
export interface Channel {
  /**
   * Sends a request, and hands on every piece that comes, with whose answer the device goes on if there is one; kept when
   * the last has come.
   */
  request(octets: Uint8Array, piece: (octets: Uint8Array) => Uint8Array | null): Promise<void>;
  /** Ends the engine. */
  close(): Promise<void>;
}

const NO_OCTETS = new Uint8Array(0);

/** Each device on an engine of its own, which ends with it. */
export function remoteEngine(open: () => Promise<Channel>): Engine {
  return async (config, outputs, now) => {
    const channel = await open();
    try {
      const device = await RemoteDevice.boot(channel, config, outputs, now);
      return { device, close: () => channel.close() };
    } catch (error) {
      await channel.close();
      throw error;
    }
  };
}

/**
 * A device on another engine (see `bridge-wire.ts`). What the device did during a call is played to `outputs` when its
 * response has come: time stands still until then, so that nobody can tell. What it asks for happens at once.
 */
export class RemoteDevice implements Device {
  private readonly _channel: Channel;
  private readonly _outputs: RouterOutputs;
  private _response = new Uint8Array(16 * Piece.Length);
  private _length = 0;

  private constructor(channel: Channel, outputs: RouterOutputs) {
    this._channel = channel;
    this._outputs = outputs;
  }

  /** Makes the device. @throws RangeError when an option is out of its range, as on this engine */
  static async boot(
    channel: Channel,
    config: RouterConfig,
    outputs: RouterOutputs,
    now: number,
  ): Promise<RemoteDevice> {
    const device = new RemoteDevice(channel, outputs);
    const text = JSON.stringify(config).replace(/[^\x20-\x7e]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
    try {
      await device._call(Op.Boot, 0, now, 0, Buffer.from(text, "latin1"));
    } catch (error) {
      // Espruino has no RangeError.
      const refused = /^(?:Range)?Error: (.*)/.exec((error as Error).message);
      throw refused ? new RangeError(refused[1]) : error;
    }
    return device;
  }

  start(now: number): Promise<number> {
    return this._call(Op.Start, 0, now, 0, NO_OCTETS);
  }

  receive(port: number, bytes: Uint8Array, start: number, end: number, now: number): Promise<number> {
    return this._call(Op.Receive, port, now, 0, bytes.subarray(start, end));
  }

  octetsSent(port: number, octets: number, now: number): Promise<number> {
    return this._call(Op.OctetsSent, port, now, octets, NO_OCTETS);
  }

  modemLinesChanged(port: number, lines: number, now: number): Promise<number> {
    return this._call(Op.ModemLinesChanged, port, now, lines, NO_OCTETS);
  }

  framingErrors(port: number, octets: number, now: number): Promise<number> {
    return this._call(Op.FramingErrors, port, now, octets, NO_OCTETS);
  }

  interrupt(port: number, now: number): Promise<number> {
    return this._call(Op.Interrupt, port, now, 0, NO_OCTETS);
  }

  lostWhileWaking(port: number, octets: number, now: number): Promise<number> {
    return this._call(Op.LostWhileWaking, port, now, octets, NO_OCTETS);
  }

  datagramReceived(
    port: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    address: number,
    udpPort: number,
    now: number,
  ): Promise<number> {
    const payload = new Uint8Array(DATAGRAM_OCTETS + end - start);
    writeUint16(payload, 0, udpPort);
    payload.set(bytes.subarray(start, end), DATAGRAM_OCTETS);
    return this._call(Op.DatagramReceived, port, now, address, payload);
  }

  datagramSent(port: number, sent: boolean, now: number): Promise<number> {
    return this._call(Op.DatagramSent, port, now, sent ? 1 : 0, NO_OCTETS);
  }

  command(port: number, command: Command, now: number): Promise<number> {
    return this._call(Op.Command, port, now, command, NO_OCTETS);
  }

  send(port: number, protocol: number, bytes: Uint8Array, start: number, end: number, now: number): Promise<number> {
    return this._call(Op.Send, port, now, protocol, bytes.subarray(start, end));
  }

  typed(bytes: Uint8Array, start: number, end: number, now: number): Promise<number> {
    return this._call(Op.Typed, 0, now, 0, bytes.subarray(start, end));
  }

  run(now: number): Promise<number> {
    return this._call(Op.Run, 0, now, 0, NO_OCTETS);
  }

  private async _call(op: Op, port: number, now: number, value: number, payload: Uint8Array): Promise<number> {
    const request = new Uint8Array(RequestField.Payload + payload.length);
    request[RequestField.Op] = op;
    writeUint16(request, RequestField.Port, port);
    writeInt32(request, RequestField.Now, now);
    writeInt32(request, RequestField.Value, value);
    const board = this._outputs.board;
    if (board !== undefined) writeUint16(request, RequestField.Millivolts, board.supply.millivolts());
    request.set(payload, RequestField.Payload);
    this._length = 0;
    await this._channel.request(request, (piece) => this._take(piece));
    return this._play();
  }

  private _take(piece: Uint8Array): Uint8Array | null {
    const kind = piece[Piece.Kind]! as PieceKind;
    if (kind === PieceKind.Last || kind === PieceKind.More) {
      this._keep(piece);
      return null;
    }
    const answer = piece.subarray(AskField.Octets, AskField.Octets + readUint16(piece, AskField.Length));
    this._answer(kind, readUint16(piece, AskField.Port), answer);
    return answer;
  }

  /** Puts the answer in the place of what was asked. */
  private _answer(kind: PieceKind, port: number, octets: Uint8Array): void {
    if (kind === PieceKind.Transfer) {
      this._outputs.transfer(port, octets, 0, octets.length);
      return;
    }
    const { bus } = this._outputs.board!;
    if (kind === PieceKind.I2cRecover) octets[0] = bus.recover();
    else octets[0] = bus.begin(port, octets, 1, 1 + octets[0]!, octets.length);
  }

  private _keep(piece: Uint8Array): void {
    const octets = piece.subarray(Piece.Octets);
    if (this._length + octets.length > this._response.length) {
      const longer = new Uint8Array(2 * this._response.length);
      longer.set(this._response);
      this._response = longer;
    }
    this._response.set(octets, this._length);
    this._length += octets.length;
  }

  /** Plays the response to the outputs; returns the delay that the call returned. */
  private _play(): number {
    const response = this._response;
    for (let at = 0; ;) {
      const start = at + RecordField.Octets;
      const end = start + readInt32(response, at + RecordField.Length);
      const port = readUint16(response, at + RecordField.Port);
      const a = readInt32(response, at + RecordField.A);
      const b = readInt32(response, at + RecordField.B);
      switch (response[at]! as RecordKind) {
        case RecordKind.Done:
          return a;
        case RecordKind.Transmit:
          this._outputs.transmit(port, response, start, end);
          break;
        case RecordKind.ModemLines:
          this._outputs.modemLines(port, a);
          break;
        case RecordKind.Print:
          this._outputs.print(response, start, end);
          break;
        case RecordKind.Event:
          this._outputs.event(port, response[at + RecordField.Code]! as RouterEvent, a, b);
          break;
        case RecordKind.Counters:
          this._outputs.counters(port, response[at + RecordField.Code]! as CounterSet, int32s(response, start, end));
          break;
        case RecordKind.Trace:
          this._outputs.trace(port, response, start, end);
          break;
        case RecordKind.Datagram:
          this._outputs.datagram(port, response, start, end, a, b);
          break;
        case RecordKind.Failed:
          throw new Error(Buffer.from(response.subarray(start, end)).toString("latin1"));
      }
      at = end;
    }
  }
}

function int32s(bytes: Uint8Array, start: number, end: number): Int32Array {
  return Int32Array.from({ length: (end - start) / 4 }, (_, i) => readInt32(bytes, start + 4 * i));
}
