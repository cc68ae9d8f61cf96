/** What `require("clock")` gives on Espruino where the driver of a PCF8563 was saved under that name. */
export { PCF8563_TIMERS as CLOCK_TIMERS, Pcf8563 as ClockChip } from "../../drivers/pcf8563/pcf8563";
