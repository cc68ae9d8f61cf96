/** `linkpulse/moddable/ethernet`: a chip on an SPI, with a console to type at or without; the drivers are parts of their own. */
export type { EthernetLink, EthernetLinkOptions } from "../../platform/ethernet-link";
export type { EthernetDriver } from "../../platform/ethernet-on-chip";
export type { EthernetChip, EthernetPartOptions, EthernetRouterLinkOptions } from "../../platform/ethernet-router-link";
export { PreferenceConfig } from "../../platform/moddable/config-store";
export type { PreferenceConfigOptions } from "../../platform/moddable/config-store";
export { SerialConsole } from "../../platform/moddable/serial-console";
export type { SerialConsoleOptions } from "../../platform/moddable/serial-console";
export { ethernetPart, startEthernet, startEthernetRouter } from "../../platform/moddable/start-ethernet";
export type {
  ModdableEthernetOptions,
  ModdableEthernetPartOptions,
  ModdableEthernetRouterOptions,
} from "../../platform/moddable/start-ethernet";
export type { RouterPart } from "../../platform/router";
export { ascii } from "../../text";
