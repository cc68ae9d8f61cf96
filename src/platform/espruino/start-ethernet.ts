import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { ETHERNET_LINK_TIMERS, ethernetLink } from "../ethernet-link";
import type { EthernetLink, EthernetLinkOptions } from "../ethernet-link";
import { checkNeed, EspruinoNeed } from "../memory-need";
import { EspruinoInterruptPin } from "./interrupt-pin";
import { EspruinoAlarm, EspruinoClock, randomSeed } from "./runtime";
import { EspruinoSpiBus } from "./spi-bus";
import type { EspruinoPin, EspruinoSpiOptions } from "./spi-bus";
import { leaveReasons, memoryGrows } from "./system";

export interface EspruinoEthernetOptions extends EthernetLinkOptions {
  /** The SPI: `io` is `SPI1` or another. */
  spi: EspruinoSpiOptions;
  /** The chip's interrupt pin. Default: it is not wired. */
  interrupt?: EspruinoPin;
}

/**
 * Sets up an SPI and runs the loopback keepalive on the Ethernet chip that is on it.
 * @throws RangeError when an option is out of range, or there is too little memory
 * @setup
 */
export function startEthernet(options: EspruinoEthernetOptions): EthernetLink {
  if (!memoryGrows()) checkNeed("Ethernet0", EspruinoNeed.Ethernet, options);
  const loop = new RunLoop(new Scheduler(ETHERNET_LINK_TIMERS), new EspruinoClock(), new EspruinoAlarm());
  const pin = options.interrupt === undefined ? null : new EspruinoInterruptPin(options.interrupt, loop);
  const place = { bus: new EspruinoSpiBus(options.spi), pin: pin };
  const link = ethernetLink(options, place, loop, randomSeed(), Date.now());
  leaveReasons(link.supervisor);
  return link;
}
