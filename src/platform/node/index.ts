/** The public API on Node: what every runtime has, and what Node gives. */
export * from "../../index";
export { RouterLink } from "../router-link";
export type { PlatformTerminal, RouterLinkOptions, TerminalListener } from "../router-link";
export { SerialLink } from "../serial-link";
export type { HdlcLink, HdlcLinkOptions, PppLink, PppLinkOptions, SerialLinkOptions } from "../serial-link";
export { ConfigFile } from "./config-file";
export { NodeDatagramPort } from "./datagram-port";
export type { NodeDatagramOptions } from "./datagram-port";
export { NodeAlarm, NodeClock } from "./runtime";
export { NodeSerialPort } from "./serial-port";
export type { NodeSerialOptions, SerialStream, SerialStreamClass } from "./serial-port";
export { startHdlc, startPpp, startRouter } from "./start-serial";
export type { NodeHdlcOptions, NodePppOptions, NodeRouterOptions } from "./start-serial";
export { NodeTerminal } from "./terminal";
export type { NodeTerminalOptions } from "./terminal";
