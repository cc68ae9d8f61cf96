import type { Console } from "../../console/console";
import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { ETHERNET_LINK_TIMERS, ethernetLink } from "../ethernet-link";
import type { EthernetLink, EthernetLinkOptions } from "../ethernet-link";
import { ETHERNET_ON_CHIP_TIMERS } from "../ethernet-on-chip";
import type { ChipPlace, EthernetOnChip } from "../ethernet-on-chip";
import { ethernetRouterLink, ethernetRouterTimers, openEthernet } from "../ethernet-router-link";
import type { EthernetPartOptions, EthernetRouterLinkOptions } from "../ethernet-router-link";
import { checkNeed, traced, XsNeed } from "../memory-need";
import type { RouterPart } from "../router";
import { entropy } from "./entropy";
import { ModdableInterruptPin } from "./interrupt-pin";
import type { InterruptPinOptions } from "./interrupt-pin";
import { ModdableAlarm, ModdableClock } from "./runtime";
import { ModdableSpiBus } from "./spi-bus";
import type { ModdableSpiOptions } from "./spi-bus";
import { wallClock } from "./wall-clock";

interface Spi {
  /** The SPI: `io` is the class `SPI` of `embedded:io/spi`, the rest are its options. */
  spi: ModdableSpiOptions;
  /** The chip's interrupt pin. Default: it is not wired. */
  interrupt?: InterruptPinOptions;
}

export type ModdableEthernetOptions = EthernetLinkOptions & Spi;
export type ModdableEthernetRouterOptions = EthernetRouterLinkOptions & Spi;
export type ModdableEthernetPartOptions = EthernetPartOptions & Spi;

/**
 * Opens an SPI and runs the loopback keepalive on the Ethernet chip that is on it.
 * @throws RangeError when an option is out of range, or there is too little memory; what `SPI` and `Digital` throw when
 * pins or port can't be used
 * @setup
 */
export function startEthernet(options: ModdableEthernetOptions): EthernetLink {
  checkNeed("Ethernet0", XsNeed.Ethernet, options);
  const loop = runLoop(ETHERNET_LINK_TIMERS);
  return ethernetLink(options, chipPlace(options, loop), loop, entropy(), wallClock());
}

/**
 * The same, with a console at which a person can look at it and change it.
 * @throws RangeError when an option is out of range, or there is too little memory; what `SPI` and `Digital` throw when
 * pins or port can't be used; what a part throws
 * @setup
 */
export function startEthernetRouter(options: ModdableEthernetRouterOptions): EthernetLink {
  checkNeed("Ethernet0", XsNeed.EthernetRouter, options);
  const loop = runLoop(ethernetRouterTimers(options));
  return ethernetRouterLink(options, chipPlace(options, loop), loop, entropy(), wallClock());
}

/** The Ethernet interface as a part of a router: opens an SPI when that is made. @setup */
export function ethernetPart(options: ModdableEthernetPartOptions): RouterPart {
  /** @setup */
  function open(loop: RunLoop, console: Console): EthernetOnChip {
    return openEthernet(options, chipPlace(options, loop), loop.scheduler, console, entropy());
  }
  return { timers: ETHERNET_ON_CHIP_TIMERS, need: XsNeed.EthernetPart + traced(options), open };
}

/** @setup */
function chipPlace(options: Spi, loop: RunLoop): ChipPlace {
  return {
    bus: new ModdableSpiBus(options.spi),
    pin: options.interrupt === undefined ? null : new ModdableInterruptPin(options.interrupt, loop),
  };
}

/** @setup */
function runLoop(timers: number): RunLoop {
  return new RunLoop(new Scheduler(timers), new ModdableClock(), new ModdableAlarm());
}
