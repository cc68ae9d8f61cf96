import { createSocket } from "node:dgram";
import type { RemoteInfo, Socket } from "node:dgram";
import { integerOption } from "../../options";
import type { DatagramPort, DatagramPortListener } from "../../ports";
import type { RunLoop } from "../../scheduler/run-loop";
import { AddressText } from "../address-text";

export interface NodeDatagramOptions {
  /** Our port, 0 to 65535. Default 0: a free one. */
  port?: number;
  /** Our IPv4 address. Default `0.0.0.0`: all of this machine's. */
  address?: string;
  /** Told when the port can't be opened, or fails. Without it such an error is thrown. */
  onError?: (error: Error) => void;
}

/** The longest datagram that fits into an IPv4 packet, octets. */
const LONGEST = 65507;

/**
 * A UDP socket of Node's `dgram`, IPv4. It opens on its own.
 *
 * Node allocates for each datagram its length and, measured with Node 20, 0.8 KB when sending, 0.4 KB when receiving.
 */
export class NodeDatagramPort implements DatagramPort {
  private readonly _socket: Socket;
  private readonly _loop: RunLoop;
  private readonly _onError: ((error: Error) => void) | undefined;
  private readonly _destination = new AddressText();
  private readonly _source = new AddressText();
  private _listener: DatagramPortListener | null = null;
  private _sending = false;
  private _closed = false;

  /** @throws RangeError when an option is out of its range */
  constructor(options: NodeDatagramOptions, loop: RunLoop) {
    this._loop = loop;
    this._onError = options.onError;
    const port = integerOption("UDP: port", options.port, 0, 0, 65535, "");
    // Addresses are numbers already: no name is asked for.
    const lookup = (address: string, _family: unknown, found: (error: null, address: string, family: number) => void) =>
      found(null, address, 4);
    this._socket = createSocket({ type: "udp4", lookup: lookup as never });
    this._socket.on("message", (bytes, from) => this._received(bytes, from));
    this._socket.on("error", (error) => this._failed(error));
    this._socket.bind(port, options.address);
  }

  /** The port that the socket has, 0 while it has none. */
  get localPort(): number {
    try {
      return this._socket.address().port;
    } catch {
      return 0;
    }
  }

  attach(listener: DatagramPortListener): void {
    this._listener = listener;
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    if (this._sending || this._closed || end - start > LONGEST) return false;
    this._sending = true;
    // A copy, since Node sends later and the caller's buffer may change at once.
    this._socket.send(Buffer.from(bytes.subarray(start, end)), port, this._destination.textOf(address), this._sent);
    return true;
  }

  close(): void {
    if (this._closed) return;
    this._closed = true;
    this._listener = null;
    this._socket.close();
  }

  private _received(bytes: Uint8Array, from: RemoteInfo): void {
    if (this._listener === null) return;
    const address = this._source.addressOf(from.address);
    this._listener.datagramReceived(bytes, 0, bytes.length, address, from.port, this._loop.now());
    this._loop.update();
  }

  private readonly _sent = (error: Error | null) => {
    this._sending = false;
    if (this._listener === null) return;
    this._listener.datagramSent(error === null, this._loop.now());
    this._loop.update();
  };

  private _failed(error: Error): void {
    if (this._closed) return;
    if (this._onError === undefined) throw error;
    this._onError(error);
  }
}
