/** The soaks of what outlives the supply, and the I2C buses of the platforms for them, as one script for engines. */
export { EspruinoI2cBus } from "../../src/platform/espruino/i2c-bus";
export { ModdableI2cBus } from "../../src/platform/moddable/i2c-bus";
export { KeepAliveSoak } from "./keep-alive-soak";
export { RetentionSoak } from "./retention-soak";
export { SoakChip } from "./soak-chip";
