/** `linkpulse/moddable/retention`: the routine that carries a router's time and state over a loss of power, and its store. */
export type { RealTimeClock, RetainedMemory, SupplyMonitor } from "../../ports";
export { FieldType, RecordLayout, RetainedRecord } from "../../retention/record";
export type { RecordField, RecordLayoutOptions } from "../../retention/record";
export { ROUTER_RETENTION_TIMERS, RouterRetention } from "../../retention/router-retention";
export type { RetainedLine, RetainedLineListener, RouterRetentionOptions } from "../../retention/router-retention";
export { CompactSlots, FullSlots } from "../../retention/slot-format";
export type { SlotFormat } from "../../retention/slot-format";
export { RETENTION_TIMERS, RetentionStore } from "../../retention/store";
export { Scheduler } from "../../scheduler/scheduler";
