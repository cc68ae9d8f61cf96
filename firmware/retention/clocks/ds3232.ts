import { openBus } from "bus";
import type { I2cPins } from "bus";
import { DS3231_ADDRESS, DS3231_TIMERS, Ds3232 } from "linkpulse/moddable/ds3231";
import type { Scheduler } from "linkpulse/moddable/ds3231";

/** How many timers the clock's driver registers. */
export const clockTimers = DS3231_TIMERS;

/** A DS3232 on the I2C of the board, with 236 octets of memory. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  return new Ds3232({ bus: openBus(DS3231_ADDRESS, pins), scheduler });
}
