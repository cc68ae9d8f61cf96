/** What `require("clock")` gives on Espruino where the driver of an MCP7940N was saved under that name. */
export { MCP7940N_TIMERS as CLOCK_TIMERS, Mcp7940n as ClockChip } from "../../drivers/mcp7940n/mcp7940n";
