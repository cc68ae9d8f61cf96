import { NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import { NatTimeout } from "../../src/keepalive/nat-timeout";
import { NatFlow, safeInterval } from "../../src/keepalive/nat-timeout-report";
import { NatMeasurement } from "../../src/link/nat-measurement";
import { XorShift32 } from "../../src/random";
import type { Task } from "../../src/scheduler/scheduler";
import { Simulation } from "../simulation/simulation";
import type { EnergyAccount, RadioPower } from "./energy";
import { Host } from "./host";
import { Nat } from "./nat";
import { LINUX } from "./nat-behaviour";
import { ReflectorHost } from "./reflector-host";
import { Subnet } from "./subnet";
import { TunnelClient, TunnelServer } from "./tunnel-ends";
import { WifiStation } from "./wifi-station";

/** What a device does with its NAT keepalives. */
export interface KeepalivePolicy {
  name: string;
  /** ms; 0 for none at all. */
  interval: number;
  /** How much earlier one may go to share a wake-up, ms. */
  slack: number;
  /** How often another link of the device sends something over the same radio, ms; 0 for never. */
  otherLink: number;
}

export interface PolicyResult {
  policy: KeepalivePolicy;
  /** In the time that was looked at. */
  keepalives: number;
  early: number;
  wakeUps: number;
  /** J */
  energy: number;
  /** mA, average */
  current: number;
  /** Whether a packet from outside still reached the device at the end. */
  reachable: boolean;
}

const DEVICE = 0xc0a80002 | 0;
const NAT = 0xcb007101 | 0;
const SERVER = 0xc6336401 | 0;
const REFLECTOR = 0xc6336407 | 0;
const OTHER = 0xc6336409 | 0;
/** ms each way between the access point's side of the NAT and the internet. */
const LATENCY = 10;
/** What the other link sends, octets: a reading in JSON, say. */
const READING = 100;

/** A home: a Wi-Fi behind a NAT as Linux has it, and the internet. */
function home(power: RadioPower, dtim: number) {
  const simulation = new Simulation();
  const outside = new Subnet(simulation);
  const inside = new Subnet(simulation);
  new Nat(simulation, { inside, outside, addresses: [NAT], behaviour: LINUX, path: { latency: LATENCY } });
  const wifi = new WifiStation(simulation, inside, { power, dtim });
  return { simulation, outside, wifi };
}

/** Sends a reading to a server that says nothing, every so often. */
class OtherLink implements Task {
  private readonly _host: Host;
  private readonly _period: number;
  private readonly _timer: number;
  private readonly _reading = new Uint8Array(READING);
  private readonly _send: () => void;

  constructor(host: Host, period: number) {
    const socket = host.open();
    this._host = host;
    this._period = period;
    this._send = () => socket.send(this._reading, 0, READING, OTHER, 4600);
    this._timer = host.scheduler.register(this, 0, 0);
    this._host.scheduler.arm(this._timer, host.loop.now() + period);
  }

  wake(_kind: number, now: number): void {
    this._send();
    this._host.scheduler.arm(this._timer, now + this._period);
  }
}

/** What a policy costs in `time` s of virtual time. */
export function tryPolicy(policy: KeepalivePolicy, power: RadioPower, dtim: number, time: number): PolicyResult {
  const { simulation, outside, wifi } = home(power, dtim);
  const { interval, slack } = policy;
  const client = new TunnelClient(simulation, wifi, DEVICE, interval === 0 ? {} : { interval, slack }, {});
  const server = new TunnelServer(simulation, outside, SERVER, {}, {});
  new Host(simulation, outside, OTHER).open(4600);
  if (policy.otherLink > 0) new OtherLink(client.host, policy.otherLink);
  client.findsNat = interval > 0;
  client.start(SERVER);
  client.host.loop.update();
  // The flow is made one that the NAT keeps for long: answered, and two seconds old.
  simulation.runUntil(4, 0);
  client.sendPacket();
  simulation.runUntil(time, 0);
  const { account } = wifi;
  const result = {
    policy,
    keepalives: client.keepalive.counters[NatKeepaliveCounter.Sent]!,
    early: client.keepalive.counters[NatKeepaliveCounter.Early]!,
    wakeUps: account.wakeUps,
    energy: account.energy(power),
    current: account.current(power),
  };
  server.sendPacket();
  simulation.runUntil(time + 5, 0);
  return { ...result, reachable: client.packets > 0 };
}

export interface MeasurementResult {
  /** The longest idle time after which the mapping was there, and the interval that follows, ms. */
  longestAlive: number;
  interval: number;
  /** How long it took, ms, and what, J, beyond what the station spends anyway. */
  time: number;
  energy: number;
}

/** The account of a station that nobody talks to, for `time` ms. */
function idleStation(power: RadioPower, dtim: number, time: number): EnergyAccount {
  const { simulation, wifi } = home(power, dtim);
  simulation.runUntil(Math.floor(time / 1000), 0);
  return wifi.account;
}

/** Measures the NAT's timeout for flows that were answered, once. */
export function measureOnce(power: RadioPower, dtim: number): MeasurementResult {
  const { simulation, outside, wifi } = home(power, dtim);
  new ReflectorHost(simulation, outside, REFLECTOR, 4500);
  const host = new Host(simulation, wifi, DEVICE);
  const port = host.open();
  let ended = false;
  const timeout = new NatTimeout({ address: REFLECTOR, random: new XorShift32(1), oneWay: false });
  const listener = {
    trialEnded: () => {},
    mappingChanged: () => {},
    measurementEnded: () => {
      ended = true;
    },
  };
  const measurement = new NatMeasurement({ port, scheduler: host.scheduler, timeout, listener });
  port.attach(measurement);
  measurement.start(host.loop.now());
  host.loop.update();
  while (!ended) simulation.runUntil(simulation.seconds + 1, 0);
  const longestAlive = timeout.longestAlive(NatFlow.Replied);
  const { account } = wifi;
  const time = account.dozing + account.awake;
  const idle = idleStation(power, dtim, time);
  return {
    longestAlive,
    interval: safeInterval(longestAlive),
    time,
    energy: account.energy(power) - idle.energy(power),
  };
}

const SECOND = 1000;

/** The policies that are compared, where the measured interval is `measured` ms. */
export function policies(measured: number): KeepalivePolicy[] {
  const other = 60 * SECOND;
  const fixed = 20 * SECOND;
  return [
    { name: "none", interval: 0, slack: 0, otherLink: 0 },
    { name: "fixed", interval: fixed, slack: 0, otherLink: 0 },
    { name: "measured", interval: measured, slack: 0, otherLink: 0 },
    { name: "none, other link", interval: 0, slack: 0, otherLink: other },
    { name: "fixed, other link", interval: fixed, slack: 0, otherLink: other },
    { name: "measured, other link", interval: measured, slack: 0, otherLink: other },
    { name: "measured, shared", interval: measured, slack: measured >> 1, otherLink: other },
  ];
}
