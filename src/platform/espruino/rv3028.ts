/** What `require("clock")` gives on Espruino where the driver of an RV-3028 was saved under that name. */
export { RV3028_TIMERS as CLOCK_TIMERS, Rv3028 as ClockChip } from "../../drivers/rv3028/rv3028";
