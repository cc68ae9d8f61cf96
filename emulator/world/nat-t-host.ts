import { FIRST_HOPS } from "../network/datagram";
import type { Datagram } from "../network/datagram";
import { DelayLine } from "../network/delay-line";
import type { Network, NetworkPort, NetworkStation } from "../network/network";
import type { PathOptions } from "../network/path";
import type { Subnet } from "../network/subnet";
import { WifiStation } from "../network/wifi-station";
import type { EnergyAccount, RadioPower } from "../network/energy";
import { IkePort } from "../../src/wire/nat-t";
import type { NatTPlan } from "../scenario/scenario";
import type { Simulation } from "../simulation/simulation";
import type { HostPort } from "./host-port";
import type { RouterHost } from "./router-host";

/** What a router's radio has done, and what it draws. */
export interface RadioReport {
  account: EnergyAccount;
  power: RadioPower;
}

/** The UDP port of a router that is an end of a tunnel through a NAT, on its network. */
export class NatTHost implements HostPort, NetworkStation {
  readonly number: number;
  private readonly _router: RouterHost;
  private readonly _plan: NatTPlan;
  private readonly _simulation: Simulation;
  private readonly _refused: DelayLine<number>;
  private _network: NetworkPort | null = null;
  private _wifi: WifiStation | null = null;
  private _linkUp = true;
  /** Counts boots: what left before one is none of the device's that came after. */
  private _boot = 0;
  /** What became of a datagram while the router slept; null for none. */
  private _untold: boolean | null = null;

  constructor(simulation: Simulation, router: RouterHost, number: number, plan: NatTPlan) {
    this.number = number;
    this._simulation = simulation;
    this._router = router;
    this._plan = plan;
    this._refused = new DelayLine(simulation, (boot) => this._tellSent(boot, false));
  }

  /** @param seed of the Wi-Fi's chances */
  plugInto(subnet: Subnet, seed: number): void {
    const { wifi, config, path } = this._plan;
    if (wifi !== null) this._wifi = new WifiStation(this._simulation, subnet, { ...wifi, seed });
    const network: Network = this._wifi ?? subnet;
    this._network = network.plug(this, [config.address], path);
  }

  get radio(): RadioReport | null {
    return this._wifi === null ? null : { account: this._wifi.account, power: this._plan.wifi!.power };
  }

  /** While the link is away nothing leaves, which the device is told, and nothing arrives. */
  setLink(up: boolean): void {
    this._linkUp = up;
  }

  setPath(changes: Partial<PathOptions>): void {
    this._network!.setPath(changes);
  }

  /** The device sends. */
  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): void {
    const boot = this._boot;
    if (!this._linkUp) {
      this._refused.add(boot, 0);
      return;
    }
    const datagram: Datagram = {
      source: this._plan.config.address,
      sourcePort: IkePort.NatTraversal,
      destination: address,
      destinationPort: port,
      payload: bytes.slice(start, end),
      hops: FIRST_HOPS,
    };
    this._network!.transmit(datagram, (sent) => this._tellSent(boot, sent));
  }

  datagramArrives(datagram: Datagram): void | Promise<void> {
    const { destination, destinationPort, payload, source, sourcePort } = datagram;
    if (!this._linkUp || destinationPort !== (IkePort.NatTraversal as number)) return;
    if (destination !== this._plan.config.address) return;
    return this._router.tell((device, now) => {
      return device.datagramReceived(this.number, payload, 0, payload.length, source, sourcePort, now);
    });
  }

  /** The router has slept. */
  woke(): void | Promise<void> {
    const sent = this._untold;
    this._untold = null;
    if (sent !== null) return this._tellSent(this._boot, sent);
  }

  powerOn(): void {
    this._boot++;
    this._untold = null;
  }

  started(): void {}

  powerOff(): void {}

  private _tellSent(boot: number, sent: boolean): void | Promise<void> {
    if (boot !== this._boot) return;
    if (this._router.isAsleep) this._untold = sent;
    else return this._router.tell((device, now) => device.datagramSent(this.number, sent, now));
  }
}
