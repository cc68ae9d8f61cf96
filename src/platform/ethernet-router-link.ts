import { Commands } from "../console/commands";
import { Shell, SHELL_TIMERS } from "../console/shell";
import type { ConfigStore, Controller, HeapGauge, SpiBus } from "../ports";
import type { RunLoop } from "../scheduler/run-loop";
import type { Scheduler } from "../scheduler/scheduler";
import { ETHERNET_LINK_TIMERS, EthernetLink, ethernetParts } from "./ethernet-link";
import type {
  EthernetDriver,
  EthernetParts,
  EthernetPartsOptions,
  PlatformInterruptPin,
  PlatformSpiBus,
} from "./ethernet-link";
import type { PlatformTerminal, TerminalListener } from "./router-link";
import { timeOfDay } from "./serial-link";

/** A chip's driver, and what `show controllers` shows of it: `Enc28j60Controller`, `W5500Controller`. */
export interface EthernetChip {
  readonly driver: EthernetDriver;
  readonly controller: Controller;
}

/** What `startEthernetRouter` takes on every runtime; each adds `spi` and `interrupt`, which say where the chip is. */
export interface EthernetRouterLinkOptions extends EthernetPartsOptions {
  /** Makes the chip's driver, which gets one of the scheduler's timers. */
  chip: (bus: SpiBus, scheduler: Scheduler) => EthernetChip;
  /** What stands in the prompt: 1 to 32 printable ASCII characters, no blanks. Default `Router`. */
  hostname?: string;
  /** Where a person types commands, and where the lines go that IOS would print. */
  console: PlatformTerminal;
  /** Where `write memory` saves to. Default: nowhere. */
  store?: ConfigStore;
  /** For `show memory`. Default: it says nothing of a heap. */
  heap?: HeapGauge;
}

/** How many timers such a router needs. */
export const ETHERNET_ROUTER_LINK_TIMERS = ETHERNET_LINK_TIMERS + SHELL_TIMERS;

/**
 * A whole program for a board: an Ethernet interface with loopback keepalive, and a console at which it can be looked at
 * and changed while it runs. What `startEthernetRouter` returns.
 *
 * Memory: that of {@link EthernetLink} and {@link Shell}.
 */
export class EthernetRouterLink extends EthernetLink implements TerminalListener {
  private readonly _shell: Shell;
  private readonly _terminal: PlatformTerminal;
  private readonly _router: RunLoop;

  /** Brings up what was made on the scheduler of this loop. */
  constructor(
    parts: EthernetParts,
    bus: PlatformSpiBus,
    pin: PlatformInterruptPin | null,
    loop: RunLoop,
    commands: Commands,
    shell: Shell,
    terminal: PlatformTerminal,
  ) {
    super(parts, bus, pin, loop, commands);
    this._shell = shell;
    this._terminal = terminal;
    this._router = loop;
    terminal.attach(this);
  }

  typed(bytes: Uint8Array, start: number, end: number): void {
    this._shell.receive(bytes, start, end, this._router.now());
    this._router.update();
  }

  terminalWritable(): void {
    this._shell.writable(this._router.now());
    this._router.update();
  }

  /** Ends everything and gives bus, pin, terminal and timer back; the router can't be used again. */
  override close(): void {
    super.close();
    this._terminal.close();
  }
}

/**
 * Makes a router on a bus, and brings it up; the parameters are those of `ethernetLink`.
 * @throws RangeError when an option is out of range
 * @setup
 */
export function ethernetRouterLink(
  options: EthernetRouterLinkOptions,
  bus: PlatformSpiBus,
  pin: PlatformInterruptPin | null,
  loop: RunLoop,
  seed: number,
  clockTime: number,
): EthernetRouterLink {
  const scheduler = loop.scheduler;
  const shell = new Shell({
    hostname: options.hostname === undefined ? "Router" : options.hostname,
    terminal: options.console,
    scheduler: scheduler,
    timeOfDay: timeOfDay(loop, clockTime),
  });
  const chip = options.chip(bus, scheduler);
  const parts = ethernetParts(options, chip.driver, scheduler, shell.console, seed);
  const commands = new Commands({
    console: shell.console,
    scheduler: scheduler,
    interfaces: [{ ethernet: parts.ethernet, controller: chip.controller, log: parts.log! }],
    store: options.store,
    heap: options.heap,
  });
  shell.attach(commands);
  return new EthernetRouterLink(parts, bus, pin, loop, commands, shell, options.console);
}
