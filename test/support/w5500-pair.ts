import { Simulation } from "../../emulator/simulation/simulation";
import { TcpEnd, W5500TcpSocket } from "../../src/drivers/w5500/tcp-socket";
import type { TcpListener, W5500TcpSocketOptions } from "../../src/drivers/w5500/tcp-socket";
import { W5500UdpSocket } from "../../src/drivers/w5500/udp-socket";
import type { DatagramPortListener } from "../../src/ports";
import { EthernetHub } from "./ethernet-hub";
import { hex } from "./w5500-registers";
import { W5500Station } from "./w5500-station";
import type { StationOptions } from "./w5500-station";

export const LEFT = 0x0a000001;
export const RIGHT = 0x0a000002;
export const NOBODY = 0x0a000063;

const ENDS: Record<TcpEnd, string> = {
  [TcpEnd.Closed]: "closed",
  [TcpEnd.ClosedByPeer]: "closed by peer",
  [TcpEnd.Reset]: "reset",
  [TcpEnd.TimedOut]: "timed out",
  [TcpEnd.ChipLost]: "chip lost",
};

/** Two stations on a cable, 10.0.0.1 and 10.0.0.2. */
export class W5500Pair {
  readonly simulation = new Simulation();
  readonly hub = new EthernetHub(this.simulation);
  readonly left: W5500Station;
  readonly right: W5500Station;
  private readonly _made: W5500Station[] = [];

  constructor(options: StationOptions = {}) {
    this.left = this._station(LEFT, options);
    this.right = this._station(RIGHT, options);
  }

  private _station(ip: number, options: StationOptions): W5500Station {
    const address = Uint8Array.of(2, 0, 0, 0, 0, ip & 0xff);
    const station = new W5500Station(this.simulation, this.hub, { address, ip, mask: 0xffffff00 | 0, ...options });
    this._made.push(station);
    return station;
  }

  /** After the sockets were made. */
  start(): this {
    for (const station of this._made) station.start();
    return this.pass(100);
  }

  pass(milliseconds: number): this {
    for (const station of this._made) station.settle();
    this.left.pass(milliseconds);
    return this;
  }
}

export class UdpEnd implements DatagramPortListener {
  readonly socket: W5500UdpSocket;
  log: string[] = [];

  constructor(chip: W5500Station, socket: number, port: number, longest = 1472) {
    this.socket = new W5500UdpSocket({ chip: chip.driver, socket, port, longest });
    this.socket.attach(this);
  }

  datagramReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number): void {
    this.log.push(
      `${(address >>> 0).toString(16)}:${port} ${hex(bytes.subarray(start, Math.min(end, start + 8)))} (${end - start})`,
    );
  }

  datagramSent(sent: boolean, now: number): void {
    this.log.push(`${now} ${sent ? "sent" : "not sent"}`);
  }
}

export class TcpEndpoint implements TcpListener {
  readonly socket: W5500TcpSocket;
  log: string[] = [];
  readonly octets: number[] = [];

  constructor(chip: W5500Station, socket: number, options: Partial<W5500TcpSocketOptions> = {}) {
    this.socket = new W5500TcpSocket({ chip: chip.driver, socket, listener: this, ...options });
  }

  told(): string[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  connected(): void {
    this.log.push("connected");
  }

  received(bytes: Uint8Array, start: number, end: number): void {
    this.octets.push(...bytes.subarray(start, end));
  }

  sent(): void {
    this.log.push("sent");
  }

  ended(reason: TcpEnd): void {
    this.log.push(ENDS[reason]);
  }
}
