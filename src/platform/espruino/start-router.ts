import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { RouterLink, routerTimers } from "../router-link";
import type { RouterLinkOptions } from "../router-link";
import { EspruinoAlarm, EspruinoClock, randomSeed } from "./runtime";
import { EspruinoSerialPort } from "./serial-port";
import type { EspruinoSerialOptions } from "./serial-port";

export interface EspruinoRouterOptions extends RouterLinkOptions {
  /** The UART: `io` is `Serial1` or another. */
  serial: EspruinoSerialOptions;
}

/**
 * Sets up a UART and runs HDLC or PPP on it, with a console at which a person can look at it and change it.
 * @throws RangeError when an option is out of range
 * @setup
 */
export function startRouter(options: EspruinoRouterOptions): RouterLink {
  const loop = new RunLoop(new Scheduler(routerTimers(options)), new EspruinoClock(), new EspruinoAlarm());
  return new RouterLink(options, new EspruinoSerialPort(options.serial, loop), loop, randomSeed(), Date.now());
}
