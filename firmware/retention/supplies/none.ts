import type { SupplyMonitor } from "linkpulse/ports";

/** Nothing watches the supply: what outlives it is the last checkpoint. */
export const openSupply: (pin: number, fullScale: number) => SupplyMonitor | undefined = () => undefined;
