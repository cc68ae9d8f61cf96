import type { DatagramPort, DatagramPortListener } from "../../src/ports";
import { FIRST_HOPS, LONGEST_PAYLOAD } from "./datagram";
import type { Datagram } from "./datagram";
import type { Host } from "./host";

/** A UDP socket of an emulated host. */
export class UdpSocket implements DatagramPort {
  readonly localPort: number;
  private readonly _host: Host;
  private _listener: DatagramPortListener | null = null;
  private _sending = false;
  private _closed = false;

  constructor(host: Host, localPort: number) {
    this._host = host;
    this.localPort = localPort;
  }

  attach(listener: DatagramPortListener): void {
    this._listener = listener;
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    const host = this._host;
    if (this._sending || this._closed || end - start > LONGEST_PAYLOAD || !host.port.linkUp) return false;
    this._sending = true;
    const datagram: Datagram = {
      source: host.address,
      sourcePort: this.localPort,
      destination: address,
      destinationPort: port,
      payload: bytes.slice(start, end),
      hops: FIRST_HOPS,
    };
    host.port.transmit(datagram, (sent) => this._sent(sent));
    return true;
  }

  close(): void {
    if (this._closed) return;
    this._closed = true;
    this._host.closed(this.localPort);
  }

  receive({ payload, source, sourcePort }: Datagram): void {
    const { loop } = this._host;
    if (this._listener === null) return;
    this._listener.datagramReceived(payload, 0, payload.length, source, sourcePort, loop.now());
    loop.update();
  }

  private _sent(sent: boolean): void {
    const { loop } = this._host;
    this._sending = false;
    if (this._listener === null || this._closed) return;
    this._listener.datagramSent(sent, loop.now());
    loop.update();
  }
}
