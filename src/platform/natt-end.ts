import { ArgumentReader } from "../console/arguments";
import type { Console } from "../console/console";
import { NAT_KEEPALIVE_INTERVAL, NatKeepalive } from "../keepalive/nat-keepalive";
import type { NatKeepaliveOptions } from "../keepalive/nat-keepalive";
import { NAT_TRAVERSAL_TIMERS, NatTraversal } from "../link/nat-traversal";
import type { NatTraversalListener } from "../link/nat-traversal";
import { integerOption } from "../options";
import type { RunLoop } from "../scheduler/run-loop";
import { ascii } from "../text";
import { isHostAddress } from "../wire/ipv4";
import { IkePort } from "../wire/nat-t";
import type { LateDatagramPort } from "./late-datagram-port";
import type { OpenPart } from "./router";
import { WIFI_JOIN_TIMERS, WifiJoin } from "./wifi-join";
import type { NetworkListener, PlatformWifi, WifiOptions } from "./wifi-join";

/** What our end of a tunnel takes. */
export interface NattEndOptions {
  /** The peer's IPv4 address, beyond the NAT: `192.0.2.1`. */
  peerAddress: string;
  /** The peer's port, 1 to 65535. Default 4500. */
  peerPort?: number;
  /** Our port, 1 to 65535. Default 4500. */
  port?: number;
  /** Interval and the rest of {@link NatKeepaliveOptions}; the interval is 5000 to 3600000 ms, as on the console. */
  keepalive?: NatKeepaliveOptions;
  /** Told what arrives, and when the peer should be probed; methods that are not needed are left out. */
  listener?: Partial<NatTraversalListener>;
}

const LOOPBACK_NET = 127;

const NO_PORT = ascii("% UDP: there is no socket for our port");

/** How many timers it registers, with two for its port. */
export const NATT_END_TIMERS = NAT_TRAVERSAL_TIMERS + WIFI_JOIN_TIMERS + 2;

/**
 * Our end of a tunnel through a NAT, as far as there is no IKE yet to open one: a NAT keepalive on a UDP port, and what
 * arrives there told apart.
 *
 * It is stopped while there is no network. Each time there is one again, NAT detection begins anew.
 *
 * Memory: that of {@link NatKeepalive} and {@link NatTraversal}.
 */
export class NattEnd implements OpenPart, NetworkListener {
  readonly nat: NatTraversal;
  private readonly _port: LateDatagramPort;
  private readonly _console: Console | null;
  private readonly _join: WifiJoin | null;

  /**
   * @param wifi what joins the network; null: it is there
   * @param wifiOptions of the network, with `wifi`
   * @param console where the lines go; null: nowhere
   * @throws RangeError when an option is out of range; without `wifi`, what the runtime throws when the port can't be had
   */
  constructor(
    options: NattEndOptions,
    port: LateDatagramPort,
    wifi: PlatformWifi | null,
    wifiOptions: WifiOptions | undefined,
    loop: RunLoop,
    console: Console | null,
  ) {
    const keepalive = Object.assign({}, options.keepalive);
    integerOption("NAT keepalive: interval", keepalive.interval, NAT_KEEPALIVE_INTERVAL, 5000, 3600000, " ms");
    this._port = port;
    this._console = console;
    this.nat = new NatTraversal({
      port: port,
      scheduler: loop.scheduler,
      keepalive: new NatKeepalive(keepalive),
      peerAddress: checkedAddress(options.peerAddress),
      peerPort: options.peerPort,
      listener: new PartialNatListener(options.listener === undefined ? {} : options.listener),
    });
    this._join = wifi === null ? null : new WifiJoin(wifiOptions!, wifi, loop, console, this);
    port.attach(this.nat);
    if (wifi === null) port.open();
  }

  start(now: number): void {
    if (this._join === null) this.nat.start(now);
    else this._join.start(now);
  }

  networkUp(now: number): void {
    try {
      // eslint-disable-next-line linkpulse/no-allocation -- Once, when the network is there for the first time.
      this._port.open();
    } catch {
      this._complain(now);
      return;
    }
    this.nat.start(now);
  }

  networkDown(): void {
    this.nat.stop();
  }

  close(): void {
    this.nat.stop();
    if (this._join !== null) this._join.close();
    this._port.close();
  }

  /** It is tried again when the network was lost and is there again. */
  private _complain(now: number): void {
    if (this._console === null) return;
    this._console.stamp(now);
    this._console.line.text(NO_PORT);
    this._console.print();
  }
}

/** Our port, checked. @throws RangeError when it is out of range @setup */
export function nattPort(options: NattEndOptions): number {
  return integerOption("NAT-T: our port", options.port, IkePort.NatTraversal, 1, 65535, "");
}

/** The int32 that an address in an option stands for. @setup */
function checkedAddress(text: string): number {
  const reader = new ArgumentReader();
  if (typeof text === "string" && reader.quad(ascii(text), 0, text.length)) {
    // On a host the peer may be another program.
    if (isHostAddress(reader.value) || reader.value >>> 24 === LOOPBACK_NET) return reader.value;
  }
  const given = typeof text === "string" && text !== "" ? `"${text}"` : "missing";
  throw new RangeError(`NAT-T: peer's address is ${given}: it must be a host's IPv4 address, such as 192.0.2.1`);
}

/** Hands on what a listener wants to know. */
class PartialNatListener implements NatTraversalListener {
  private readonly _listener: Partial<NatTraversalListener>;

  constructor(listener: Partial<NatTraversalListener>) {
    this._listener = listener;
  }

  ikeReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void {
    const listener = this._listener;
    if (listener.ikeReceived !== undefined) listener.ikeReceived(bytes, start, end, address, port, now);
  }

  espReceived(bytes: Uint8Array, start: number, end: number, address: number, port: number, now: number): void {
    const listener = this._listener;
    if (listener.espReceived !== undefined) listener.espReceived(bytes, start, end, address, port, now);
  }

  datagramSent(sent: boolean, now: number): void {
    if (this._listener.datagramSent !== undefined) this._listener.datagramSent(sent, now);
  }

  keepaliveSent(now: number): void {
    if (this._listener.keepaliveSent !== undefined) this._listener.keepaliveSent(now);
  }

  probeWanted(gap: number, now: number): boolean {
    return this._listener.probeWanted !== undefined && this._listener.probeWanted(gap, now);
  }
}
