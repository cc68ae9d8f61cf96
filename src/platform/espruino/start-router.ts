import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import { checkMemory, EspruinoNeed, EspruinoRouter } from "../memory-need";
import { RouterLink, routerLinkTimers } from "../router-link";
import type { RouterLinkOptions } from "../router-link";
import { EspruinoAlarm, EspruinoClock, randomSeed } from "./runtime";
import { EspruinoSerialPort, READING_TIMERS } from "./serial-port";
import type { EspruinoSerialOptions } from "./serial-port";
import { leaveReasons, memoryGrows } from "./system";

export interface EspruinoRouterOptions extends RouterLinkOptions {
  /** The UART: `io` is `Serial1` or another. */
  serial: EspruinoSerialOptions;
}

/**
 * Sets up a UART and runs HDLC or PPP on it, with a console at which a person can look at it and change it.
 * @throws RangeError when an option is out of range, or there is too little memory
 * @setup
 */
export function startRouter(options: EspruinoRouterOptions): RouterLink {
  const besides = options.retention === undefined ? 0 : EspruinoNeed.Retention;
  if (!memoryGrows()) checkMemory(EspruinoRouter.Fixed + besides, EspruinoRouter.EachOctet, options);
  const timers = routerLinkTimers(options) + READING_TIMERS;
  const loop = new RunLoop(new Scheduler(timers), new EspruinoClock(), new EspruinoAlarm());
  const port = new EspruinoSerialPort(options.serial, loop);
  const router = new RouterLink(options, port, loop, randomSeed(), Date.now());
  leaveReasons(router.supervisor);
  return router;
}
