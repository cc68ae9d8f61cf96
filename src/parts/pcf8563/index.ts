/** `linkpulse/moddable/pcf8563`: the clock chip's driver. */
export { PCF8563_TIMERS, Pcf8563 } from "../../drivers/pcf8563/pcf8563";
export type { Pcf8563Options } from "../../drivers/pcf8563/pcf8563";
export { PCF8563_ADDRESS } from "../../drivers/pcf8563/registers";
export type { Scheduler } from "../../scheduler/scheduler";
