import { WordMemory } from "linkpulse/moddable/words";
import type { RetainedMemory } from "linkpulse/moddable/retention";
import Words from "linkpulse/retained-words";

/** Words of the chip itself, which outlive a reset and no loss of the supply. */
export const openMemory: (ofClock?: RetainedMemory) => RetainedMemory = () => new WordMemory(new Words());
