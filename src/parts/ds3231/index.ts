/** `linkpulse/moddable/ds3231`: the clock chip's driver. */
export { DS3231_TIMERS, Ds3231, Ds3232 } from "../../drivers/ds3231/ds3231";
export type { Ds3231Options } from "../../drivers/ds3231/ds3231";
export { DS3231_ADDRESS } from "../../drivers/ds3231/registers";
export type { Scheduler } from "../../scheduler/scheduler";
