/** `linkpulse/moddable/enc28j60`: the Ethernet chip's driver. */
export { Enc28j60Controller } from "../../drivers/enc28j60/controller";
export { ENC28J60_TIMERS, Enc28j60 } from "../../drivers/enc28j60/enc28j60";
export type { Enc28j60Options } from "../../drivers/enc28j60/options";
