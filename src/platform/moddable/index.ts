/** The public API on Moddable: what every runtime has, and what Moddable gives. */
export * from "../../index";
export { RouterLink } from "../router-link";
export type { PlatformTerminal, RouterLinkOptions, TerminalListener } from "../router-link";
export { SerialLink } from "../serial-link";
export type { HdlcLink, HdlcLinkOptions, PppLink, PppLinkOptions, SerialLinkOptions } from "../serial-link";
export { PreferenceConfig } from "./config-store";
export type { PreferenceConfigOptions } from "./config-store";
export { ModdableDatagramPort } from "./datagram-port";
export type { ModdableDatagramOptions } from "./datagram-port";
export type { ModemLineOptions } from "./modem-lines";
export { ModdableAlarm, ModdableClock } from "./runtime";
export { SerialConsole } from "./serial-console";
export type { SerialConsoleOptions } from "./serial-console";
export { ModdableSerialPort } from "./serial-port";
export type { ModdableSerialOptions } from "./serial-port";
export { startHdlc, startPpp, startRouter } from "./start-serial";
export type { ModdableHdlcOptions, ModdablePppOptions, ModdableRouterOptions } from "./start-serial";
