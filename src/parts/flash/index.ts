/** `linkpulse/moddable/flash`: sectors of the board's flash as retained memory. */
export { FlashMemory } from "../../drivers/flash/flash-memory";
export type { FlashArea, FlashMemoryOptions } from "../../drivers/flash/flash-memory";
export { ModdableFlashArea } from "../../platform/moddable/flash-area";
