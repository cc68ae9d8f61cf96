import type { Device, RouterConfig, RouterOutputs } from "../device/contract";
import { Router } from "../device/router";

/** A device on an engine, and how to end the engine. */
export interface EngineDevice {
  device: Device;
  close(): Promise<void>;
}

/** Makes a device: wires the router program on an engine. `now` is the device's clock at that moment. */
export type Engine = (config: RouterConfig, outputs: RouterOutputs, now: number) => Promise<EngineDevice>;

/** The device core in this very process. */
export const nodeEngine: Engine = async (config, outputs, now) => ({
  device: new Router(config, outputs, now),
  close: async () => {},
});
