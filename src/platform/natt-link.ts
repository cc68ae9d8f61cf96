import { ArgumentReader } from "../console/arguments";
import { Commands } from "../console/commands";
import type { Console } from "../console/console";
import { SHELL_TIMERS } from "../console/shell";
import { NAT_KEEPALIVE_INTERVAL, NatKeepalive } from "../keepalive/nat-keepalive";
import type { NatKeepaliveOptions } from "../keepalive/nat-keepalive";
import { NAT_TRAVERSAL_TIMERS, NatTraversal } from "../link/nat-traversal";
import type { NatTraversalListener } from "../link/nat-traversal";
import { integerOption } from "../options";
import type { RunLoop } from "../scheduler/run-loop";
import { SUPERVISOR_TIMERS } from "../scheduler/supervisor";
import type { Supervisor } from "../scheduler/supervisor";
import { ascii } from "../text";
import { isHostAddress } from "../wire/ipv4";
import { IkePort } from "../wire/nat-t";
import type { LateDatagramPort } from "./late-datagram-port";
import { ShellTerminal } from "./shell-terminal";
import type { PlatformTerminal, ShellTerminalOptions } from "./shell-terminal";
import { WIFI_JOIN_TIMERS, WifiJoin } from "./wifi-join";
import type { NetworkListener, PlatformWifi, WifiOptions } from "./wifi-join";

/** What `startNatt` takes on every runtime; each adds where its sockets are. */
export interface NattLinkOptions extends Partial<ShellTerminalOptions> {
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
  /** Where a person types commands. Default: nowhere. */
  console?: PlatformTerminal;
}

const LOOPBACK_NET = 127;

const NO_PORT = ascii("% UDP: there is no socket for our port");

/** How many timers a link needs, with two for its port. */
export const NATT_LINK_TIMERS = NAT_TRAVERSAL_TIMERS + SHELL_TIMERS + SUPERVISOR_TIMERS + WIFI_JOIN_TIMERS + 2;

/**
 * Our end of a tunnel through a NAT, as far as there is no IKE yet to open one: a NAT keepalive on a UDP port, what arrives
 * there told apart, and a console. What `startNatt` returns.
 *
 * It is stopped while there is no network. Each time there is one again, NAT detection begins anew.
 *
 * Memory: that of {@link NatKeepalive} and {@link NatTraversal}, and with a console of {@link ShellTerminal}.
 */
export class NattLink implements NetworkListener {
  /** Peer, keepalive machine and counters. */
  readonly traversal: NatTraversal;
  private readonly _port: LateDatagramPort;
  private readonly _loop: RunLoop;
  private readonly _terminal: ShellTerminal | null;
  private readonly _console: Console | null;
  private readonly _join: WifiJoin | null;

  /**
   * @param wifi what joins the network; null: it is there
   * @param wifiOptions of the network, with `wifi`
   * @param clockTime ms since 1970 or since the start, for the time of day in console lines
   * @throws RangeError when an option is out of range; without `wifi`, what the runtime throws when the port can't be had
   */
  constructor(
    options: NattLinkOptions,
    port: LateDatagramPort,
    wifi: PlatformWifi | null,
    wifiOptions: WifiOptions | undefined,
    loop: RunLoop,
    clockTime: number,
  ) {
    const keepalive = Object.assign({}, options.keepalive);
    integerOption("NAT keepalive: interval", keepalive.interval, NAT_KEEPALIVE_INTERVAL, 5000, 3600000, " ms");
    this._port = port;
    this._loop = loop;
    this.traversal = new NatTraversal({
      port: port,
      scheduler: loop.scheduler,
      keepalive: new NatKeepalive(keepalive),
      peerAddress: checkedAddress(options.peerAddress),
      peerPort: options.peerPort,
      listener: new PartialNatListener(options.listener === undefined ? {} : options.listener),
    });
    const terminal = options.console;
    this._terminal =
      terminal === undefined ? null : new ShellTerminal(options as ShellTerminalOptions, loop, clockTime);
    this._console = this._terminal === null ? null : this._terminal.shell.console;
    this._join = wifi === null ? null : new WifiJoin(wifiOptions!, wifi, loop, this._console, this);
    port.attach(this.traversal);
    if (this._terminal !== null) this._openTerminal(options, this._terminal);
    if (this._join !== null) {
      this._join.start(loop.now());
    } else {
      port.open();
      this.traversal.start(loop.now());
    }
    loop.update();
  }

  /** To be told of what nobody caught; undefined without a watchdog. */
  get supervisor(): Supervisor | undefined {
    return this._terminal === null ? undefined : this._terminal.supervisor;
  }

  /** NAT detection has said whether we are behind a NAT: see {@link NatKeepalive.setBehindNat}. */
  setBehindNat(behindNat: boolean): void {
    this.traversal.keepalive.setBehindNat(behindNat, this._loop.now());
    this.traversal.settingsChanged();
    this._loop.update();
  }

  /**
   * Sends an ESP packet or an IKE message, octets `[start, end)`, to an int32 address.
   * @returns whether it was taken: see {@link NatTraversal.send}
   */
  send(bytes: Uint8Array, start: number, end: number, address: number, port: number): boolean {
    const taken = this.traversal.send(bytes, start, end, address, port, this._loop.now());
    this._loop.update();
    return taken;
  }

  networkUp(now: number): void {
    try {
      // eslint-disable-next-line linkpulse/no-allocation -- Once, when the network is there for the first time.
      this._port.open();
    } catch {
      this._complain(now);
      return;
    }
    this.traversal.start(now);
  }

  networkDown(): void {
    this.traversal.stop();
  }

  /** Ends everything and gives port, terminal, Wi-Fi and timer back; the link can't be used again. */
  close(): void {
    this.traversal.stop();
    if (this._join !== null) this._join.close();
    this._loop.close();
    this._port.close();
    if (this._terminal !== null) this._terminal.close();
  }

  /** @setup */
  private _openTerminal(options: NattLinkOptions, terminal: ShellTerminal): void {
    const commands = new Commands({
      console: terminal.shell.console,
      scheduler: this._loop.scheduler,
      interfaces: [],
      nat: this.traversal,
      store: options.store,
      heap: options.heap,
      supervisor: terminal.supervisor,
    });
    commands.printVersion();
    commands.restore(this._loop.now());
    terminal.open(commands);
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
export function nattPort(options: NattLinkOptions): number {
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
