import { nattPart } from "linkpulse/moddable/natt";
import type config from "mc/config";
import { nattOptions } from "natt-options";

/** NAT keepalives over Wi-Fi, beside what the router is made for. */
export function nattParts(settings: typeof config) {
  return [nattPart(nattOptions(settings))];
}
