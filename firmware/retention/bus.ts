import Digital from "embedded:io/digital";
import I2C from "embedded:io/i2c";
import { ModdableI2cBus } from "linkpulse/moddable/i2c";
import type { ModdableI2cOptions } from "linkpulse/moddable/i2c";

/** Hz, which all of the clock chips follow. */
const SPEED = 100_000;

/** The SDK's typings (8.2.3) leave out `writeRead` and `close`. */
const io = I2C as unknown as ModdableI2cOptions["io"];

/** Pins and port of the board's I2C. */
export type I2cPins = Pick<ModdableI2cOptions, "port" | "data" | "clock">;

/** The board's I2C, with a clock chip at an address. @throws what the I2C class throws when its pins can't be used */
export function openBus(address: number, pins: I2cPins): ModdableI2cBus {
  return new ModdableI2cBus({ io, digital: Digital, addresses: [address], hz: SPEED, ...pins });
}
