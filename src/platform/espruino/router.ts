/**
 * What `require("linkpulse")` gives on Espruino where the script with the console was saved under that name: it is about
 * twice as long as the one without.
 */
export { InterfaceCounter } from "../../link/counters";
export { StorageConfig } from "./config-store";
export { KeepaliveLed } from "./keepalive-led";
export { SerialConsole } from "./serial-console";
export { startRouter } from "./start-router";
export { systemOf } from "./system";
