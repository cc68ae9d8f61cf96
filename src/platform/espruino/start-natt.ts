import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { LateDatagramPort } from "../late-datagram-port";
import { checkNeed, EspruinoNeed } from "../memory-need";
import { nattPort } from "../natt-end";
import { NattLink, nattLinkTimers } from "../natt-link";
import type { NattLinkOptions } from "../natt-link";
import { EspruinoDatagramPort } from "./datagram-port";
import type { EspruinoDgram } from "./datagram-port";
import { EspruinoAlarm, EspruinoClock } from "./runtime";
import { leaveReasons, memoryGrows } from "./system";
import { EspruinoWifi } from "./wifi";
import type { EspruinoWifiOptions } from "./wifi";

export interface EspruinoNattOptions extends NattLinkOptions {
  /** `require("dgram")`. */
  udp: EspruinoDgram;
  /** The network to join. Default: the program has joined one. */
  wifi?: EspruinoWifiOptions;
}

/**
 * Joins a Wi-Fi network, opens a UDP port and sends NAT keepalives from it.
 * @throws RangeError when an option is out of range, or there is too little memory
 * @setup
 */
export function startNatt(options: EspruinoNattOptions): NattLink {
  if (!memoryGrows()) checkNeed("NAT-T", EspruinoNeed.Natt, options);
  const port = nattPort(options);
  const loop = new RunLoop(new Scheduler(nattLinkTimers(options)), new EspruinoClock(), new EspruinoAlarm());
  // eslint-disable-next-line linkpulse/no-allocation -- Called once, when the network is there for the first time.
  const late = new LateDatagramPort(() => new EspruinoDatagramPort({ io: options.udp, port: port }, loop));
  const wifi = options.wifi === undefined ? null : new EspruinoWifi(options.wifi);
  const link = new NattLink(options, late, wifi, options.wifi, loop, Date.now());
  leaveReasons(link.supervisor);
  return link;
}
