import { MAX_SPAN } from "../../src/scheduler/time";
import { isHostAddress } from "../../src/wire/ipv4";
import { ESP32_LIGHT_SLEEP, ESP32_MODEM_SLEEP, PICO_W_RADIO } from "../network/energy";
import type { RadioPower } from "../network/energy";
import { LINUX, RFC_4787 } from "../network/nat-behaviour";
import type { NatBehaviour } from "../network/nat-behaviour";
import type { PathOptions } from "../network/path";
import { HOST_FORM, parseHost } from "./address";
import type { Fail } from "./build-interface";
import type { HostPlan, NatPlan, NatTPlan } from "./scenario";
import type { Duration, NatFile, NatTFile, PathFile, ScenarioFile, WifiFile } from "./scenario-file";
import { milliseconds, parseDuration } from "./times";

const KINDS: Record<NatFile["kind"], NatBehaviour> = { rfc4787: RFC_4787, linux: LINUX };

const BOARDS: Record<WifiFile["board"], RadioPower> = {
  esp32: ESP32_LIGHT_SLEEP,
  "esp32-modem-sleep": ESP32_MODEM_SLEEP,
  "pico-w": PICO_W_RADIO,
};

/** Of the NAT keepalive, ms: see `NatKeepaliveOptions`. */
const SHORTEST_INTERVAL = 1000;
const LONGEST_INTERVAL = 3_600_000;

/** SPIs up to 255 are reserved (RFC 4303 section 2.1). */
const FIRST_SPI = 0x1000;

/** The longest time on a path, ms. */
const LONGEST_LATENCY = 3_600_000;

/** Which addresses are taken on each network, and by whom. */
type Taken = Map<number, string>[];

/** The IP networks of a file, with what is plugged into them. */
export class NetworkBuilder {
  readonly networks: string[];
  private readonly _fail: Fail;
  private readonly _taken: Taken;

  constructor(file: ScenarioFile, fail: Fail) {
    this._fail = fail;
    this.networks = file.networks;
    this._taken = file.networks.map((name, i) => {
      if (file.networks.indexOf(name) !== i) fail(`/networks/${i}`, "it is there already");
      return new Map();
    });
  }

  nats(files: ScenarioFile["nats"]): NatPlan[] {
    const gateways = new Map<number, string>();
    return Object.entries(files).map(([name, file]) => {
      const pointer = `/nats/${name}`;
      const inside = this._network(file.inside, `${pointer}/inside`);
      const outside = this._network(file.outside, `${pointer}/outside`);
      if (inside === outside) this._fail(`${pointer}/outside`, "it must be another network than the inside");
      const other = gateways.get(inside);
      if (other !== undefined) this._fail(`${pointer}/inside`, `its gateway is ${other} already`);
      gateways.set(inside, name);
      return {
        name,
        inside,
        outside,
        addresses: file.addresses.map((text, i) => this._address(text, outside, pointer, `${pointer}/addresses/${i}`)),
        behaviour: this._behaviour(file, pointer),
        path: this.path(file.path, `${pointer}/path`),
      };
    });
  }

  hosts(files: ScenarioFile["hosts"]): HostPlan[] {
    return Object.entries(files).map(([name, file]) => {
      const pointer = `/hosts/${name}`;
      const network = this._network(file.network, `${pointer}/network`);
      const address = this._address(file.address, network, pointer, `${pointer}/address`);
      return { name, network, address, path: this.path(file.path, `${pointer}/path`) };
    });
  }

  /** @param router its number, by which its peer knows it */
  natT(file: NatTFile, router: number, pointer: string): NatTPlan {
    const span = (key: "margin" | "slack" | "nat-timeout", most: number) => {
      return this._milliseconds(file[key], most, `${pointer}/${key}`);
    };
    const network = this._network(file.network, `${pointer}/network`);
    const interval = this._milliseconds(file.interval, LONGEST_INTERVAL, `${pointer}/interval`);
    if (interval > 0 && interval < SHORTEST_INTERVAL) {
      this._fail(`${pointer}/interval`, "it must be 0, for none, or from 1s to 1h");
    }
    const slack = span("slack", LONGEST_INTERVAL);
    if (interval > 0 && slack > interval) this._fail(`${pointer}/slack`, "it must be at most the interval");
    return {
      config: {
        address: this._address(file.address, network, pointer, `${pointer}/address`),
        peerAddress: this._host(file.peer, `${pointer}/peer`),
        spi: FIRST_SPI + router,
        interval,
        margin: span("margin", LONGEST_INTERVAL),
        slack,
        natTimeout: span("nat-timeout", MAX_SPAN),
        forced: file.forced,
      },
      network,
      path: this.path(file.path, `${pointer}/path`),
      wifi: file.wifi === undefined ? null : wifiOf(file.wifi),
    };
  }

  path(file: PathFile, pointer: string): Partial<PathOptions> {
    const path: Partial<PathOptions> = {};
    const span = (key: "latency" | "jitter" | "held-back") => {
      return this._fraction(file[key]!, `${pointer}/${key}`);
    };
    if (file.latency !== undefined) path.latency = span("latency");
    if (file.jitter !== undefined) path.jitter = span("jitter");
    if (file.loss !== undefined) path.loss = file.loss;
    if (file.duplication !== undefined) path.duplication = file.duplication;
    if (file.reordering !== undefined) path.reordering = file.reordering;
    if (file["held-back"] !== undefined) path.heldBack = span("held-back");
    return path;
  }

  /** Addresses that a NAT gets in place of those that it has. */
  otherAddresses(texts: string[], nat: NatPlan, pointer: string): number[] {
    return texts.map((text, i) => this._address(text, nat.outside, `/nats/${nat.name}`, `${pointer}/${i}`));
  }

  /** How long a NAT reboots, ms. */
  reboot(text: Duration, pointer: string): number {
    return this._milliseconds(text, MAX_SPAN, pointer);
  }

  private _behaviour(file: NatFile, pointer: string): NatBehaviour {
    const plain = KINDS[file.kind];
    const timeout = (key: "one-way" | "answered", otherwise: number) => {
      const text = file.timeouts[key];
      return text === undefined ? otherwise : this._milliseconds(text, MAX_SPAN, `${pointer}/timeouts/${key}`);
    };
    return {
      mapping: file.mapping ?? plain.mapping,
      filtering: file.filtering ?? plain.filtering,
      timeouts: {
        oneWay: timeout("one-way", plain.timeouts.oneWay),
        replied: timeout("answered", plain.timeouts.replied),
      },
      refresh: file.refresh ?? plain.refresh,
      preservesPorts: file["preserves-ports"] ?? plain.preservesPorts,
      pooling: file.pooling ?? plain.pooling,
      hairpinning: file.hairpinning ?? plain.hairpinning,
      capacity: file.capacity ?? plain.capacity,
      whenFull: file["when-full"] ?? plain.whenFull,
    };
  }

  private _network(name: string, pointer: string): number {
    const network = this.networks.indexOf(name);
    if (network >= 0) return network;
    const known = this.networks.length > 0 ? `the networks are ${this.networks.join(", ")}` : "the scenario has none";
    return this._fail(pointer, `there is no such network; ${known}`);
  }

  private _address(text: string, network: number, owner: string, pointer: string): number {
    const address = this._host(text, pointer);
    const taken = this._taken[network]!;
    if ((taken.get(address) ?? owner) !== owner) {
      this._fail(pointer, `it is taken on network ${this.networks[network]}`);
    }
    taken.set(address, owner);
    return address;
  }

  private _host(text: string, pointer: string): number {
    const address = parseHost(text);
    if (address === undefined) return this._fail(pointer, HOST_FORM);
    return isHostAddress(address) ? address : this._fail(pointer, "it must be the address of one host");
  }

  private _milliseconds(text: Duration, most: number, pointer: string): number {
    const span = parseDuration(text);
    if (span !== undefined && span.nanos % 1e6 === 0 && milliseconds(span) <= most) return milliseconds(span);
    return this._fail(pointer, `it must be a whole number of milliseconds, at most ${most}`);
  }

  /** ms, with a fraction. */
  private _fraction(text: Duration, pointer: string): number {
    const span = parseDuration(text);
    const time = span === undefined ? Infinity : span.seconds * 1000 + span.nanos / 1e6;
    return time <= LONGEST_LATENCY ? time : this._fail(pointer, "it must be at most 1h");
  }
}

function wifiOf(file: WifiFile): NatTPlan["wifi"] {
  return {
    power: BOARDS[file.board],
    dtim: file.dtim,
    listenInterval: file["listen-interval"] ?? file.dtim,
    beaconLoss: file["beacon-loss"],
  };
}
