import { Chance } from "../serial/chance";
import type { Simulation } from "../simulation/simulation";
import type { Datagram } from "./datagram";
import { DelayLine } from "./delay-line";
import type { Network, NetworkPort, NetworkStation, Told } from "./network";
import { Path } from "./path";
import type { PathOptions } from "./path";

/** What a {@link Subnet} counts; an index into {@link Subnet.counters}. */
export const enum SubnetCounter {
  /** Datagrams that were handed on to a station. */
  Delivered,
  /** Datagrams to nobody here, with no gateway to take them. */
  NoRoute,
  Size,
}

/** A station's link to a subnet: a path of its own each way. */
export class SubnetPort implements NetworkPort {
  linkUp = true;
  /** From the station, and to it. */
  readonly up: Path;
  readonly down: Path;
  addresses: readonly number[];
  private readonly _left: DelayLine<() => void | Promise<void>>;

  constructor(subnet: Subnet, station: NetworkStation, addresses: readonly number[], path: Partial<PathOptions>) {
    const { simulation, chance } = subnet;
    this.addresses = addresses;
    this.up = new Path(simulation, chance, path, (datagram) => subnet.forward(this, datagram));
    this.down = new Path(simulation, chance, path, (datagram) => {
      if (this.linkUp) return station.datagramArrives(datagram);
    });
    this._left = new DelayLine(simulation, (tell) => tell());
  }

  transmit(datagram: Datagram, done?: Told): void {
    const sent = this.linkUp;
    if (sent) this.up.carry(datagram);
    if (done !== undefined) this._left.add(() => done(sent), 0);
  }

  setPath(changes: Partial<PathOptions>): void {
    Object.assign(this.up.options, changes);
    Object.assign(this.down.options, changes);
  }
}

/**
 * An IPv4 subnet, or a whole internet as seen from its edge: a datagram goes to the station that has its destination
 * address, else to the gateway.
 */
export class Subnet implements Network {
  readonly simulation: Simulation;
  readonly chance: Chance;
  /** Indexed by {@link SubnetCounter}. */
  readonly counters = new Float64Array(SubnetCounter.Size);
  /** Told of every datagram that a station has brought here, wherever it goes. */
  onDatagram: (datagram: Datagram) => void = () => {};
  private readonly _stations = new Map<number, SubnetPort>();
  private _gateway: SubnetPort | null = null;

  constructor(simulation: Simulation, seed = 1) {
    this.simulation = simulation;
    this.chance = new Chance(seed);
  }

  plug(station: NetworkStation, addresses: readonly number[], path: Partial<PathOptions> = {}): SubnetPort {
    const port = new SubnetPort(this, station, [], path);
    this.setAddresses(port, addresses);
    return port;
  }

  /** Gives a station other addresses. */
  setAddresses(port: SubnetPort, addresses: readonly number[]): void {
    const taken = addresses.find((address) => (this._stations.get(address) ?? port) !== port);
    if (taken !== undefined) throw new Error(`the address ${dotted(taken)} is taken on this subnet`);
    for (const address of port.addresses) this._stations.delete(address);
    for (const address of addresses) this._stations.set(address, port);
    port.addresses = addresses;
  }

  setGateway(port: SubnetPort): void {
    this._gateway = port;
  }

  /** Brings a datagram from one station to the next. */
  forward(from: SubnetPort, datagram: Datagram): void {
    this.onDatagram(datagram);
    const to = this._stations.get(datagram.destination) ?? this._gateway;
    if (to === null || to === from) this.counters[SubnetCounter.NoRoute]!++;
    else {
      this.counters[SubnetCounter.Delivered]!++;
      to.down.carry(datagram);
    }
  }
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
