import { Console } from "../console/console";
import { HdlcDebugLine } from "../console/hdlc-debug";
import { INTERFACE_LOG_TIMERS, InterfaceLog } from "../console/interface-log";
import { PppDebug } from "../console/ppp-debug";
import type { Framing } from "../framing/framing";
import type { HdlcKeepaliveOptions } from "../keepalive/hdlc";
import type { PppOptions } from "../keepalive/ppp-options";
import { createHdlcInterface } from "../link/hdlc-interface";
import type { HdlcInterface } from "../link/hdlc-interface";
import { createPppInterface } from "../link/ppp-interface";
import type { PppInterface } from "../link/ppp-interface";
import type { InterfaceListener } from "../link/network-interface";
import { SERIAL_INTERFACE_TIMERS } from "../link/serial-interface";
import type { SerialInterface, SerialInterfaceOptions } from "../link/serial-interface";
import type { ConsoleSink, SerialPort, SerialPortListener } from "../ports";
import { XorShift32 } from "../random";
import type { RunLoop } from "../scheduler/run-loop";
import { listenerOf, timeOfDay } from "./link-parts";

/** What `startHdlc` and `startPpp` both take on every runtime; each runtime adds `serial`, which says where the line is. */
export interface SerialLinkOptions {
  /** As the console shows it. Default `Serial0/0`. */
  name?: string;
  /** Told what happens; methods that are not needed are left out. */
  listener?: Partial<InterfaceListener>;
  /** Where the lines go that IOS would print. Default: nowhere. */
  console?: ConsoleSink;
  /** `debug serial interface`, `debug ppp packet`: a line for each keepalive interval or packet too. Default false. */
  debug?: boolean;
  /** The longest packet without its header, 1 to 65000 octets. Default 1500. */
  mtu?: number;
  /** For `load`, 1 to 1000000000 bit/s. Default 64000. */
  bandwidth?: number;
  /** How long the carrier must be away to count as lost, 0 to 60000 ms. Default 2000. */
  carrierDelay?: number;
  /** How much earlier a keepalive may go out to share a wake-up, 0 to 2^30 - 1 ms. Default 0. */
  slack?: number;
  /** How many trace records to keep; 0, the default, keeps none. */
  trace?: number;
}

export interface HdlcLinkOptions extends SerialLinkOptions {
  /** Interval, retries and the rest of {@link HdlcKeepaliveOptions}; all have defaults. */
  keepalive?: Partial<HdlcKeepaliveOptions>;
  /** How frames stand on the line. Default: octet-stuffed, FCS-16, nothing escaped but flag and escape. */
  framing?: Framing;
}

export interface PppLinkOptions extends SerialLinkOptions {
  /** Interval, retries, addresses and the rest of {@link PppOptions}; all have defaults. */
  ppp?: Partial<PppOptions>;
}

/** A serial port as a runtime makes it. */
export interface PlatformPort extends SerialPort {
  /** Says who takes what arrives, and starts to tell. */
  attach(listener: SerialPortListener): void;
  /** Gives the hardware back to the runtime. */
  close(): void;
}

/** How many timers a link needs, with one for its port. */
export const SERIAL_LINK_TIMERS = SERIAL_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS + 1;

/** A link with Cisco HDLC: what `startHdlc` returns. */
export type HdlcLink = SerialLink<HdlcInterface>;

/** A link with PPP: what `startPpp` returns. */
export type PppLink = SerialLink<PppInterface>;

/**
 * A serial interface that runs by itself: it knows the time, and keeps the alarm set.
 *
 * Memory: that of the interface and, with a console, of {@link InterfaceLog}.
 */
export class SerialLink<Interface extends SerialInterface> {
  /** The interface itself, for its states, counters and averages. */
  readonly serial: Interface;
  private readonly _port: PlatformPort;
  private readonly _loop: RunLoop;

  /**
   * Brings the interface up, which was made with this port, on the scheduler of this loop.
   */
  constructor(serial: Interface, port: PlatformPort, loop: RunLoop) {
    this.serial = serial;
    this._port = port;
    this._loop = loop;
    this.serial.start(loop.now());
    port.attach(this.serial);
    loop.update();
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

  /** Takes the interface down, and keeps it down. */
  shut(): void {
    this.serial.shut(this._loop.now());
    this._loop.update();
  }

  /** Takes back {@link shut}. */
  noShut(): void {
    this.serial.noShut(this._loop.now());
    this._loop.update();
  }

  /** Ends everything and gives port and timer back; the link can't be used again. */
  close(): void {
    this.serial.shut(this._loop.now());
    this._loop.close();
    this._port.close();
  }
}

/** @setup */
function consoleOf(options: SerialLinkOptions, loop: RunLoop, clockTime: number): Console | null {
  return options.console === undefined ? null : new Console(options.console, timeOfDay(loop, clockTime));
}

/** The log of a link that has a console. @setup */
function logOf(options: SerialLinkOptions, loop: RunLoop, console: Console | null): InterfaceLog | null {
  if (console === null) return null;
  const log = new InterfaceLog({
    scheduler: loop.scheduler,
    console: console,
    next: options.listener === undefined ? undefined : listenerOf(options),
  });
  log.debug = options.debug === true;
  return log;
}

/** What an interface takes of a link's options. @setup */
export function interfaceOptions(
  options: SerialLinkOptions,
  port: PlatformPort,
  loop: RunLoop,
  log: InterfaceLog | null,
): SerialInterfaceOptions {
  return {
    name: options.name === undefined ? "Serial0/0" : options.name,
    port: port,
    scheduler: loop.scheduler,
    listener: log === null ? listenerOf(options) : log,
    mtu: options.mtu,
    bandwidth: options.bandwidth,
    carrierDelay: options.carrierDelay,
    slack: options.slack,
    trace: options.trace,
  };
}

/**
 * Makes a link with Cisco HDLC on a port.
 * @param seed any int32 that differs between two boards that are switched on together
 * @param clockTime ms since 1970 or since the start, for the time of day in console lines
 * @throws RangeError when an option is out of range
 * @setup
 */
export function hdlcLink(
  options: HdlcLinkOptions,
  port: PlatformPort,
  loop: RunLoop,
  seed: number,
  clockTime: number,
): HdlcLink {
  const log = logOf(options, loop, consoleOf(options, loop, clockTime));
  const serial = createHdlcInterface(
    Object.assign(interfaceOptions(options, port, loop, log), {
      keepalive: Object.assign({ random: new XorShift32(seed) }, options.keepalive),
      framing: options.framing,
    }),
  );
  if (log !== null) log.attach(serial, new HdlcDebugLine(serial.protocol));
  return new SerialLink(serial, port, loop);
}

/**
 * Makes a link with PPP on a port; the parameters are those of {@link hdlcLink}.
 * @throws RangeError when an option is out of range
 * @setup
 */
export function pppLink(
  options: PppLinkOptions,
  port: PlatformPort,
  loop: RunLoop,
  seed: number,
  clockTime: number,
): PppLink {
  const console = consoleOf(options, loop, clockTime);
  const log = logOf(options, loop, console);
  const serial = createPppInterface(
    Object.assign(interfaceOptions(options, port, loop, log), {
      ppp: Object.assign({ random: new XorShift32(seed) }, options.ppp),
    }),
  );
  if (log !== null) log.attach(serial, null);
  if (console !== null && options.debug === true) serial.protocol.observer = new PppDebug(console, serial.nameText);
  return new SerialLink(serial, port, loop);
}
