/** What `require("clock")` gives on Espruino where the driver of a DS1307 was saved under that name. */
export { DS1307_TIMERS as CLOCK_TIMERS, Ds1307 as ClockChip } from "../../drivers/ds1307/ds1307";
