/** `linkpulse/moddable/i2c`: a bus for clock chips. */
export { ModdableI2cBus } from "../../platform/moddable/i2c-bus";
export type { ModdableI2cOptions } from "../../platform/moddable/i2c-bus";
