import type { Chance } from "../serial/chance";
import { endpoint } from "./datagram";
import type { NatBehaviour } from "./nat-behaviour";
import { dependentPart, Mapping } from "./nat-mapping";

/** What a NAT counts; an index into `Nat.counters`. */
export const enum NatCounter {
  /** Datagrams translated on their way out, on their way in, and from inside to inside. */
  Outbound,
  Inbound,
  Hairpinned,
  /** Mappings made, forgotten for their age (as far as that was noticed), and for want of room. */
  Created,
  Expired,
  Evicted,
  /** Datagrams from inside for which there was no room in the table, or no port. */
  Refused,
  /** Mappings that could not have the port that they have inside. */
  PortsChanged,
  /** Datagrams from outside to no mapping, and to one whose filter does not let them in. */
  NoMapping,
  Filtered,
  /** Datagrams from inside to an outside address of the NAT, dropped because it does not hairpin. */
  HairpinsDropped,
  /** Datagrams that had passed too many routers. */
  TooManyHops,
  Reboots,
  /** Datagrams that came while it was rebooting. */
  WhileDown,
  Size,
}

/** Ports below are well known; a mapping stays on its side of this (RFC 4787 section 4.2.1). */
const FIRST_REGISTERED = 1024;
const LAST_PORT = 65535;

/** The mappings of a NAT. Times are virtual, ms. */
export class NatTable {
  private readonly _behaviour: NatBehaviour;
  private readonly _chance: Chance;
  private readonly _counters: Float64Array;
  /** By inside address and port; the one that was used last stands last. */
  private readonly _byInside = new Map<string, Mapping>();
  private readonly _byOutside = new Map<number, Mapping>();
  /** Which outside address each inside address has, where they are paired. */
  private readonly _pairs = new Map<number, number>();
  private _nextAddress = 0;

  constructor(behaviour: NatBehaviour, chance: Chance, counters: Float64Array) {
    this._behaviour = behaviour;
    this._chance = chance;
    this._counters = counters;
  }

  /** How many mappings there are, those included that are over and were not noticed. */
  get size(): number {
    return this._byInside.size;
  }

  clear(): void {
    this._byInside.clear();
    this._byOutside.clear();
    this._pairs.clear();
  }

  /** Forgets the mappings that are over. */
  sweep(now: number): void {
    for (const mapping of this._byInside.values()) if (mapping.expires <= now) this._expire(mapping);
  }

  /** The mapping that an outside endpoint belongs to. */
  find(address: number, port: number, now: number): Mapping | undefined {
    return this._ifAlive(this._byOutside.get(endpoint(address, port)), now);
  }

  /**
   * The mapping of an inside endpoint for what goes to a destination; a new one, with one of the `outside` addresses,
   * where there is none. Undefined if that is not possible.
   */
  map(
    inside: { address: number; port: number },
    destination: { address: number; port: number },
    outside: readonly number[],
    now: number,
  ): Mapping | undefined {
    const part = dependentPart(this._behaviour.mapping, destination.address, destination.port);
    const key = `${endpoint(inside.address, inside.port)} ${part}`;
    const known = this._ifAlive(this._byInside.get(key), now);
    if (known !== undefined) {
      this._byInside.delete(key);
      this._byInside.set(key, known);
      return known;
    }
    return this._hasRoom(now) ? this._create(key, inside, outside) : undefined;
  }

  private _create(
    key: string,
    inside: { address: number; port: number },
    outside: readonly number[],
  ): Mapping | undefined {
    const address = this._outsideAddress(inside.address, outside);
    const port = this._freePort(address, inside.port);
    if (port < 0) return undefined;
    if (this._behaviour.preservesPorts && port !== inside.port) this._counters[NatCounter.PortsChanged]!++;
    const mapping = new Mapping(this._behaviour, key, inside, { address, port });
    this._byInside.set(key, mapping);
    this._byOutside.set(endpoint(address, port), mapping);
    this._counters[NatCounter.Created]!++;
    return mapping;
  }

  /** One of the outside addresses: always the same for an inside address where they are paired (REQ-2). */
  private _outsideAddress(inside: number, outside: readonly number[]): number {
    if (this._behaviour.pooling === "arbitrary") return outside[Math.floor(this._chance.fraction() * outside.length)]!;
    const pair = this._pairs.get(inside);
    if (pair !== undefined) return pair;
    const address = outside[this._nextAddress++ % outside.length]!;
    this._pairs.set(inside, address);
    return address;
  }

  /**
   * A port that no mapping has (REQ-3), in the range (REQ-3 a) and of the parity (REQ-4) of the inside one: that one
   * itself if ports are preserved and it is free, else the next from there, or from anywhere. -1 if all are taken.
   */
  private _freePort(address: number, inside: number): number {
    const isWellKnown = inside < FIRST_REGISTERED;
    const first = (isWellKnown ? 0 : FIRST_REGISTERED) + (inside & 1);
    const count = (isWellKnown ? FIRST_REGISTERED : LAST_PORT + 1 - FIRST_REGISTERED) >> 1;
    const start = this._behaviour.preservesPorts ? (inside - first) >> 1 : Math.floor(this._chance.fraction() * count);
    for (let i = 0; i < count; i++) {
      const port = first + 2 * ((start + i) % count);
      if (port > 0 && !this._byOutside.has(endpoint(address, port))) return port;
    }
    return -1;
  }

  private _hasRoom(now: number): boolean {
    if (this.size < this._behaviour.capacity) return true;
    this.sweep(now);
    if (this.size < this._behaviour.capacity) return true;
    if (this._behaviour.whenFull === "refuse") return false;
    this._remove(this._byInside.values().next().value!);
    this._counters[NatCounter.Evicted]!++;
    return true;
  }

  private _ifAlive(mapping: Mapping | undefined, now: number): Mapping | undefined {
    if (mapping === undefined || mapping.expires > now) return mapping;
    this._expire(mapping);
    return undefined;
  }

  private _expire(mapping: Mapping): void {
    this._counters[NatCounter.Expired]!++;
    this._remove(mapping);
  }

  private _remove(mapping: Mapping): void {
    this._byInside.delete(mapping.key);
    this._byOutside.delete(endpoint(mapping.outsideAddress, mapping.outsidePort));
  }
}
