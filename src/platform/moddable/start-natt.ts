import type { Console } from "../../console/console";
import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { LateDatagramPort } from "../late-datagram-port";
import { checkNeed, XsNeed } from "../memory-need";
import { NATT_END_TIMERS, NattEnd, nattPort } from "../natt-end";
import type { NattEndOptions } from "../natt-end";
import { NattLink, nattLinkTimers } from "../natt-link";
import type { NattLinkOptions } from "../natt-link";
import type { RouterPart } from "../router";
import { ModdableDatagramPort } from "./datagram-port";
import type { EmbeddedUdpClass } from "./embedded";
import { ModdableAlarm, ModdableClock } from "./runtime";
import { ModdableWifi } from "./wifi";
import type { ModdableWifiOptions } from "./wifi";
import { wallClock } from "./wall-clock";

interface Network {
  /** `UDP` of `embedded:io/socket/udp`. */
  udp: EmbeddedUdpClass;
  /** The network to join. Default: the program has joined one. */
  wifi?: ModdableWifiOptions;
}

export type ModdableNattOptions = NattLinkOptions & Network;
export type ModdableNattPartOptions = NattEndOptions & Network;

/**
 * Joins a Wi-Fi network, opens a UDP port and sends NAT keepalives from it.
 * @throws RangeError when an option is out of range, or there is too little memory; what `WiFi` throws when it does not
 * start, and without `wifi` what `UDP` throws when there is no socket to be had; what a part throws
 * @setup
 */
export function startNatt(options: ModdableNattOptions): NattLink {
  checkNeed("NAT-T", XsNeed.Natt, options);
  const loop = new RunLoop(new Scheduler(nattLinkTimers(options)), new ModdableClock(), new ModdableAlarm());
  return new NattLink(options, latePort(options, loop), wifiOf(options), options.wifi, loop, wallClock());
}

/** The NAT keepalive as a part of a router, which joins the network when that is made. @setup */
export function nattPart(options: ModdableNattPartOptions): RouterPart {
  /** @setup */
  function open(loop: RunLoop, console: Console): NattEnd {
    return new NattEnd(options, latePort(options, loop), wifiOf(options), options.wifi, loop, console);
  }
  return { timers: NATT_END_TIMERS, need: XsNeed.NattPart, open };
}

/** @setup */
function latePort(options: ModdableNattPartOptions, loop: RunLoop): LateDatagramPort {
  const port = nattPort(options);
  // eslint-disable-next-line linkpulse/no-allocation -- Called once, when the network is there for the first time.
  return new LateDatagramPort(() => new ModdableDatagramPort({ io: options.udp, port }, loop));
}

/** @setup */
function wifiOf(options: Network): ModdableWifi | null {
  return options.wifi === undefined ? null : new ModdableWifi(options.wifi);
}
