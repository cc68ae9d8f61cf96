import { Nat } from "../../emulator/network/nat";
import type { NatBehaviour } from "../../emulator/network/nat-behaviour";
import type { NatCounter } from "../../emulator/network/nat-table";
import type { PathOptions } from "../../emulator/network/path";
import { Subnet } from "../../emulator/network/subnet";
import { TunnelClient, TunnelServer } from "../../emulator/network/tunnel-ends";
import { Simulation } from "../../emulator/simulation/simulation";
import type { NatKeepaliveCounter, NatKeepaliveOptions } from "../../src/keepalive/nat-keepalive";
import { runUntil } from "./network";
import { ip } from "./slarp";

/** ms each way between the NAT and the server. */
export const LATENCY = 10;

const SERVER = ip("198.51.100.1");

/** A client with NAT keepalive, a NAT, and a server that wants to reach the client. */
export class NatTunnel {
  readonly simulation = new Simulation();
  readonly outside = new Subnet(this.simulation);
  readonly inside = new Subnet(this.simulation);
  readonly nat: Nat;
  readonly client: TunnelClient;
  readonly server: TunnelServer;

  /** @param path between client and NAT */
  constructor(
    behaviour: Partial<NatBehaviour>,
    keepalive: NatKeepaliveOptions,
    path: Partial<PathOptions> = {},
    clock = 0,
  ) {
    const { simulation, inside, outside } = this;
    const addresses = [ip("203.0.113.1")];
    this.nat = new Nat(simulation, {
      inside,
      outside,
      addresses,
      behaviour,
      path: { latency: LATENCY },
      seed: 5,
    });
    this.client = new TunnelClient(simulation, inside, ip("192.168.0.2"), keepalive, { clock, path });
    this.server = new TunnelServer(simulation, outside, SERVER, {}, {});
  }

  get now(): number {
    return this.simulation.seconds * 1000 + this.simulation.nanos / 1e6;
  }

  /** Goes on to a time, ms. */
  at(time: number): this {
    runUntil(this.simulation, time);
    return this;
  }

  start(): this {
    this.client.start(SERVER);
    return this;
  }

  /** Whether a packet that the server sends reaches the client: takes 100 ms. */
  reaches(): boolean {
    const before = this.client.packets;
    this.server.sendPacket();
    this.at(this.now + 100);
    return this.client.packets > before;
  }

  count(counter: NatCounter): number {
    return this.nat.counters[counter]!;
  }

  keepalives(counter: NatKeepaliveCounter): number {
    return this.client.keepalive.counters[counter]!;
  }
}
