import type { DatagramPort, DatagramPortListener } from "../ports";

/** A datagram port as a runtime makes it. */
export interface PlatformDatagramPort extends DatagramPort {
  /** Says who takes what arrives, and starts to tell. */
  attach(listener: DatagramPortListener): void;
  /** Gives the socket back to the runtime. */
  close(): void;
}

/** A datagram port that is made when the network is there for the first time: before, a runtime may have no socket. */
export class LateDatagramPort implements PlatformDatagramPort {
  private readonly _make: () => PlatformDatagramPort;
  private _port: PlatformDatagramPort | null = null;
  private _listener: DatagramPortListener | null = null;

  constructor(make: () => PlatformDatagramPort) {
    this._make = make;
  }

  attach(listener: DatagramPortListener): void {
    this._listener = listener;
    if (this._port !== null) this._port.attach(listener);
  }

  /**
   * Makes the port, unless it is there.
   * @throws what the runtime throws when there is no socket to be had
   * @setup
   */
  open(): void {
    if (this._port !== null) return;
    this._port = this._make();
    if (this._listener !== null) this._port.attach(this._listener);
  }

  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    return this._port !== null && this._port.send(bytes, start, end, address, port);
  }

  close(): void {
    if (this._port !== null) this._port.close();
    this._port = null;
  }
}
