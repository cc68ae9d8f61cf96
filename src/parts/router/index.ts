/** `linkpulse/moddable/router`: HDLC or PPP on a UART, and a console to type at. */
export type { RouterLink, RouterLinkOptions } from "../../platform/router-link";
export { PreferenceConfig } from "../../platform/moddable/config-store";
export type { PreferenceConfigOptions } from "../../platform/moddable/config-store";
export { SerialConsole } from "../../platform/moddable/serial-console";
export type { SerialConsoleOptions } from "../../platform/moddable/serial-console";
export { startRouter } from "../../platform/moddable/start-router";
export type { ModdableRouterOptions } from "../../platform/moddable/start-router";
export { ascii } from "../../text";
