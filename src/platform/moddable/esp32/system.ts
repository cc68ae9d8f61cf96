import type { ModdableSystem } from "../system";

/** The SDK (8.2.3) builds ESP-IDF without its task watchdog, and tells nothing of the heap in a release build. */
const system: ModdableSystem = Object.freeze({});
export default system;
