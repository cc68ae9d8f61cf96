import { openBus } from "bus";
import type { I2cPins } from "bus";
import { DS1307_ADDRESS, DS1307_TIMERS, Ds1307 } from "linkpulse/moddable/ds1307";
import type { Scheduler } from "linkpulse/moddable/ds1307";

/** How many timers the clock's driver registers. */
export const clockTimers = DS1307_TIMERS;

/** A DS1307 on the I2C of the board, with 56 octets of memory. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  return new Ds1307({ bus: openBus(DS1307_ADDRESS, pins), scheduler });
}
