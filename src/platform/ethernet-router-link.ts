import type { Console } from "../console/console";
import type { Controller, SpiBus } from "../ports";
import type { RunLoop } from "../scheduler/run-loop";
import type { Scheduler } from "../scheduler/scheduler";
import { EthernetLink } from "./ethernet-link";
import { ETHERNET_ON_CHIP_TIMERS, EthernetOnChip } from "./ethernet-on-chip";
import type { ChipPlace, EthernetDriver, EthernetOnChipOptions } from "./ethernet-on-chip";
import { Router, routerTimers } from "./router";
import type { RouterOptions } from "./router";

/** A chip's driver, and what `show controllers` shows of it: `Enc28j60Controller`, `W5500Controller`. */
export interface EthernetChip {
  readonly driver: EthernetDriver;
  readonly controller: Controller;
}

/** What an Ethernet interface with a console takes on every runtime; each adds where the chip is. */
export interface EthernetPartOptions extends EthernetOnChipOptions {
  /** Makes the chip's driver, which gets one of the scheduler's timers. */
  chip: (bus: SpiBus, scheduler: Scheduler) => EthernetChip;
}

/** What `startEthernetRouter` takes on every runtime; each adds `spi` and `interrupt`, which say where the chip is. */
export interface EthernetRouterLinkOptions extends EthernetPartOptions, RouterOptions {}

/** How many timers such a router needs. @setup */
export function ethernetRouterTimers(options: EthernetRouterLinkOptions): number {
  return ETHERNET_ON_CHIP_TIMERS + routerTimers(options);
}

/**
 * Makes an interface that a console shows.
 * @param seed any int32 that differs between two boards that are switched on together
 * @throws RangeError when an option is out of range
 * @setup
 */
export function openEthernet(
  options: EthernetPartOptions,
  place: ChipPlace,
  scheduler: Scheduler,
  console: Console,
  seed: number,
): EthernetOnChip {
  const chip = options.chip(place.bus, scheduler);
  return new EthernetOnChip(options, place, chip.driver, chip.controller, scheduler, console, seed);
}

/**
 * Makes a router with an Ethernet interface, and brings it up. The parameters are those of `ethernetLink`.
 * @throws RangeError when an option is out of range; what a part throws
 * @setup
 */
export function ethernetRouterLink(
  options: EthernetRouterLinkOptions,
  place: ChipPlace,
  loop: RunLoop,
  seed: number,
  clockTime: number,
): EthernetLink {
  const router = new Router(options, loop, clockTime);
  const onChip = openEthernet(options, place, loop.scheduler, router.console, seed);
  return new EthernetLink(onChip, loop, router.supervisor, router);
}
