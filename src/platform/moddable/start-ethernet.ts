import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { ETHERNET_LINK_TIMERS, ethernetLink } from "../ethernet-link";
import type { EthernetLink, EthernetLinkOptions, PlatformInterruptPin } from "../ethernet-link";
import { ETHERNET_ROUTER_LINK_TIMERS, ethernetRouterLink } from "../ethernet-router-link";
import type { EthernetRouterLinkOptions } from "../ethernet-router-link";
import { checkNeed, XsNeed } from "../memory-need";
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

/**
 * Opens an SPI and runs the loopback keepalive on the Ethernet chip that is on it.
 * @throws RangeError when an option is out of range, or there is too little memory; what `SPI` and `Digital` throw when
 * pins or port can't be used
 * @setup
 */
export function startEthernet(options: ModdableEthernetOptions): EthernetLink {
  checkNeed("Ethernet0", XsNeed.Ethernet, options);
  const loop = runLoop(ETHERNET_LINK_TIMERS);
  return ethernetLink(options, new ModdableSpiBus(options.spi), pinOf(options, loop), loop, entropy(), wallClock());
}

/**
 * The same, with a console at which a person can look at it and change it.
 * @throws RangeError when an option is out of range, or there is too little memory; what `SPI` and `Digital` throw when
 * pins or port can't be used
 * @setup
 */
export function startEthernetRouter(options: ModdableEthernetRouterOptions): EthernetLink {
  checkNeed("Ethernet0", XsNeed.EthernetRouter, options);
  const loop = runLoop(ETHERNET_ROUTER_LINK_TIMERS);
  return ethernetRouterLink(
    options,
    new ModdableSpiBus(options.spi),
    pinOf(options, loop),
    loop,
    entropy(),
    wallClock(),
  );
}

/** @setup */
function pinOf(options: Spi, loop: RunLoop): PlatformInterruptPin | null {
  return options.interrupt === undefined ? null : new ModdableInterruptPin(options.interrupt, loop);
}

/** @setup */
function runLoop(timers: number): RunLoop {
  return new RunLoop(new Scheduler(timers), new ModdableClock(), new ModdableAlarm());
}
