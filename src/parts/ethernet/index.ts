/** `linkpulse/moddable/ethernet`: a chip on an SPI, with a console to type at or without; the drivers are parts of their own. */
export type { EthernetDriver, EthernetLink, EthernetLinkOptions } from "../../platform/ethernet-link";
export type { EthernetChip, EthernetRouterLinkOptions } from "../../platform/ethernet-router-link";
export { PreferenceConfig } from "../../platform/moddable/config-store";
export type { PreferenceConfigOptions } from "../../platform/moddable/config-store";
export { SerialConsole } from "../../platform/moddable/serial-console";
export type { SerialConsoleOptions } from "../../platform/moddable/serial-console";
export { startEthernet, startEthernetRouter } from "../../platform/moddable/start-ethernet";
export type { ModdableEthernetOptions, ModdableEthernetRouterOptions } from "../../platform/moddable/start-ethernet";
export { ascii } from "../../text";
