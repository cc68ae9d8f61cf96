/** `linkpulse/moddable/supply`: what watches the supply. */
export { AnalogSupply, PowerGoodPin } from "../../platform/moddable/supply";
export type { AnalogSupplyOptions, PowerGoodPinOptions } from "../../platform/moddable/supply";
