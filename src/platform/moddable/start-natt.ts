import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { LateDatagramPort } from "../late-datagram-port";
import { checkNeed, XsNeed } from "../memory-need";
import { NATT_LINK_TIMERS, NattLink, nattPort } from "../natt-link";
import type { NattLinkOptions } from "../natt-link";
import { ModdableDatagramPort } from "./datagram-port";
import type { EmbeddedUdpClass } from "./embedded";
import { ModdableAlarm, ModdableClock } from "./runtime";
import { ModdableWifi } from "./wifi";
import type { ModdableWifiOptions } from "./wifi";
import { wallClock } from "./wall-clock";

export interface ModdableNattOptions extends NattLinkOptions {
  /** `UDP` of `embedded:io/socket/udp`. */
  udp: EmbeddedUdpClass;
  /** The network to join. Default: the program has joined one. */
  wifi?: ModdableWifiOptions;
}

/**
 * Joins a Wi-Fi network, opens a UDP port and sends NAT keepalives from it.
 * @throws RangeError when an option is out of range, or there is too little memory; what `WiFi` throws when it does not
 * start, and without `wifi` what `UDP` throws when there is no socket to be had
 * @setup
 */
export function startNatt(options: ModdableNattOptions): NattLink {
  checkNeed("NAT-T", XsNeed.Natt, options);
  const port = nattPort(options);
  const loop = new RunLoop(new Scheduler(NATT_LINK_TIMERS), new ModdableClock(), new ModdableAlarm());
  // eslint-disable-next-line linkpulse/no-allocation -- Called once, when the network is there for the first time.
  const late = new LateDatagramPort(() => new ModdableDatagramPort({ io: options.udp, port }, loop));
  const wifi = options.wifi === undefined ? null : new ModdableWifi(options.wifi);
  return new NattLink(options, late, wifi, options.wifi, loop, wallClock());
}
