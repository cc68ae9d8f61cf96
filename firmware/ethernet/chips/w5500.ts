import { W5500, W5500Controller } from "linkpulse/moddable/w5500";
import type { W5500Options } from "linkpulse/moddable/w5500";

/** @param _settings of the manifest's `config`, of which another chip takes some */
export function openChip(options: W5500Options, _settings: object) {
  const driver = new W5500(options);
  return { driver, controller: new W5500Controller(driver) };
}
