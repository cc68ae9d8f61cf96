import { openBus } from "bus";
import type { I2cPins } from "bus";
import { DS3231_ADDRESS, DS3231_TIMERS, Ds3231 } from "linkpulse/moddable/ds3231";
import type { Scheduler } from "linkpulse/moddable/ds3231";

/** How many timers the clock's driver registers. */
export const clockTimers = DS3231_TIMERS;

/** A DS3231 on the I2C of the board. It has no memory. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  const { clock } = new Ds3231({ bus: openBus(DS3231_ADDRESS, pins), scheduler });
  return { clock, memory: undefined };
}
