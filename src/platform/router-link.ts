import { Commands } from "../console/commands";
import { HdlcDebugLine } from "../console/hdlc-debug";
import { InterfaceLog } from "../console/interface-log";
import { SHELL_TIMERS } from "../console/shell";
import type { HdlcKeepalive } from "../keepalive/hdlc";
import { PathProbe } from "../keepalive/path-probe";
import type { Ppp } from "../keepalive/ppp";
import { frameRelayEncapsulation } from "../link/frame-relay-encapsulation";
import { hdlcEncapsulation } from "../link/hdlc-interface";
import { IP_HOST_TIMERS, IpHost } from "../link/ip-host";
import { pppEncapsulation } from "../link/ppp-interface";
import { SerialInterface } from "../link/serial-interface";
import { XorShift32 } from "../random";
import type { RunLoop } from "../scheduler/run-loop";
import { SUPERVISOR_TIMERS } from "../scheduler/supervisor";
import type { Supervisor } from "../scheduler/supervisor";
import { ascii } from "../text";
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
}

/** How many timers a router needs. */
export const ROUTER_LINK_TIMERS = SERIAL_LINK_TIMERS + SHELL_TIMERS + SUPERVISOR_TIMERS + IP_HOST_TIMERS;

/**
 * A whole program for a board: a serial interface that speaks HDLC or PPP, an IP host that answers pings, and a console
 * at which all of it can be looked at and changed while it runs. What `startRouter` returns.
 *
 * Memory: that of {@link SerialInterface}, {@link HdlcKeepalive}, {@link Ppp}, {@link IpHost}, {@link InterfaceLog} and
 * {@link Shell}.
 */
export class RouterLink {
  /** The interface itself, for its states, counters and averages. */
  readonly serial: SerialInterface;
  private readonly _port: PlatformPort;
  private readonly _terminal: ShellTerminal;
  private readonly _loop: RunLoop;

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
      store: options.store,
      heap: options.heap,
      supervisor: terminal.supervisor,
    });
    this.serial = serial;
    this._port = port;
    this._terminal = terminal;
    this._loop = loop;
    commands.printVersion(loop.now());
    if (!commands.restore(loop.now())) serial.start(loop.now());
    host.start(loop.now());
    port.attach(serial);
    terminal.open(commands);
    loop.update();
  }

  /** To be told of what nobody caught; undefined without a watchdog. */
  get supervisor(): Supervisor | undefined {
    return this._terminal.supervisor;
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
