import type { SupplyMonitor } from "linkpulse/moddable/retention";

/** Nothing watches the supply: what outlives it is the last checkpoint. */
export const openSupply: (pin: number, fullScale: number) => SupplyMonitor | undefined = () => undefined;
