import { Commands } from "../console/commands";
import { HdlcDebugLine } from "../console/hdlc-debug";
import { InterfaceLog } from "../console/interface-log";
import type { RetentionCommands } from "../console/retention-commands";
import { SHELL_TIMERS } from "../console/shell";
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
import type { RunLoop } from "../scheduler/run-loop";
import { SUPERVISOR_TIMERS } from "../scheduler/supervisor";
import type { Supervisor } from "../scheduler/supervisor";
import { ascii } from "../text";
import type { RetainedLine, RetainedLineListener } from "../retention/router-retention";
import { listenerOf } from "./link-parts";
import { interfaceOptions, SERIAL_LINK_TIMERS } from "./serial-link";
import type { HdlcLinkOptions, PlatformPort, PppLinkOptions } from "./serial-link";
import { ShellTerminal } from "./shell-terminal";
import type { ShellTerminalOptions } from "./shell-terminal";

/** What `startRouter` takes on every runtime; each adds `serial`, which says where the line is. */
export interface RouterLinkOptions extends Omit<HdlcLinkOptions & PppLinkOptions, "console">, ShellTerminalOptions {
  /** What the line speaks at first. Default `hdlc`. */
  encapsulation?: "hdlc" | "ppp";
  /** What `show interfaces` says after `Hardware is`. Default `UART`. */
  hardware?: string;
  /** What outlives the supply, and when the line may start. Default: nothing does, and it starts at once. */
  retention?: RouterLinkRetention;
}

/** Makes a {@link RouterRetention}, with the memory and the clock that it takes. */
export interface RouterLinkRetention {
  /** How many timers they register: ROUTER_RETENTION_TIMERS, and those of a clock chip's driver. */
  readonly timers: number;
  /** Called once, while the router is made. @setup */
  of(line: RetainedLine): RetainedRouter;
}

/** What a router asks of a {@link RouterRetention}. */
export interface RetainedRouter {
  readonly commands: RetentionCommands;
  start(now: number): void;
}

/** How many timers a router needs, those of its retention left out. */
export const ROUTER_LINK_TIMERS = SERIAL_LINK_TIMERS + SHELL_TIMERS + SUPERVISOR_TIMERS + IP_HOST_TIMERS;

/** How many timers a router with these options needs. @setup */
export function routerTimers(options: RouterLinkOptions): number {
  return ROUTER_LINK_TIMERS + (options.retention === undefined ? 0 : options.retention.timers);
}

/**
 * A whole program for a board: a serial interface that speaks HDLC or PPP, an IP host that answers pings, and a console
 * at which all of it can be looked at and changed while it runs. What `startRouter` returns.
 *
 * Memory: that of {@link SerialInterface}, {@link HdlcKeepalive}, {@link Ppp}, {@link IpHost}, {@link InterfaceLog} and
 * {@link Shell}.
 */
export class RouterLink implements RetainedLineListener {
  /** The interface itself, for its states, counters and averages. */
  readonly serial: SerialInterface;
  private readonly _port: PlatformPort;
  private readonly _terminal: ShellTerminal;
  private readonly _loop: RunLoop;
  private readonly _commands: Commands;
  private readonly _host: IpHost;

  /**
   * @param seed any int32 that differs between two boards that are switched on together
   * @param clockTime ms since 1970 or since the start, for the time of day in console lines
   * @throws RangeError when an option is out of range
   */
  constructor(options: RouterLinkOptions, port: PlatformPort, loop: RunLoop, seed: number, clockTime: number) {
    const scheduler = loop.scheduler;
    const random = new XorShift32(seed);
    const terminal = new ShellTerminal(options, loop, clockTime);
    const shell = terminal.shell;
    const host = new IpHost({
      scheduler: scheduler,
      probe: new PathProbe({ random: random }),
      next: listenerOf(options),
    });
    const log = new InterfaceLog({ scheduler: scheduler, console: shell.console, next: host });
    log.debug = options.debug === true;
    const settings = Object.assign(interfaceOptions(options, port, loop, log), {
      keepalive: Object.assign({ random: random }, options.keepalive),
      framing: options.framing,
      ppp: Object.assign({ random: random }, options.ppp),
    });
    const hdlc = hdlcEncapsulation(settings);
    const ppp = pppEncapsulation(settings);
    const first = options.encapsulation === "ppp" ? [ppp, hdlc] : [hdlc, ppp];
    const serial = new SerialInterface(settings, first.concat([frameRelayEncapsulation()]));
    log.attach(serial, new HdlcDebugLine(hdlc.protocol as HdlcKeepalive));
    host.attach(serial);
    const supervisor = terminal.supervisor;
    const retention =
      options.retention === undefined
        ? null
        : options.retention.of({
            scheduler: scheduler,
            console: shell.console,
            hdlc: hdlc.protocol as HdlcKeepalive,
            ppp: ppp.protocol as Ppp,
            encapsulation: options.encapsulation === "ppp" ? "ppp" : "hdlc",
            counters: serial.counters,
            cause: supervisor === undefined ? ResetCause.Unknown : supervisor.cause,
            listener: this,
          });
    const commands = new Commands({
      console: shell.console,
      scheduler: scheduler,
      interfaces: [
        {
          serial: serial,
          log: log,
          hardware: ascii(options.hardware === undefined ? "UART" : options.hardware),
          hdlc: hdlc.protocol as HdlcKeepalive,
          ppp: ppp.protocol as Ppp,
          host: host,
        },
      ],
      keepAlive: retention === null ? undefined : retention.commands,
      store: options.store,
      heap: options.heap,
      supervisor: supervisor,
    });
    this.serial = serial;
    this._port = port;
    this._terminal = terminal;
    this._loop = loop;
    this._commands = commands;
    this._host = host;
    if (retention === null) this.lineMayStart(loop.now());
    else retention.start(loop.now());
    port.attach(serial);
    terminal.open(commands);
    loop.update();
  }

  /** To be told of what nobody caught; undefined without a watchdog. */
  get supervisor(): Supervisor | undefined {
    return this._terminal.supervisor;
  }

  /** At boot, once what outlived the supply was found: says so, and starts the line as it is configured. @setup */
  lineMayStart(now: number): void {
    this._commands.printVersion();
    if (!this._commands.restore(now)) this.serial.start(now);
    this._host.start(now);
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
    this.serial.shut(this._loop.now());
    this._loop.close();
    this._port.close();
    this._terminal.close();
  }
}
