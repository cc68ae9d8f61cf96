/** `linkpulse/moddable/words`: words of the chip itself as retained memory. */
export { WordMemory } from "../../drivers/words/word-memory";
export type { RetainedWords } from "../../drivers/words/word-memory";
