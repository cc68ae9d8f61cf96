/** `linkpulse/moddable/ds1307`: the clock chip's driver. */
export { DS1307_TIMERS, Ds1307 } from "../../drivers/ds1307/ds1307";
export type { Ds1307Options } from "../../drivers/ds1307/ds1307";
export { DS1307_ADDRESS } from "../../drivers/ds1307/registers";
export type { Scheduler } from "../../scheduler/scheduler";
