import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { checkMemory, XsNeed, XsRouter } from "../memory-need";
import { RouterLink, routerLinkTimers } from "../router-link";
import type { RouterLinkOptions } from "../router-link";
import { entropy } from "./entropy";
import { ModdableAlarm, ModdableClock } from "./runtime";
import { ModdableSerialPort } from "./serial-port";
import type { ModdableSerialOptions } from "./serial-port";
import { wallClock } from "./wall-clock";

export interface ModdableRouterOptions extends RouterLinkOptions {
  /** The UART: `io` is the class `Serial` of `embedded:io/serial`, the rest are its options. */
  serial: ModdableSerialOptions;
}

/**
 * Opens a UART and runs HDLC or PPP on it, with a console at which a person can look at it and change it.
 * @throws RangeError when an option is out of range, or there is too little memory; what `Serial` throws when
 * pins or port can't be used; what a part throws
 * @setup
 */
export function startRouter(options: ModdableRouterOptions): RouterLink {
  const besides = options.retention === undefined ? 0 : XsNeed.Retention;
  checkMemory(XsRouter.Fixed + besides, XsRouter.EachOctet, options);
  const loop = new RunLoop(new Scheduler(routerLinkTimers(options)), new ModdableClock(), new ModdableAlarm());
  return new RouterLink(options, new ModdableSerialPort(options.serial, loop), loop, entropy(), wallClock());
}
