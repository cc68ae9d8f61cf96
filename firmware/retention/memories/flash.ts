import Flash from "linkpulse/flash";
import { FlashMemory, ModdableFlashArea } from "linkpulse/moddable/flash";
import type { RetainedMemory } from "linkpulse/moddable/retention";

/** Octets: two slots, with both encapsulations and eight counters each. */
const SIZE = 144;

/** How often a sector can be erased, at the least: W25Q16JV, and the like on ESP32 modules. */
const CYCLES = 100_000;

/** Sectors of the board's flash, as a log. */
export const openMemory: (ofClock?: RetainedMemory) => RetainedMemory = () =>
  new FlashMemory({ area: new ModdableFlashArea(new Flash()), size: SIZE, cycles: CYCLES });
