import { Chance } from "../serial/chance";
import type { Actor, Simulation } from "../simulation/simulation";
import { HEADERS } from "./datagram";
import type { Datagram } from "./datagram";
import { DelayLine } from "./delay-line";
import { EnergyAccount } from "./energy";
import type { RadioPower } from "./energy";
import type { Network, NetworkPort, NetworkStation, Told } from "./network";
import type { PathOptions } from "./path";
import type { Subnet } from "./subnet";
import { virtualTime } from "./virtual-time";

export interface WifiOptions {
  power: RadioPower;
  /** How often the access point sends a beacon, ms. Default 102.4: 100 time units. */
  beaconInterval?: number;
  /** Every so many beacons carry a DTIM. Default 1. */
  dtim?: number;
  /** To every so many beacons the station listens. Default: to those with a DTIM. */
  listenInterval?: number;
  /** How often the station misses a beacon that it listens to: 0 to 1. Default 0. */
  beaconLoss?: number;
  /** How many datagrams the access point keeps while the station dozes. Default 32. */
  buffer?: number;
  /** Mbit/s. Default 1: what a station sends at from far away. */
  rate?: number;
  seed?: number;
}

/** What a {@link WifiStation} counts; an index into {@link WifiStation.counters}. */
export const enum WifiCounter {
  /** Datagrams that waited at the access point for a beacon. */
  Buffered,
  /** Datagrams for which there was no room there. */
  Dropped,
  MissedBeacons,
  Size,
}

/** Octets of a frame besides the IPv4 packet: MAC header 26, LLC and SNAP 8, CCMP 16, FCS 4 (IEEE 802.11 clause 9). */
const FRAME = 54;
/** Preamble and header of the PHY, SIFS, and the acknowledgement with its own, at 1 Mbit/s (802.11b), ms. */
const FRAME_TIME = 0.192 + 0.01 + 0.304;

/**
 * The Wi-Fi between a host and its subnet: a station in power save, and its access point. The station dozes except while
 * it sends or receives and a while after (`lingering`), and at the beacons that it listens to. What comes for it while it
 * dozes waits at the access point: for the next of these beacons that the station hears, or until it sends something.
 *
 * Left out: other stations, collisions, retries, roaming, broadcasts, and what it takes to associate.
 */
export class WifiStation implements Network, NetworkPort, NetworkStation, Actor {
  readonly linkUp = true;
  /** Indexed by {@link WifiCounter}. */
  readonly counters = new Float64Array(WifiCounter.Size);
  private readonly _simulation: Simulation;
  private readonly _subnet: Subnet;
  private readonly _power: RadioPower;
  private readonly _options: Required<Omit<WifiOptions, "power" | "seed">>;
  private readonly _chance: Chance;
  private readonly _beacon: number;
  private readonly _toHost: DelayLine<Datagram>;
  private readonly _toSubnet: DelayLine<{ datagram: Datagram; done: Told | undefined }>;
  private readonly _account = new EnergyAccount();
  /** What waits at the access point. */
  private _waiting: Datagram[] = [];
  private _host: NetworkStation | null = null;
  private _port: NetworkPort | null = null;
  /** Up to when the account says all, ms. */
  private _accounted = 0;
  private _awakeUntil = 0;
  /** Until when the air is taken, ms. */
  private _airUntil = 0;

  constructor(simulation: Simulation, subnet: Subnet, options: WifiOptions) {
    const dtim = options.dtim ?? 1;
    this._options = {
      beaconInterval: options.beaconInterval ?? 102.4,
      dtim,
      listenInterval: options.listenInterval ?? dtim,
      beaconLoss: options.beaconLoss ?? 0,
      buffer: options.buffer ?? 32,
      rate: options.rate ?? 1,
    };
    this._simulation = simulation;
    this._subnet = subnet;
    this._power = options.power;
    this._chance = new Chance(options.seed ?? 1);
    this._beacon = simulation.register(this, 0);
    this._toHost = new DelayLine(simulation, (datagram) => this._host!.datagramArrives(datagram));
    this._toSubnet = new DelayLine(simulation, ({ datagram, done }) => {
      this._port!.transmit(datagram);
      return done?.(true);
    });
  }

  /** What the radio has done so far. */
  get account(): EnergyAccount {
    this._accountUntil(this._now);
    return this._account;
  }

  get isDozing(): boolean {
    return this._now >= this._awakeUntil;
  }

  plug(station: NetworkStation, addresses: readonly number[], path?: Partial<PathOptions>): NetworkPort {
    this._host = station;
    this._port = this._subnet.plug(this, addresses, path);
    return this;
  }

  /** From the host. */
  transmit(datagram: Datagram, done?: Told): void {
    const begins = this._wakeUp();
    const airTime = this._airTime(datagram);
    this._awakeFor(begins + airTime);
    this._account.sending += airTime;
    this._account.octetsSent += octets(datagram);
    this._toSubnet.add({ datagram, done }, begins + airTime - this._now);
    this._release();
  }

  /** The path between the access point and the subnet. */
  setPath(changes: Partial<PathOptions>): void {
    this._port!.setPath(changes);
  }

  /** From the subnet, at the access point. */
  datagramArrives(datagram: Datagram): void {
    if (!this.isDozing) {
      this._receive(datagram);
      return;
    }
    if (this._waiting.length >= this._options.buffer) {
      this.counters[WifiCounter.Dropped]!++;
      return;
    }
    this.counters[WifiCounter.Buffered]!++;
    this._waiting.push(datagram);
    if (this._waiting.length === 1) this._awaitBeacon();
  }

  /** A beacon says that something waits. */
  fire(): void {
    if (this._chance.happens(this._options.beaconLoss)) {
      this.counters[WifiCounter.MissedBeacons]!++;
      this._awaitBeacon();
      return;
    }
    this._wakeUp();
    this._release();
  }

  private get _now(): number {
    return virtualTime(this._simulation);
  }

  /** ms between the beacons that the station listens to. */
  private get _period(): number {
    return this._options.beaconInterval * this._options.listenInterval;
  }

  /** How many of these there were up to a time, ms, the one at that time included. */
  private _beaconsBy(time: number): number {
    return Math.floor(time / this._period + 1e-9);
  }

  private _awaitBeacon(): void {
    const next = (this._beaconsBy(this._now) + 1) * this._period;
    this._simulation.after(this._beacon, Math.round((next - this._now) * 1e6));
  }

  /** @returns from when on frames can go to and fro, ms */
  private _wakeUp(): number {
    const now = this._now;
    const wasDozing = this.isDozing;
    this._accountUntil(now);
    if (wasDozing) this._account.wakeUps++;
    return Math.max(wasDozing ? now + this._power.startUp : now, this._airUntil);
  }

  /** Hands over what waits at the access point, which knows that the station is awake. */
  private _release(): void {
    this._simulation.cancel(this._beacon);
    for (const datagram of this._waiting.splice(0)) this._receive(datagram);
  }

  private _receive(datagram: Datagram): void {
    const now = this._now;
    this._accountUntil(now);
    const arrives = Math.max(now, this._airUntil) + this._airTime(datagram);
    this._awakeFor(arrives);
    this._account.octetsReceived += octets(datagram);
    this._toHost.add(datagram, arrives - now);
  }

  /** The air is taken until then, and the station lingers. */
  private _awakeFor(until: number): void {
    this._airUntil = until;
    this._awakeUntil = until + this._power.lingering;
  }

  private _airTime(datagram: Datagram): number {
    return FRAME_TIME + (octets(datagram) * 8) / (this._options.rate * 1000);
  }

  /** Accounts for the time up to `now`: awake first, then dozing, but for the beacons. */
  private _accountUntil(now: number): void {
    const account = this._account;
    const awake = Math.min(Math.max(this._awakeUntil - this._accounted, 0), now - this._accounted);
    const dozedFrom = this._accounted + awake;
    const beacons = this._beaconsBy(now) - this._beaconsBy(dozedFrom);
    const listening = Math.min(beacons * this._power.beacon, now - dozedFrom);
    account.beacons += beacons;
    account.awake += awake + listening;
    account.dozing += now - dozedFrom - listening;
    this._accounted = now;
  }
}

/** What a datagram has on the air. */
function octets({ payload }: Datagram): number {
  return payload.length + HEADERS + FRAME;
}
