/**
 * What `require("linkpulse")` gives on Espruino where the script was saved under that name whose router keeps numbers and
 * clock through a loss of the supply: that of `router.ts`, and this. Drivers of clock chips are scripts of their own.
 */
export { WordMemory } from "../../drivers/words/word-memory";
export { ROUTER_RETENTION_TIMERS, RouterRetention } from "../../retention/router-retention";
export { EspruinoI2cBus } from "./i2c-bus";
export { powmanScratch, rtcMemory, watchdogScratch } from "./retained-words";
export { AnalogSupply, PowerGoodPin } from "./supply";
export * from "./router";
