import { Commands } from "../console/commands";
import { SHELL_TIMERS } from "../console/shell";
import type { Controller, SpiBus } from "../ports";
import type { RunLoop } from "../scheduler/run-loop";
import type { Scheduler } from "../scheduler/scheduler";
import { ETHERNET_LINK_TIMERS, EthernetLink, ethernetParts } from "./ethernet-link";
import type { EthernetDriver, EthernetPartsOptions, PlatformInterruptPin, PlatformSpiBus } from "./ethernet-link";
import { ShellTerminal } from "./shell-terminal";
import type { ShellTerminalOptions } from "./shell-terminal";

/** A chip's driver, and what `show controllers` shows of it: `Enc28j60Controller`, `W5500Controller`. */
export interface EthernetChip {
  readonly driver: EthernetDriver;
  readonly controller: Controller;
}

/** What `startEthernetRouter` takes on every runtime; each adds `spi` and `interrupt`, which say where the chip is. */
export interface EthernetRouterLinkOptions extends EthernetPartsOptions, ShellTerminalOptions {
  /** Makes the chip's driver, which gets one of the scheduler's timers. */
  chip: (bus: SpiBus, scheduler: Scheduler) => EthernetChip;
}

/** How many timers such a router needs. */
export const ETHERNET_ROUTER_LINK_TIMERS = ETHERNET_LINK_TIMERS + SHELL_TIMERS;

/**
 * Makes a whole program for a board, and brings it up: an Ethernet interface with loopback keepalive, and a console at which
 * it can be looked at and changed while it runs. The parameters are those of `ethernetLink`.
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
): EthernetLink {
  const scheduler = loop.scheduler;
  const terminal = new ShellTerminal(options, loop, clockTime);
  const console = terminal.shell.console;
  const chip = options.chip(bus, scheduler);
  const parts = ethernetParts(options, chip.driver, scheduler, console, seed);
  const commands = new Commands({
    console: console,
    scheduler: scheduler,
    interfaces: [{ ethernet: parts.ethernet, controller: chip.controller, log: parts.log! }],
    store: options.store,
    heap: options.heap,
    supervisor: terminal.supervisor,
  });
  commands.printVersion();
  return new EthernetLink(parts, bus, pin, loop, terminal.supervisor, terminal, commands);
}
