/** `linkpulse/moddable/mcp7940n`: the clock chip's driver. */
export { MCP7940N_TIMERS, Mcp7940n } from "../../drivers/mcp7940n/mcp7940n";
export type { Mcp7940nOptions } from "../../drivers/mcp7940n/mcp7940n";
export { MCP7940N_ADDRESS } from "../../drivers/mcp7940n/registers";
export type { Scheduler } from "../../scheduler/scheduler";
