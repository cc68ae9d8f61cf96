import type { HeapGauge, Sleep, Watchdog } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import { Supervisor } from "../scheduler/supervisor";

/** What of its chip a runtime hands to a program. */
export interface SystemOptions {
  /** What `show memory` and `show version` tell, and whether a program finds the memory that it takes. Default: neither. */
  heap?: HeapGauge;
  /** Fed while the program gets on, and never again after `close`. Default: nothing resets the processor. */
  watchdog?: Watchdog;
  /** How long nothing may return before the watchdog resets the processor, 100 to the watchdog's longest, ms. Default 8000. */
  watchdogTimeout?: number;
  /** Default: what the runtime does by itself while there is nothing to do. */
  sleep?: Sleep;
}

/**
 * Undefined without a watchdog.
 * @throws RangeError when the time-out is out of range, or the scheduler is full
 * @setup
 */
export function supervisorOf(options: SystemOptions, scheduler: Scheduler): Supervisor | undefined {
  if (options.watchdog === undefined) return undefined;
  return new Supervisor({ watchdog: options.watchdog, scheduler: scheduler, timeout: options.watchdogTimeout });
}
