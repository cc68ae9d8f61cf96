import { openBus } from "bus";
import type { I2cPins } from "bus";
import { DS3231_TIMERS, Ds3231 } from "linkpulse/drivers/ds3231/ds3231";
import { DS3231_ADDRESS } from "linkpulse/drivers/ds3231/registers";
import type { Scheduler } from "linkpulse/scheduler/scheduler";

/** How many timers the clock's driver registers. */
export const clockTimers = DS3231_TIMERS;

/** A DS3231 on the I2C of the board. It has no memory. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  const { clock } = new Ds3231({ bus: openBus(DS3231_ADDRESS, pins), scheduler });
  return { clock, memory: undefined };
}
