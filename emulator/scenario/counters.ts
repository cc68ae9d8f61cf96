import { HdlcCounter } from "../../src/keepalive/hdlc";
import { InterfaceCounter } from "../../src/link/counters";
import { SchedulerCounter } from "../../src/scheduler/scheduler";
import { CounterSet } from "../device/contract";

/** The counters that an expectation can name, and where each stands in a device's report. */
export const COUNTERS: Record<string, readonly [CounterSet, number]> = {
  "packets-in": [CounterSet.Interface, InterfaceCounter.PacketsIn],
  "octets-in": [CounterSet.Interface, InterfaceCounter.OctetsIn],
  "packets-out": [CounterSet.Interface, InterfaceCounter.PacketsOut],
  "octets-out": [CounterSet.Interface, InterfaceCounter.OctetsOut],
  "input-errors": [CounterSet.Interface, InterfaceCounter.InputErrors],
  crc: [CounterSet.Interface, InterfaceCounter.Crc],
  frame: [CounterSet.Interface, InterfaceCounter.Frame],
  abort: [CounterSet.Interface, InterfaceCounter.Abort],
  runts: [CounterSet.Interface, InterfaceCounter.Runts],
  giants: [CounterSet.Interface, InterfaceCounter.Giants],
  overrun: [CounterSet.Interface, InterfaceCounter.Overrun],
  "lost-while-waking": [CounterSet.Interface, InterfaceCounter.LostWhileWaking],
  "unknown-protocol": [CounterSet.Interface, InterfaceCounter.UnknownProtocol],
  "output-drops": [CounterSet.Interface, InterfaceCounter.OutputDrops],
  "interface-resets": [CounterSet.Interface, InterfaceCounter.InterfaceResets],
  "carrier-transitions": [CounterSet.Interface, InterfaceCounter.CarrierTransitions],
  "line-octets-in": [CounterSet.Interface, InterfaceCounter.LineOctetsIn],
  "line-octets-out": [CounterSet.Interface, InterfaceCounter.LineOctetsOut],
  "keepalives-sent": [CounterSet.Hdlc, HdlcCounter.KeepalivesSent],
  "keepalives-received": [CounterSet.Hdlc, HdlcCounter.KeepalivesReceived],
  "keepalives-not-sent": [CounterSet.Hdlc, HdlcCounter.NotSent],
  "stale-acknowledgements": [CounterSet.Hdlc, HdlcCounter.StaleAcknowledgements],
  "loop-suspicions": [CounterSet.Hdlc, HdlcCounter.LoopSuspicions],
  "missed-periods": [CounterSet.Hdlc, HdlcCounter.MissedPeriods],
  "excused-intervals": [CounterSet.Hdlc, HdlcCounter.Excused],
  "address-requests-sent": [CounterSet.Hdlc, HdlcCounter.RequestsSent],
  "address-requests-received": [CounterSet.Hdlc, HdlcCounter.RequestsReceived],
  "address-replies-sent": [CounterSet.Hdlc, HdlcCounter.RepliesSent],
  "address-replies-received": [CounterSet.Hdlc, HdlcCounter.RepliesReceived],
  "cdp-received": [CounterSet.Hdlc, HdlcCounter.CdpReceived],
  "bad-frames": [CounterSet.Hdlc, HdlcCounter.BadFrames],
  "wake-ups": [CounterSet.Scheduler, SchedulerCounter.WakeUps],
};
