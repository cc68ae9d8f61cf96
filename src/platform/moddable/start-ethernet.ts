import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { ETHERNET_LINK_TIMERS, EthernetLink } from "../ethernet-link";
import type { EthernetLinkOptions } from "../ethernet-link";
import { entropy } from "./entropy";
import { ModdableInterruptPin } from "./interrupt-pin";
import type { InterruptPinOptions } from "./interrupt-pin";
import { ModdableAlarm, ModdableClock } from "./runtime";
import { ModdableSpiBus } from "./spi-bus";
import type { ModdableSpiOptions } from "./spi-bus";

export interface ModdableEthernetOptions extends EthernetLinkOptions {
  /** The SPI: `io` is the class `SPI` of `embedded:io/spi`, the rest are its options. */
  spi: ModdableSpiOptions;
  /** The chip's interrupt pin. Default: it is not wired. */
  interrupt?: InterruptPinOptions;
}

/**
 * Opens an SPI and runs the loopback keepalive on the Ethernet chip that is on it.
 * @throws RangeError when an option is out of range; what `SPI` and `Digital` throw when pins or port can't be used
 * @setup
 */
export function startEthernet(options: ModdableEthernetOptions): EthernetLink {
  const loop = new RunLoop(new Scheduler(ETHERNET_LINK_TIMERS), new ModdableClock(), new ModdableAlarm());
  const bus = new ModdableSpiBus(options.spi);
  const pin = options.interrupt === undefined ? null : new ModdableInterruptPin(options.interrupt, loop);
  return new EthernetLink(options, bus, pin, loop, entropy(), Date.now());
}
