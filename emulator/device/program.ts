/** The device program for engines other than this process's: one script, the same for all of them. */
export { Bridge } from "./bridge";
export { EchoSoak } from "./echo-soak";
export { NatSoak } from "./nat-soak";
export { Soak } from "./soak";
