import { RunLoop } from "../../scheduler/run-loop";
import { Scheduler } from "../../scheduler/scheduler";
import type { Supervisor } from "../../scheduler/supervisor";
import { checkMemory, EspruinoRouter } from "../memory-need";
import { RouterLink, routerTimers } from "../router-link";
import type { RouterLinkOptions } from "../router-link";
import { EspruinoAlarm, EspruinoClock, randomSeed } from "./runtime";
import { EspruinoSerialPort, READING_TIMERS } from "./serial-port";
import type { EspruinoSerialOptions } from "./serial-port";

declare const process: {
  readonly env: { readonly BOARD?: string };
  on(event: "uncaughtException", listener: (error: unknown) => void): void;
};
declare const E: { on(event: "errorFlag", listener: (flags: string[]) => void): void };

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
  // That of Espruino for Linux grows as it is needed.
  if (process.env.BOARD !== "LINUX") checkMemory(EspruinoRouter.Fixed, EspruinoRouter.EachOctet, options);
  const timers = routerTimers(options) + READING_TIMERS;
  const loop = new RunLoop(new Scheduler(timers), new EspruinoClock(), new EspruinoAlarm());
  const port = new EspruinoSerialPort(options.serial, loop);
  const router = new RouterLink(options, port, loop, randomSeed(), Date.now());
  if (router.supervisor !== undefined) leaveReasons(router.supervisor);
  return router;
}

/** Has a supervisor know of what ends a program outside of the scheduler too. @setup */
function leaveReasons(supervisor: Supervisor): void {
  process.on("uncaughtException", (error) => supervisor.failed(error));
  // Espruino goes on without what it had no memory for.
  E.on("errorFlag", (flags) => {
    if (flags.indexOf("MEMORY") >= 0) supervisor.failed("MEMORY");
  });
}
