/** `linkpulse/moddable/w5500`: the Ethernet chip's driver. */
export { W5500Controller } from "../../drivers/w5500/controller";
export { W5500_TIMERS, W5500 } from "../../drivers/w5500/w5500";
export type { W5500Options } from "../../drivers/w5500/options";
