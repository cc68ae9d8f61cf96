/** What `require("linkpulse")` gives on Espruino where the script for a board with a ENC28J60 was saved under that name. */
export { Enc28j60 } from "../../drivers/enc28j60/enc28j60";
export { InterfaceCounter } from "../../link/counters";
export { KeepaliveLed } from "./keepalive-led";
export { SerialConsole } from "./serial-console";
export { startEthernet } from "./start-ethernet";
export { systemOf } from "./system";
