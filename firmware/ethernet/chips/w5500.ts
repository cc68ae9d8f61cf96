import type { EthernetChip } from "linkpulse/moddable/ethernet";
import { W5500, W5500Controller } from "linkpulse/moddable/w5500";
import type { W5500Options } from "linkpulse/moddable/w5500";

/** It takes nothing of the manifest's `config`. */
export const openChip: (options: W5500Options, settings: object) => EthernetChip = (options) => {
  const driver = new W5500(options);
  return { driver, controller: new W5500Controller(driver) };
};
