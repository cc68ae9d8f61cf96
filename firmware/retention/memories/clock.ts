import type { RetainedMemory } from "linkpulse/moddable/retention";

/** The memory of the clock chip. @throws RangeError when it has none */
export function openMemory(ofClock?: RetainedMemory): RetainedMemory {
  if (ofClock !== undefined) return ofClock;
  throw new RangeError("memory is clock, and the clock chip has none: it must be a DS1307, DS3232 or MCP7940N");
}
