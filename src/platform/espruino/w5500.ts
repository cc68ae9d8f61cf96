/** What `require("linkpulse")` gives on Espruino where the script for a board with a W5500 was saved under that name. */
export { W5500 } from "../../drivers/w5500/w5500";
export { InterfaceCounter } from "../../link/counters";
export { KeepaliveLed } from "./keepalive-led";
export { SerialConsole } from "./serial-console";
export { startEthernet } from "./start-ethernet";
export { systemOf } from "./system";
