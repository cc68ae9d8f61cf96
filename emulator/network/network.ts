import type { Datagram } from "./datagram";
import type { PathOptions } from "./path";

/** Told whether a datagram has left. */
export type Told = (sent: boolean) => void | Promise<void>;

/** What hears datagrams: a host, one side of a NAT. */
export interface NetworkStation {
  datagramArrives(datagram: Datagram): void | Promise<void>;
}

/** What a station has of the network that it is plugged into. */
export interface NetworkPort {
  /** Whether the station sees a link. */
  readonly linkUp: boolean;
  /** Sends; `done` is told, never from inside, whether the datagram has left. That is no sign that it arrives. */
  transmit(datagram: Datagram, done?: Told): void;
  /** Changes the path to the network, both ways. */
  setPath(changes: Partial<PathOptions>): void;
}

/** What stations are plugged into: a subnet, a Wi-Fi in front of one. */
export interface Network {
  plug(station: NetworkStation, addresses: readonly number[], path?: Partial<PathOptions>): NetworkPort;
}
