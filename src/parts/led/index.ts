/** `linkpulse/moddable/led`: an LED that tells of a line. */
export { KeepaliveLed } from "../../platform/moddable/keepalive-led";
export type { KeepaliveLedOptions } from "../../platform/moddable/keepalive-led";
