import { Chance } from "../serial/chance";
import type { Simulation } from "../simulation/simulation";
import type { Datagram } from "./datagram";
import { RFC_4787 } from "./nat-behaviour";
import type { NatBehaviour } from "./nat-behaviour";
import type { Mapping } from "./nat-mapping";
import { NatCounter, NatTable } from "./nat-table";
import type { PathOptions } from "./path";
import type { Subnet, SubnetPort } from "./subnet";
import { virtualTime } from "./virtual-time";

export interface NatOptions {
  inside: Subnet;
  outside: Subnet;
  /** Its addresses outside, one or more. */
  addresses: readonly number[];
  /** How it differs from what RFC 4787 asks for. */
  behaviour?: Partial<NatBehaviour>;
  /** The path between it and the outside. */
  path?: Partial<PathOptions>;
  seed?: number;
}

/**
 * A NAT for UDP between two subnets, the gateway of the inside one. Another NAT may be the gateway of its outside: a
 * carrier-grade chain.
 */
export class Nat {
  readonly behaviour: NatBehaviour;
  /** Indexed by {@link NatCounter}. */
  readonly counters = new Float64Array(NatCounter.Size);
  private readonly _simulation: Simulation;
  private readonly _table: NatTable;
  private readonly _inside: SubnetPort;
  private readonly _outside: SubnetPort;
  private readonly _outsideSubnet: Subnet;
  /** Until when it reboots, virtual ms. */
  private _downUntil = 0;

  constructor(simulation: Simulation, options: NatOptions) {
    this.behaviour = { ...RFC_4787, ...options.behaviour };
    this._simulation = simulation;
    this._table = new NatTable(this.behaviour, new Chance(options.seed ?? 1), this.counters);
    this._outsideSubnet = options.outside;
    this._inside = options.inside.plug({ datagramArrives: (datagram) => this._fromInside(datagram) }, []);
    options.inside.setGateway(this._inside);
    this._outside = options.outside.plug(
      { datagramArrives: (datagram) => this._fromOutside(datagram) },
      options.addresses,
      options.path,
    );
  }

  /** How many mappings there are. */
  get mappings(): number {
    this._table.sweep(virtualTime(this._simulation));
    return this._table.size;
  }

  /** Loses its table, and drops everything for `time` ms. */
  reboot(time = 0): void {
    this.counters[NatCounter.Reboots]!++;
    this._table.clear();
    this._downUntil = virtualTime(this._simulation) + time;
  }

  /** Gets other outside addresses, as from DHCP; mappings of the old ones are gone. */
  setAddresses(addresses: readonly number[]): void {
    this._table.clear();
    this._outsideSubnet.setAddresses(this._outside, addresses);
  }

  /** Changes the path between it and the outside. */
  setPath(changes: Partial<PathOptions>): void {
    this._outside.setPath(changes);
  }

  private _fromInside(datagram: Datagram): void {
    if (!this._passes(datagram)) return;
    const { source, sourcePort, destination, destinationPort } = datagram;
    const now = virtualTime(this._simulation);
    const isHairpin = this._outside.addresses.includes(destination);
    if (isHairpin && !this.behaviour.hairpinning) {
      this.counters[NatCounter.HairpinsDropped]!++;
      return;
    }
    const mapping = this._table.map(
      { address: source, port: sourcePort },
      { address: destination, port: destinationPort },
      this._outside.addresses,
      now,
    );
    if (mapping === undefined) {
      this.counters[NatCounter.Refused]!++;
      return;
    }
    mapping.sends(destination, destinationPort, now);
    // What is inside sees the outside address and port of the sender, hairpin or not (REQ-9 a).
    const translated = {
      ...datagram,
      source: mapping.outsideAddress,
      sourcePort: mapping.outsidePort,
      hops: datagram.hops - 1,
    };
    if (isHairpin) this._letIn(translated, NatCounter.Hairpinned, now);
    else {
      this.counters[NatCounter.Outbound]!++;
      this._outside.transmit(translated);
    }
  }

  private _fromOutside(datagram: Datagram): void {
    if (!this._passes(datagram)) return;
    const now = virtualTime(this._simulation);
    this._letIn({ ...datagram, hops: datagram.hops - 1 }, NatCounter.Inbound, now);
  }

  private _letIn(datagram: Datagram, counter: NatCounter, now: number): void {
    const { source, sourcePort, destination, destinationPort } = datagram;
    const mapping: Mapping | undefined = this._table.find(destination, destinationPort, now);
    if (mapping === undefined) this.counters[NatCounter.NoMapping]!++;
    else if (!mapping.admits(source, sourcePort, now)) this.counters[NatCounter.Filtered]!++;
    else {
      this.counters[counter]!++;
      const { insideAddress, insidePort } = mapping;
      this._inside.transmit({ ...datagram, destination: insideAddress, destinationPort: insidePort });
    }
  }

  /** Whether a datagram gets as far as the table. */
  private _passes(datagram: Datagram): boolean {
    const isDown = virtualTime(this._simulation) < this._downUntil;
    if (isDown) this.counters[NatCounter.WhileDown]!++;
    else if (datagram.hops <= 1) this.counters[NatCounter.TooManyHops]!++;
    return !isDown && datagram.hops > 1;
  }
}
