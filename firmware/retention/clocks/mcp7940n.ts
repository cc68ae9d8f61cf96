import { openBus } from "bus";
import type { I2cPins } from "bus";
import { MCP7940N_ADDRESS, MCP7940N_TIMERS, Mcp7940n } from "linkpulse/moddable/mcp7940n";
import type { Scheduler } from "linkpulse/moddable/mcp7940n";

/** How many timers the clock's driver registers. */
export const clockTimers = MCP7940N_TIMERS;

/** An MCP7940N with a battery on the I2C of the board, with 64 octets of memory. */
export function openClock(scheduler: Scheduler, pins: I2cPins) {
  return new Mcp7940n({ bus: openBus(MCP7940N_ADDRESS, pins), scheduler, battery: true });
}
