/** What `require("clock")` gives on Espruino where the driver of a DS3231 was saved under that name. */
export { DS3231_TIMERS as CLOCK_TIMERS, Ds3231 as ClockChip } from "../../drivers/ds3231/ds3231";
