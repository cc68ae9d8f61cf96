import { HdlcDebugLine } from "../console/hdlc-debug";
import type { ConsoleInterface } from "../console/console-interface";
import { InterfaceLog } from "../console/interface-log";
import type { HdlcKeepalive } from "../keepalive/hdlc";
import { PathProbe } from "../keepalive/path-probe";
import type { Ppp } from "../keepalive/ppp";
import { frameRelayEncapsulation } from "../link/frame-relay-encapsulation";
import { hdlcEncapsulation } from "../link/hdlc-interface";
import { IP_HOST_TIMERS, IpHost } from "../link/ip-host";
import { pppEncapsulation } from "../link/ppp-interface";
import { SerialInterface } from "../link/serial-interface";
import { ResetCause } from "../ports";
import { XorShift32 } from "../random";
import type { RetainedLine } from "../retention/router-retention";
import type { RunLoop } from "../scheduler/run-loop";
import type { Supervisor } from "../scheduler/supervisor";
import { ascii } from "../text";
import { listenerOf } from "./link-parts";
import { Router, routerTimers } from "./router";
import type { OpenPart, RetainedRouter, RouterOptions } from "./router";
import { interfaceOptions, SERIAL_LINK_TIMERS } from "./serial-link";
import type { HdlcLinkOptions, PlatformPort, PppLinkOptions } from "./serial-link";

/** What `startRouter` takes on every runtime; each adds `serial`, which says where the line is. */
export interface RouterLinkOptions extends Omit<HdlcLinkOptions & PppLinkOptions, "console">, RouterOptions {
  /** What the line speaks at first. Default `hdlc`. */
  encapsulation?: "hdlc" | "ppp";
  /** What `show interfaces` says after `Hardware is`. Default `UART`. */
  hardware?: string;
  /** What outlives the supply, and when the router may start. Default: nothing does, and it starts at once. */
  retention?: RouterLinkRetention;
}

/** Makes a {@link RouterRetention}, with the memory and the clock that it takes. */
export interface RouterLinkRetention {
  /** How many timers they register: ROUTER_RETENTION_TIMERS, and those of a clock chip's driver. */
  readonly timers: number;
  /** Called once, while the router is made. @setup */
  of(line: RetainedLine): RetainedRouter;
}

/** How many timers a router with these options needs, with one for its port. @setup */
export function routerLinkTimers(options: Pick<RouterLinkOptions, "parts" | "retention">): number {
  const line = SERIAL_LINK_TIMERS + IP_HOST_TIMERS + routerTimers(options);
  return line + (options.retention === undefined ? 0 : options.retention.timers);
}

/**
 * A serial interface that speaks HDLC or PPP, with an IP host that answers pings.
 *
 * Memory: that of {@link SerialInterface}, {@link HdlcKeepalive}, {@link Ppp}, {@link IpHost} and {@link InterfaceLog}.
 */
class RouterLine implements OpenPart {
  readonly serial: SerialInterface;
  readonly shown: ConsoleInterface;
  readonly retention: RetainedRouter | undefined;
  private readonly _port: PlatformPort;
  private readonly _host: IpHost;

  constructor(options: RouterLinkOptions, port: PlatformPort, loop: RunLoop, seed: number, router: Router) {
    const scheduler = loop.scheduler;
    const console = router.console;
    const random = new XorShift32(seed);
    const host = new IpHost({
      scheduler: scheduler,
      probe: new PathProbe({ random: random }),
      next: listenerOf(options),
    });
    const log = new InterfaceLog({ scheduler: scheduler, console: console, next: host });
    log.debug = options.debug === true;
    const settings = Object.assign(interfaceOptions(options, port, loop, log), {
      keepalive: Object.assign({ random: random }, options.keepalive),
      framing: options.framing,
      ppp: Object.assign({ random: random }, options.ppp),
    });
    const encapsulations = [hdlcEncapsulation(settings), pppEncapsulation(settings)];
    const hdlc = encapsulations[0]!.protocol as HdlcKeepalive;
    const ppp = encapsulations[1]!.protocol as Ppp;
    const first = options.encapsulation === "ppp" ? encapsulations.reverse() : encapsulations;
    const serial = new SerialInterface(settings, first.concat([frameRelayEncapsulation()]));
    log.attach(serial, new HdlcDebugLine(hdlc));
    host.attach(serial);
    this.serial = serial;
    this.shown = {
      serial: serial,
      log: log,
      hardware: ascii(options.hardware === undefined ? "UART" : options.hardware),
      hdlc: hdlc,
      ppp: ppp,
      host: host,
    };
    const supervisor = router.supervisor;
    this.retention =
      options.retention === undefined
        ? undefined
        : options.retention.of({
            scheduler: scheduler,
            console: console,
            hdlc: hdlc,
            ppp: ppp,
            encapsulation: options.encapsulation === "ppp" ? "ppp" : "hdlc",
            counters: serial.counters,
            cause: supervisor === undefined ? ResetCause.Unknown : supervisor.cause,
            listener: router,
          });
    this._port = port;
    this._host = host;
  }

  /** @setup */
  start(now: number, configured: boolean): void {
    if (!configured) this.serial.start(now);
    this._host.start(now);
    this._port.attach(this.serial);
  }

  close(now: number): void {
    this.serial.shut(now);
    this._port.close();
  }
}

/**
 * A router with a serial interface that speaks HDLC or PPP. What `startRouter` returns.
 *
 * Memory: that of {@link Router} and its line.
 */
export class RouterLink {
  /** The interface itself, for its states, counters and averages. */
  readonly serial: SerialInterface;
  private readonly _router: Router;
  private readonly _loop: RunLoop;

  /**
   * @param seed any int32 that differs between two boards that are switched on together
   * @param clockTime ms since 1970 or since the start, for the time of day in console lines
   * @throws RangeError when an option is out of range; what a part throws
   */
  constructor(options: RouterLinkOptions, port: PlatformPort, loop: RunLoop, seed: number, clockTime: number) {
    const router = new Router(options, loop, clockTime);
    const line = new RouterLine(options, port, loop, seed, router);
    this.serial = line.serial;
    this._router = router;
    this._loop = loop;
    router.open(line);
  }

  /** To be told of what nobody caught; undefined without a watchdog. */
  get supervisor(): Supervisor | undefined {
    return this._router.supervisor;
  }

  /** Whether packets can pass. */
  get lineProtocolUp(): boolean {
    return this.serial.lineProtocolUp;
  }

  /**
   * Sends a packet: octets `[start, end)` of `protocol`, an Ethernet type such as 0x0800.
   * @returns whether it was taken: see {@link SerialInterface.send}
   */
  send(protocol: number, bytes: Uint8Array, start: number, end: number): boolean {
    const taken = this.serial.send(protocol, bytes, start, end, this._loop.now());
    this._loop.update();
    return taken;
  }

  /** Ends everything and gives port, terminal and timer back; the router can't be used again. */
  close(): void {
    this._router.close();
  }
}
