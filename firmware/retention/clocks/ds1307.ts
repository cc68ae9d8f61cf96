import { openBus } from "bus";
import type { I2cPins } from "bus";
import { DS1307_TIMERS, Ds1307 } from "linkpulse/drivers/ds1307/ds1307";
import { DS1307_ADDRESS } from "linkpulse/drivers/ds1307/registers";
import type { Scheduler } from "linkpulse/scheduler/scheduler";

/** How many timers the clock's driver registers. */
export const clockTimers = DS1307_TIMERS;

/** A DS1307 on the I2C of the board, with 56 octets of memory. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  return new Ds1307({ bus: openBus(DS1307_ADDRESS, pins), scheduler });
}
