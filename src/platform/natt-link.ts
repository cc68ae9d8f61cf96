import type { NatTraversal } from "../link/nat-traversal";
import type { RunLoop } from "../scheduler/run-loop";
import type { Supervisor } from "../scheduler/supervisor";
import type { LateDatagramPort } from "./late-datagram-port";
import { NATT_END_TIMERS, NattEnd } from "./natt-end";
import type { NattEndOptions } from "./natt-end";
import { Router, routerTimers } from "./router";
import type { RouterOptions } from "./router";
import type { PlatformTerminal } from "./shell-terminal";
import type { PlatformWifi, WifiOptions } from "./wifi-join";

/** What `startNatt` takes on every runtime; each adds where its sockets are. */
export interface NattLinkOptions extends NattEndOptions, Partial<RouterOptions> {
  /** Where a person types commands. Default: nowhere. */
  console?: PlatformTerminal;
}

/** How many timers a link needs, with two for its port. @setup */
export function nattLinkTimers(options: Partial<RouterOptions>): number {
  return NATT_END_TIMERS + routerTimers(options);
}

/**
 * Our end of a tunnel through a NAT that runs by itself: it knows the time, and keeps the alarm set; in a router, if there
 * is a console. What `startNatt` returns.
 *
 * Memory: that of {@link NattEnd}, and with a console of {@link Router}.
 */
export class NattLink {
  /** Peer, keepalive machine and counters. */
  readonly traversal: NatTraversal;
  private readonly _end: NattEnd;
  private readonly _loop: RunLoop;
  private readonly _router: Router | null;

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
    const router = options.console === undefined ? null : new Router(options as RouterOptions, loop, clockTime);
    const end = new NattEnd(options, port, wifi, wifiOptions, loop, router === null ? null : router.console);
    this.traversal = end.nat;
    this._end = end;
    this._loop = loop;
    this._router = router;
    if (router !== null) {
      router.open(end);
      return;
    }
    end.start(loop.now());
    loop.update();
  }

  /** To be told of what nobody caught; undefined without a watchdog. */
  get supervisor(): Supervisor | undefined {
    return this._router === null ? undefined : this._router.supervisor;
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

  /** Ends everything and gives port, terminal, Wi-Fi and timer back; the link can't be used again. */
  close(): void {
    if (this._router !== null) {
      this._router.close();
      return;
    }
    this._end.close();
    this._loop.close();
  }
}
