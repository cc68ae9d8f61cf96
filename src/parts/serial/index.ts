/** `linkpulse/moddable/serial`: HDLC and PPP on a UART, without a console to type at. */
export type { HdlcLink, HdlcLinkOptions, PppLink, PppLinkOptions, SerialLinkOptions } from "../../platform/serial-link";
export { SerialConsole } from "../../platform/moddable/serial-console";
export type { SerialConsoleOptions } from "../../platform/moddable/serial-console";
export { startHdlc, startPpp } from "../../platform/moddable/start-serial";
export type { ModdableHdlcOptions, ModdablePppOptions } from "../../platform/moddable/start-serial";
export { ascii } from "../../text";
