import { Host } from "../../emulator/network/host";
import type { HostOptions } from "../../emulator/network/host";
import type { Network } from "../../emulator/network/network";
import type { UdpSocket } from "../../emulator/network/udp-socket";
import type { Simulation } from "../../emulator/simulation/simulation";
import { DatagramNotes } from "./datagram-notes";
import { ip } from "./slarp";

/** Runs a simulation up to a time, ms. */
export function runUntil(simulation: Simulation, time: number): void {
  simulation.runUntil(Math.floor(time / 1000), Math.round((time % 1000) * 1e6));
}

/** A host with a socket, which sends and hears what the test says. */
export class Talker extends Host {
  readonly socket: UdpSocket;
  readonly notes = new DatagramNotes();

  constructor(simulation: Simulation, network: Network, address: string, port: number, options?: HostOptions) {
    super(simulation, network, ip(address), options);
    this.socket = this.open(port);
    this.socket.attach(this.notes);
  }

  /** @param to `192.0.2.1:4500` */
  say(octets: readonly number[], to: string): boolean {
    const [address, port] = to.split(":");
    return this.socket.send(Uint8Array.from(octets), 0, octets.length, ip(address!), Number(port));
  }

  /** What was heard since the last call: `100 192.0.2.1:4500 ff`. */
  heard(): string[] {
    return this.notes.told().filter((note) => !note.endsWith("sent"));
  }
}
