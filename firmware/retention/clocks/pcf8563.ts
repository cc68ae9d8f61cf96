import { openBus } from "bus";
import type { I2cPins } from "bus";
import { PCF8563_ADDRESS, PCF8563_TIMERS, Pcf8563 } from "linkpulse/moddable/pcf8563";
import type { Scheduler } from "linkpulse/moddable/pcf8563";

/** How many timers the clock's driver registers. */
export const clockTimers = PCF8563_TIMERS;

/** A PCF8563 on the I2C of the board. It has no memory. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  const { clock } = new Pcf8563({ bus: openBus(PCF8563_ADDRESS, pins), scheduler });
  return { clock, memory: undefined };
}
