/** The public API on Moddable: what every runtime has, and what Moddable gives. */
export * from "../../index";
export { EthernetLink } from "../ethernet-link";
export type { EthernetLinkOptions } from "../ethernet-link";
export type { EthernetDriver, InterruptListener } from "../ethernet-on-chip";
export type { EthernetChip, EthernetPartOptions, EthernetRouterLinkOptions } from "../ethernet-router-link";
export type { NattEndOptions } from "../natt-end";
export { NattLink } from "../natt-link";
export type { NattLinkOptions } from "../natt-link";
export type { OpenPart, RetainedRouter, RouterOptions, RouterPart } from "../router";
export { RouterLink } from "../router-link";
export type { RouterLinkOptions, RouterLinkRetention } from "../router-link";
export type { PlatformTerminal, ShellTerminalOptions, TerminalListener } from "../shell-terminal";
export { SerialLink } from "../serial-link";
export type { HdlcLink, HdlcLinkOptions, PppLink, PppLinkOptions, SerialLinkOptions } from "../serial-link";
export type { PlatformWifi, WifiListener, WifiOptions } from "../wifi-join";
export { ModdableDatagramPort } from "./datagram-port";
export type { ModdableDatagramOptions } from "./datagram-port";
export { PreferenceConfig } from "./config-store";
export type { PreferenceConfigOptions } from "./config-store";
export { ModdableFlashArea } from "./flash-area";
export { ModdableI2cBus } from "./i2c-bus";
export type { ModdableI2cOptions } from "./i2c-bus";
export { KeepaliveLed } from "./keepalive-led";
export type { KeepaliveLedOptions } from "./keepalive-led";
export { ModdableInterruptPin } from "./interrupt-pin";
export type { InterruptPinOptions } from "./interrupt-pin";
export type { ModemLineOptions } from "./modem-lines";
export { ModdableAlarm, ModdableClock } from "./runtime";
export { SerialConsole } from "./serial-console";
export type { SerialConsoleOptions } from "./serial-console";
export { ModdableSerialPort } from "./serial-port";
export type { ModdableSerialOptions } from "./serial-port";
export { AnalogSupply, PowerGoodPin } from "./supply";
export type { AnalogSupplyOptions, PowerGoodPinOptions } from "./supply";
export { ModdableSpiBus } from "./spi-bus";
export type { ModdableSpiOptions } from "./spi-bus";
export { ethernetPart, startEthernet, startEthernetRouter } from "./start-ethernet";
export type {
  ModdableEthernetOptions,
  ModdableEthernetPartOptions,
  ModdableEthernetRouterOptions,
} from "./start-ethernet";
export { nattPart, startNatt } from "./start-natt";
export type { ModdableNattOptions, ModdableNattPartOptions } from "./start-natt";
export { startRouter } from "./start-router";
export type { ModdableRouterOptions } from "./start-router";
export { startHdlc, startPpp } from "./start-serial";
export type { ModdableHdlcOptions, ModdablePppOptions } from "./start-serial";
export type { ModdableSystem } from "./system";
export { ModdableWifi } from "./wifi";
export type { ModdableWifiOptions } from "./wifi";
