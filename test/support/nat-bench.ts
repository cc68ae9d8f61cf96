import { Nat } from "../../emulator/network/nat";
import type { NatBehaviour } from "../../emulator/network/nat-behaviour";
import type { NatCounter } from "../../emulator/network/nat-table";
import type { PathOptions } from "../../emulator/network/path";
import { Subnet } from "../../emulator/network/subnet";
import { Simulation } from "../../emulator/simulation/simulation";
import { runUntil, Talker } from "./network";
import { ip } from "./slarp";

export const NAT_ADDRESS = "203.0.113.1";

/**
 * Hosts 192.168.0.2 and .3 behind a NAT, 203.0.113.1, and 198.51.100.1 and .2 outside; each with a socket on port 4500.
 */
export class NatBench {
  readonly simulation = new Simulation();
  readonly outside = new Subnet(this.simulation);
  readonly inside = new Subnet(this.simulation);
  readonly nat: Nat;
  readonly in1: Talker;
  readonly in2: Talker;
  readonly out1: Talker;
  readonly out2: Talker;

  constructor(
    behaviour: Partial<NatBehaviour> = {},
    options: { addresses?: string[]; path?: Partial<PathOptions>; seed?: number } = {},
  ) {
    const { simulation, inside, outside } = this;
    const addresses = (options.addresses ?? [NAT_ADDRESS]).map(ip);
    const { path, seed } = options;
    this.nat = new Nat(simulation, { inside, outside, addresses, behaviour, path, seed });
    this.in1 = new Talker(simulation, inside, "192.168.0.2", 4500);
    this.in2 = new Talker(simulation, inside, "192.168.0.3", 4500);
    this.out1 = new Talker(simulation, outside, "198.51.100.1", 4500);
    this.out2 = new Talker(simulation, outside, "198.51.100.2", 4500);
  }

  /** Goes on to a time, ms. */
  at(time: number): this {
    runUntil(this.simulation, time);
    return this;
  }

  /** Sends one octet and lets it arrive. */
  say(from: Talker, to: string): void {
    from.say([0xff], to);
    this.at(this.simulation.seconds * 1000 + this.simulation.nanos / 1e6);
  }

  /** As whom `to` sees a datagram that `from` sends it; undefined if it sees none. */
  seen(from: Talker, to: Talker): string | undefined {
    to.heard();
    this.say(from, `${dotted(to.address)}:${to.socket.localPort}`);
    return to.heard()[0]?.split(" ")[1];
  }

  /** Whether a datagram from `from` to an outside address and port reaches `to`. */
  reaches(from: Talker, endpoint: string, to: Talker): boolean {
    to.heard();
    this.say(from, endpoint);
    return to.heard().length > 0;
  }

  count(counter: NatCounter): number {
    return this.nat.counters[counter]!;
  }
}

export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
