import { isTunnelMessage, messageId, messageSpi, TUNNEL_MESSAGE, writeTunnelMessage } from "../device/tunnel-message";
import { FIRST_HOPS } from "../network/datagram";
import type { Datagram } from "../network/datagram";
import type { NetworkPort, NetworkStation } from "../network/network";
import type { PathOptions } from "../network/path";
import type { Subnet } from "../network/subnet";
import { checkNatTraversal, IkePort, NatTraversalKind, NON_ESP_MARKER } from "../../src/wire/nat-t";
import { readInt32, writeInt32 } from "../../src/wire/octets";
import type { HostPlan } from "../scenario/scenario";
import { HostEvent } from "./observer";
import type { WorldObserver } from "./observer";

/** Where a router is, as its last IKE message had it, and how many ESP packets were sent to it. */
interface KnownRouter {
  address: number;
  port: number;
  sequence: number;
}

const ESP_SIZE = 60;

/**
 * A host that is the other end of the tunnels of routers: answers their IKE messages, and learns from these alone where a
 * router is, since what else comes to its port may have been sent by anybody.
 */
export class PeerHost implements NetworkStation {
  private readonly _number: number;
  private readonly _plan: HostPlan;
  private readonly _observer: WorldObserver;
  private readonly _port: NetworkPort;
  /** By router. */
  private readonly _routers = new Map<number, KnownRouter>();
  private readonly _routerOf: (spi: number) => number | undefined;

  /** @param routerOf which router has an SPI */
  constructor(
    subnet: Subnet,
    number: number,
    plan: HostPlan,
    routerOf: (spi: number) => number | undefined,
    observer: WorldObserver,
  ) {
    this._number = number;
    this._plan = plan;
    this._routerOf = routerOf;
    this._observer = observer;
    this._port = subnet.plug(this, [plan.address], plan.path);
  }

  setPath(changes: Partial<PathOptions>): void {
    this._port.setPath(changes);
  }

  /** Sends an ESP packet to where it believes a router to be. */
  sendEsp(router: number, spi: number): void {
    const known = this._known(router);
    known.sequence++;
    this._observer.hostEvent?.(this._number, router, HostEvent.EspSent, known.sequence, known.port === 0 ? 0 : 1);
    if (known.port === 0) return;
    const packet = new Uint8Array(ESP_SIZE).fill(0xe5);
    writeInt32(packet, 0, spi);
    writeInt32(packet, 4, known.sequence);
    this._send(packet, known.address, known.port);
  }

  datagramArrives({ payload, source, sourcePort, destination, destinationPort }: Datagram): void {
    if (destination !== this._plan.address || destinationPort !== (IkePort.NatTraversal as number)) return;
    const kind = checkNatTraversal(payload, 0, payload.length);
    if (kind === NatTraversalKind.Esp) {
      const router = this._routerOf(readInt32(payload, 0));
      if (router === undefined) return;
      this._observer.hostEvent?.(this._number, router, HostEvent.EspReceived, readInt32(payload, 4), 0);
    } else if (kind === NatTraversalKind.Ike) {
      this._answer(payload, source, sourcePort);
    }
  }

  private _answer(payload: Uint8Array, address: number, port: number): void {
    if (!isTunnelMessage(payload, NON_ESP_MARKER, payload.length, false)) return;
    const spi = messageSpi(payload, NON_ESP_MARKER);
    const router = this._routerOf(spi);
    if (router === undefined) return;
    const known = this._known(router);
    if (known.address !== address || known.port !== port) {
      known.address = address;
      known.port = port;
      this._observer.hostEvent?.(this._number, router, HostEvent.Mapping, address, port);
    }
    const answer = new Uint8Array(TUNNEL_MESSAGE);
    writeTunnelMessage(answer, true, spi, messageId(payload, NON_ESP_MARKER), address, port);
    this._send(answer, address, port);
  }

  private _known(router: number): KnownRouter {
    let known = this._routers.get(router);
    if (known === undefined) this._routers.set(router, (known = { address: 0, port: 0, sequence: 0 }));
    return known;
  }

  private _send(payload: Uint8Array, destination: number, destinationPort: number): void {
    this._port.transmit({
      source: this._plan.address,
      sourcePort: IkePort.NatTraversal,
      destination,
      destinationPort,
      payload,
      hops: FIRST_HOPS,
    });
  }
}
