import { NatKeepalive } from "../../src/keepalive/nat-keepalive";
import type { NatKeepaliveOptions } from "../../src/keepalive/nat-keepalive";
import { NAT_TRAVERSAL_TIMERS, NatTraversal } from "../../src/link/nat-traversal";
import type { NatTraversalListener } from "../../src/link/nat-traversal";
import { IkePort, IsakmpField, ISAKMP_HEADER, NON_ESP_MARKER } from "../../src/wire/nat-t";
import type { Simulation } from "../simulation/simulation";
import { Host } from "./host";
import type { HostOptions } from "./host";
import type { Network } from "./network";

/** An IKE message as far as port 4500 looks: the marker, and a header with nothing behind it. */
const MESSAGE = new Uint8Array(NON_ESP_MARKER + ISAKMP_HEADER);
MESSAGE[NON_ESP_MARKER + IsakmpField.Length + 3] = ISAKMP_HEADER;

/** An ESP packet as far as port 4500 looks: an SPI, and octets. */
const PACKET = new Uint8Array(60).fill(0xe5);

/** One end of an emulated tunnel: a host whose port 4500 is NAT-T's, with messages and packets that say nothing. */
abstract class TunnelEnd implements NatTraversalListener {
  readonly host: Host;
  readonly traversal: NatTraversal;
  /** IKE messages and ESP packets that arrived. */
  messages = 0;
  packets = 0;

  constructor(
    simulation: Simulation,
    network: Network,
    address: number,
    keepalive: NatKeepaliveOptions,
    options: HostOptions,
  ) {
    this.host = new Host(simulation, network, address, { timers: NAT_TRAVERSAL_TIMERS + 1, ...options });
    const port = this.host.open(IkePort.NatTraversal);
    const { scheduler } = this.host;
    this.traversal = new NatTraversal({ port, scheduler, keepalive: new NatKeepalive(keepalive), listener: this });
    port.attach(this.traversal);
  }

  get keepalive(): NatKeepalive {
    return this.traversal.keepalive;
  }

  /** Sends an IKE message to the peer. @returns whether it was taken */
  sendMessage(): boolean {
    return this._send(MESSAGE);
  }

  /** Sends an ESP packet to the peer. @returns whether it was taken */
  sendPacket(): boolean {
    return this._send(PACKET);
  }

  abstract ikeReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void;

  espReceived(): void {
    this.packets++;
  }

  datagramSent(): void {}

  keepaliveSent(): void {}

  probeWanted(): boolean {
    return this.sendMessage();
  }

  private _send(bytes: Uint8Array): boolean {
    const { traversal, host } = this;
    const { peerAddress, peerPort } = traversal;
    const taken = traversal.send(bytes, 0, bytes.length, peerAddress, peerPort, host.loop.now());
    host.loop.update();
    return taken;
  }
}

/**
 * The end behind the NAT: begins with an IKE message, whose answer says that there is a NAT (RFC 3947 section 3.2), and
 * keeps its mapping alive from then on.
 */
export class TunnelClient extends TunnelEnd {
  /** Whether NAT detection will find one. */
  findsNat = true;

  start(server: number): void {
    this.traversal.setPeer(server, IkePort.NatTraversal, this.host.loop.now());
    this.sendMessage();
  }

  ikeReceived(_bytes: Uint8Array, _start: number, _end: number, _address: number, _port: number, now: number): void {
    this.messages++;
    this.keepalive.setBehindNat(this.findsNat, now);
    this.traversal.start(now);
  }
}

/**
 * The other end: answers IKE messages, and learns from them alone where the client is, since what else comes to its port
 * may have been sent by anybody.
 */
export class TunnelServer extends TunnelEnd {
  ikeReceived(_bytes: Uint8Array, _start: number, _end: number, address: number, port: number, now: number): void {
    this.messages++;
    this.traversal.setPeer(address, port, now);
    this.sendMessage();
  }
}
