export { Scheduler } from "../src/scheduler/scheduler";
