import type { CounterSet, Device, RouterConfig, RouterOutputs } from "../device/contract";
import { Router } from "../device/router";
import type { Level } from "../serial/pin";
import type { SpiDevice } from "../spi/spi-device";

/** A device on an engine, and how to end the engine. */
export interface EngineDevice {
  device: Device;
  close(): Promise<void>;
}

/** The wires to a chip: its SPI, and the level of its interrupt pin. */
export interface ChipWires extends SpiDevice {
  readonly interrupt: Level;
}

/** What a world has for an engine that emulates a whole board, besides what crosses the border to a device. */
export interface EngineOutputs extends RouterOutputs {
  /** The wires to an interface's chip. */
  wires?(port: number): ChipWires;
  /** Counters, as far as they can be told: undefined are those that can't. */
  toldCounters?(port: number, set: CounterSet, values: readonly (number | undefined)[]): void;
}

/** Makes a device: wires the router program on an engine. `now` is the device's clock at that moment. */
export type Engine = (config: RouterConfig, outputs: EngineOutputs, now: number) => Promise<EngineDevice>;

/** The device core in this very process. */
export const nodeEngine: Engine = async (config, outputs, now) => ({
  device: new Router(config, outputs, now),
  close: async () => {},
});
