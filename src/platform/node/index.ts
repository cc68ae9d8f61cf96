/** The public API on Node: what every runtime has, and what Node gives. */
export * from "../../index";
export { HdlcLink } from "../hdlc-link";
export type { HdlcLinkOptions } from "../hdlc-link";
export { NodeAlarm, NodeClock } from "./runtime";
export { NodeSerialPort } from "./serial-port";
export type { NodeSerialOptions, SerialStream, SerialStreamClass } from "./serial-port";
export { startHdlc } from "./start-hdlc";
export type { NodeHdlcOptions } from "./start-hdlc";
