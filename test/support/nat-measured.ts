import { Nat } from "../../emulator/network/nat";
import type { NatBehaviour } from "../../emulator/network/nat-behaviour";
import { Host } from "../../emulator/network/host";
import { ReflectorHost } from "../../emulator/network/reflector-host";
import { Subnet } from "../../emulator/network/subnet";
import { Simulation } from "../../emulator/simulation/simulation";
import { NatTimeout } from "../../src/keepalive/nat-timeout";
import type { NatFlow, NatTimeoutListener } from "../../src/keepalive/nat-timeout-report";
import { NatTimeoutPhase } from "../../src/keepalive/nat-timeout-report";
import type { NatTimeoutOptions } from "../../src/keepalive/nat-timeout-options";
import { NatMeasurement } from "../../src/link/nat-measurement";
import { XorShift32 } from "../../src/random";
import { runUntil } from "./network";
import { ip } from "./slarp";

/** ms from the NAT to the reflector and back: by so much longer than asked for a mapping is idle in a trial. */
export const ROUND_TRIP = 40;

const REFLECTOR = ip("198.51.100.7");
const DAY = 86_400_000;

/** A measurement on an emulated host, behind one NAT or several in a row, with the real reflector outside. */
export class MeasuredNat implements NatTimeoutListener {
  readonly simulation = new Simulation();
  /** The one at home first. */
  readonly nats: Nat[] = [];
  readonly host: Host;
  readonly timeout: NatTimeout;
  readonly measurement: NatMeasurement;
  changes = 0;
  ended = 0;

  constructor(behaviours: Partial<NatBehaviour>[], options: Partial<NatTimeoutOptions> = {}) {
    const { simulation } = this;
    let outside = new Subnet(simulation);
    new ReflectorHost(simulation, outside, REFLECTOR, 4500, { path: { latency: ROUND_TRIP / 2 } });
    for (const [i, behaviour] of [...behaviours].reverse().entries()) {
      const inside = new Subnet(simulation);
      const addresses = [0, 1].map((host) => ip(`${i === 0 ? "203.0.113" : "100.64.0"}.${host + 1}`));
      const pool = behaviour.pooling === "arbitrary" ? addresses : addresses.slice(0, 1);
      this.nats.unshift(new Nat(simulation, { inside, outside, addresses: pool, behaviour, seed: i + 3 }));
      outside = inside;
    }
    this.host = new Host(simulation, outside, ip("192.168.0.2"));
    const port = this.host.open();
    this.timeout = new NatTimeout({ address: REFLECTOR, random: new XorShift32(9), ...options });
    const { timeout } = this;
    this.measurement = new NatMeasurement({ port, scheduler: this.host.scheduler, timeout, listener: this });
    port.attach(this.measurement);
  }

  start(): this {
    this.measurement.start(this.host.loop.now());
    this.host.loop.update();
    return this;
  }

  get now(): number {
    return this.simulation.seconds * 1000 + this.simulation.nanos / 1e6;
  }

  at(time: number): this {
    runUntil(this.simulation, time);
    return this;
  }

  /** Runs until the measurement has ended once more, for ten days at most. */
  untilEnded(): this {
    const ended = this.ended + 1;
    const end = this.now + 10 * DAY;
    while (this.ended < ended && this.now < end) this.at(this.now + 60_000);
    return this;
  }

  get isDone(): boolean {
    return this.timeout.phase === NatTimeoutPhase.Done;
  }

  /** Whether a timeout was found within the resolution: `(alive, gone]`, as the mapping saw it. */
  found(flow: NatFlow, timeout: number, resolution: number): boolean {
    const alive = this.timeout.longestAlive(flow);
    const gone = this.timeout.shortestGone(flow);
    // Where the reflector counts from the request, a mapping is idle for its round trip more.
    return gone - alive <= resolution && alive < timeout && gone + ROUND_TRIP >= timeout && alive > 0;
  }

  trialEnded(): void {}

  mappingChanged(): void {
    this.changes++;
  }

  measurementEnded(): void {
    this.ended++;
  }
}
