/** The public API on Node: what every runtime has, and what Node gives. */
export * from "../../index";
export { SerialLink } from "../serial-link";
export type { HdlcLink, HdlcLinkOptions, PppLink, PppLinkOptions, SerialLinkOptions } from "../serial-link";
export { NodeAlarm, NodeClock } from "./runtime";
export { NodeSerialPort } from "./serial-port";
export type { NodeSerialOptions, SerialStream, SerialStreamClass } from "./serial-port";
export { startHdlc, startPpp } from "./start-serial";
export type { NodeHdlcOptions, NodePppOptions } from "./start-serial";
