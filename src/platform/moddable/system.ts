import type { HeapGauge, Sleep, Watchdog } from "../../ports";

/** What `linkpulse/system` gives of the chip, for the options of the same names. */
export interface ModdableSystem {
  watchdog?: Watchdog;
  heap?: HeapGauge;
  sleep?: Sleep;
}
