/** `linkpulse/moddable/natt`: NAT keepalives on a UDP port over Wi-Fi, and a console to type at. */
export type { NattEndOptions } from "../../platform/natt-end";
export type { NattLink, NattLinkOptions } from "../../platform/natt-link";
export { PreferenceConfig } from "../../platform/moddable/config-store";
export type { PreferenceConfigOptions } from "../../platform/moddable/config-store";
export { SerialConsole } from "../../platform/moddable/serial-console";
export type { SerialConsoleOptions } from "../../platform/moddable/serial-console";
export { nattPart, startNatt } from "../../platform/moddable/start-natt";
export type { ModdableNattOptions, ModdableNattPartOptions } from "../../platform/moddable/start-natt";
export type { RouterPart } from "../../platform/router";
export { ascii } from "../../text";
