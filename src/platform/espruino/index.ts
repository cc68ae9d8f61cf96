/**
 * What `require("linkpulse")` gives on Espruino. Every function that is there takes variables, so this is less than on
 * the other runtimes: what a program needs, not the parts it is made of. `router.ts` is another script.
 */
export { InterfaceCounter } from "../../link/counters";
export { SerialConsole } from "./serial-console";
export { startHdlc, startPpp } from "./start-serial";
