import { openBus } from "bus";
import type { I2cPins } from "bus";
import { RV3028_ADDRESS, RV3028_TIMERS, Rv3028 } from "linkpulse/moddable/rv3028";
import type { Scheduler } from "linkpulse/moddable/rv3028";

/** How many timers the clock's driver registers. */
export const clockTimers = RV3028_TIMERS;

/** An RV-3028 on the I2C of the board. Its EEPROM wears out and is left alone: with backup switched on once, see docs/clocks.md. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  const { clock } = new Rv3028({ bus: openBus(RV3028_ADDRESS, pins), scheduler });
  return { clock, memory: undefined };
}
