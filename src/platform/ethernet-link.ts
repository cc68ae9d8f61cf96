import type { Commands } from "../console/commands";
import { Console } from "../console/console";
import { EthernetDebugLine } from "../console/ethernet-debug";
import { INTERFACE_LOG_TIMERS, InterfaceLog } from "../console/interface-log";
import { printVersion, ShowVersion } from "../console/show-version";
import type { EthernetLoopbackOptions } from "../keepalive/ethernet-loopback-options";
import { ETHERNET_INTERFACE_TIMERS, EthernetInterface } from "../link/ethernet-interface";
import type { InterfaceListener } from "../link/network-interface";
import type { ConsoleSink, FramePort, FramePortListener, SpiBus } from "../ports";
import { XorShift32 } from "../random";
import type { RunLoop } from "../scheduler/run-loop";
import type { Scheduler } from "../scheduler/scheduler";
import { SUPERVISOR_TIMERS } from "../scheduler/supervisor";
import type { Supervisor } from "../scheduler/supervisor";
import { listenerOf, timeOfDay } from "./link-parts";
import type { ShellTerminal } from "./shell-terminal";
import { supervisorOf } from "./system-options";
import type { SystemOptions } from "./system-options";

/** Told that a chip's interrupt pin fell. */
export interface InterruptListener {
  interrupt(now: number): void;
}

/** The driver of an Ethernet chip: `Enc28j60`, `W5500`. */
export interface EthernetDriver extends FramePort, InterruptListener {
  attach(listener: FramePortListener): void;
  start(now: number): void;
  stop(now: number): void;
}

/** An SPI bus as a runtime makes it. */
export interface PlatformSpiBus extends SpiBus {
  /** Gives the hardware back to the runtime. */
  close(): void;
}

/** A chip's interrupt pin as a runtime makes it. */
export interface PlatformInterruptPin {
  /** Says whom to tell of each falling edge, and starts to tell. */
  attach(listener: InterruptListener): void;
  /** Gives the hardware back to the runtime. */
  close(): void;
}

/** What an interface on a chip takes. */
export interface EthernetPartsOptions {
  /** As the console shows it. Default `Ethernet0`. */
  name?: string;
  /** Told what happens; methods that are not needed are left out. */
  listener?: Partial<InterfaceListener>;
  /** `debug ethernet interface`: a line for each keepalive interval too. Default false. */
  debug?: boolean;
  /** Interval, retries and the rest of {@link EthernetLoopbackOptions}; all have defaults. */
  keepalive?: Partial<EthernetLoopbackOptions>;
  /** For `load`, 1 to 1000000000 bit/s. Default 10000000. */
  bandwidth?: number;
  /** How much earlier a keepalive may go out to share a wake-up, 0 to 2^30 - 1 ms. Default 0. */
  slack?: number;
  /** How many trace records to keep; 0, the default, keeps none. */
  trace?: number;
}

/** What `startEthernet` takes on every runtime; each adds `spi` and `interrupt`, which say where the chip is. */
export interface EthernetLinkOptions extends EthernetPartsOptions, SystemOptions {
  /** Makes the chip's driver, which gets one of the scheduler's timers. */
  driver: (bus: SpiBus, scheduler: Scheduler) => EthernetDriver;
  /** Where the lines go that IOS would print. Default: nowhere. */
  console?: ConsoleSink;
}

/** How many timers a link needs, with one for its driver. */
export const ETHERNET_LINK_TIMERS = ETHERNET_INTERFACE_TIMERS + INTERFACE_LOG_TIMERS + SUPERVISOR_TIMERS + 1;

/** An interface on its chip, which nobody has started. */
export interface EthernetParts {
  readonly ethernet: EthernetInterface;
  readonly driver: EthernetDriver;
  /** Null without a console. */
  readonly log: InterfaceLog | null;
}

/**
 * An Ethernet interface that runs by itself on a chip: it knows the time, and keeps the alarm set; with a console at which it
 * can be looked at and changed, if there is one. What `startEthernet` and `startEthernetRouter` return.
 *
 * Memory: that of the driver, the interface and, with a console, of {@link InterfaceLog}.
 */
export class EthernetLink {
  /** The interface itself, for its states, counters and averages. */
  readonly ethernet: EthernetInterface;
  readonly driver: EthernetDriver;
  /** To be told of what nobody caught; undefined without a watchdog. */
  readonly supervisor: Supervisor | undefined;
  private readonly _bus: PlatformSpiBus;
  private readonly _pin: PlatformInterruptPin | null;
  private readonly _terminal: ShellTerminal | null;
  private readonly _loop: RunLoop;

  /**
   * Brings up what was made on the scheduler of this loop.
   * @param pin null: the chip's interrupt pin is not wired, and the driver polls
   * @param terminal at which a person types; null: nobody does
   * @param commands that are typed there, and may have stored how the interface is to start
   */
  constructor(
    parts: EthernetParts,
    bus: PlatformSpiBus,
    pin: PlatformInterruptPin | null,
    loop: RunLoop,
    supervisor: Supervisor | undefined,
    terminal: ShellTerminal | null,
    commands: Commands | null,
  ) {
    const now = loop.now();
    this.ethernet = parts.ethernet;
    this.driver = parts.driver;
    this.supervisor = supervisor;
    this._bus = bus;
    this._pin = pin;
    this._terminal = terminal;
    this._loop = loop;
    if (commands === null || !commands.restore(now)) this.ethernet.start(now);
    this.driver.start(now);
    if (pin !== null) pin.attach(this.driver);
    if (terminal !== null) terminal.open(commands!);
    else if (supervisor !== undefined) supervisor.start(now);
    loop.update();
  }

  /** Whether frames can pass. */
  get lineProtocolUp(): boolean {
    return this.ethernet.lineProtocolUp;
  }

  /** Whether the last keepalive came back: see {@link EthernetLoopback.answered}. */
  get keepaliveAnswered(): boolean {
    return this.ethernet.protocol.answered;
  }

  /**
   * Sends a frame: octets `[start, end)` from the destination address on, without FCS.
   * @returns whether it was taken: see {@link EthernetInterface.send}
   */
  send(bytes: Uint8Array, start: number, end: number): boolean {
    const taken = this.ethernet.send(bytes, start, end, this._loop.now());
    this._loop.update();
    return taken;
  }

  /** Takes the interface down, and keeps it down. */
  shut(): void {
    this.ethernet.shut(this._loop.now());
    this._loop.update();
  }

  /** Takes back {@link shut}. */
  noShut(): void {
    this.ethernet.noShut(this._loop.now());
    this._loop.update();
  }

  /** Ends everything and gives bus, pin, terminal and timer back; the link can't be used again. */
  close(): void {
    this.ethernet.shut(this._loop.now());
    this.driver.stop(this._loop.now());
    this._loop.close();
    if (this._pin !== null) this._pin.close();
    this._bus.close();
    if (this._terminal !== null) this._terminal.close();
  }
}

/**
 * Makes an interface on a driver.
 * @param seed any int32 that differs between two boards that are switched on together
 * @throws RangeError when an option is out of range
 * @setup
 */
export function ethernetParts(
  options: EthernetPartsOptions,
  driver: EthernetDriver,
  scheduler: Scheduler,
  console: Console | null,
  seed: number,
): EthernetParts {
  const next = listenerOf(options);
  const log = console === null ? null : new InterfaceLog({ scheduler: scheduler, console: console, next: next });
  const ethernet = new EthernetInterface({
    name: options.name === undefined ? "Ethernet0" : options.name,
    port: driver,
    scheduler: scheduler,
    listener: log === null ? next : log,
    keepalive: Object.assign({ random: new XorShift32(seed) }, options.keepalive),
    bandwidth: options.bandwidth,
    slack: options.slack,
    trace: options.trace,
  });
  if (log !== null) {
    log.debug = options.debug === true;
    log.attach(ethernet, new EthernetDebugLine(ethernet.protocol));
  }
  driver.attach(ethernet);
  return { ethernet: ethernet, driver: driver, log: log };
}

/**
 * Makes a link on a bus, and brings it up.
 * @param pin null: the chip's interrupt pin is not wired, and the driver polls
 * @param seed any int32 that differs between two boards that are switched on together
 * @param clockTime ms since 1970 or since the start, for the time of day in console lines
 * @throws RangeError when an option is out of range
 * @setup
 */
export function ethernetLink(
  options: EthernetLinkOptions,
  bus: PlatformSpiBus,
  pin: PlatformInterruptPin | null,
  loop: RunLoop,
  seed: number,
  clockTime: number,
): EthernetLink {
  const console = options.console === undefined ? null : new Console(options.console, timeOfDay(loop, clockTime));
  const driver = options.driver(bus, loop.scheduler);
  const parts = ethernetParts(options, driver, loop.scheduler, console, seed);
  const supervisor = supervisorOf(options, loop.scheduler);
  if (console !== null) printVersion(new ShowVersion({ supervisor: supervisor, heap: options.heap }), console);
  if (options.sleep !== undefined) options.sleep.allow();
  return new EthernetLink(parts, bus, pin, loop, supervisor, null, null);
}
