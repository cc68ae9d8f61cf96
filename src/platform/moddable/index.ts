/** The public API on Moddable: what every runtime has, and what Moddable gives. */
export * from "../../index";
export { HdlcLink } from "../hdlc-link";
export type { HdlcLinkOptions } from "../hdlc-link";
export type { ModemLineOptions } from "./modem-lines";
export { ModdableAlarm, ModdableClock } from "./runtime";
export { SerialConsole } from "./serial-console";
export type { SerialConsoleOptions } from "./serial-console";
export { ModdableSerialPort } from "./serial-port";
export type { ModdableSerialOptions } from "./serial-port";
export { startHdlc } from "./start-hdlc";
export type { ModdableHdlcOptions } from "./start-hdlc";
