/**
 * What `require("linkpulse")` gives on Espruino where the script with the NAT keepalive was saved under that name.
 */
export { StorageConfig } from "./config-store";
export { KeepaliveLed } from "./keepalive-led";
export { SerialConsole } from "./serial-console";
export { startNatt } from "./start-natt";
export { systemOf } from "./system";
