/** `linkpulse/moddable/rv3028`: the clock chip's driver. */
export { RV3028_TIMERS, Rv3028 } from "../../drivers/rv3028/rv3028";
export type { Rv3028Options } from "../../drivers/rv3028/rv3028";
export { RV3028_ADDRESS } from "../../drivers/rv3028/registers";
export type { Scheduler } from "../../scheduler/scheduler";
