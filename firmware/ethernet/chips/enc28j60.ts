import { Enc28j60, Enc28j60Controller } from "linkpulse/moddable/enc28j60";
import type { Enc28j60Options } from "linkpulse/moddable/enc28j60";
import type config from "mc/config";

/** @param settings of the manifest's `config` */
export function openChip(options: Enc28j60Options, settings: typeof config) {
  const driver = new Enc28j60({ ...options, duplex: settings.duplex, hearsItself: settings.hearsItself === "true" });
  return { driver, controller: new Enc28j60Controller(driver) };
}
