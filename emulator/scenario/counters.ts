import { HdlcCounter } from "../../src/keepalive/hdlc";
import { LcpCounter } from "../../src/keepalive/lcp";
import { PathCounter } from "../../src/keepalive/path-probe";
import { PppCounter } from "../../src/keepalive/ppp";
import { ControlCounter } from "../../src/keepalive/ppp-control";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { InterfaceCounter } from "../../src/link/counters";
import { IpCounter } from "../../src/link/ip-host";
import { SchedulerCounter } from "../../src/scheduler/scheduler";
import { CounterSet } from "../device/contract";
import type { InterfaceConfig } from "../device/contract";

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
  "echo-requests-sent": [CounterSet.Echo, EchoCounter.RequestsSent],
  "echo-requests-not-sent": [CounterSet.Echo, EchoCounter.NotSent],
  "echo-replies-received": [CounterSet.Echo, EchoCounter.RepliesReceived],
  "duplicate-echo-replies": [CounterSet.Echo, EchoCounter.DuplicateReplies],
  "strange-echo-replies": [CounterSet.Echo, EchoCounter.StrangeReplies],
  "echo-requests-suppressed": [CounterSet.Echo, EchoCounter.Suppressed],
  "echo-missed-periods": [CounterSet.Echo, EchoCounter.MissedPeriods],
  "echo-excused-intervals": [CounterSet.Echo, EchoCounter.Excused],
  "echo-requests-received": [CounterSet.Ppp, PppCounter.EchoRequestsReceived],
  "echo-replies-sent": [CounterSet.Ppp, PppCounter.EchoRepliesSent],
  "echo-replies-not-sent": [CounterSet.Ppp, PppCounter.EchoRepliesNotSent],
  "discard-requests-received": [CounterSet.Ppp, PppCounter.DiscardsReceived],
  "looped-back": [CounterSet.Ppp, PppCounter.LoopedBack],
  "different-peer": [CounterSet.Ppp, PppCounter.DifferentPeer],
  "packets-before-open": [CounterSet.Ppp, PppCounter.NotOpen],
  "protocols-rejected": [CounterSet.Ppp, PppCounter.UnknownProtocols],
  "bad-ppp-frames": [CounterSet.Ppp, PppCounter.BadFrames],
  "magic-collisions": [CounterSet.Lcp, LcpCounter.MagicCollisions],
  "protocol-rejects-received": [CounterSet.Lcp, LcpCounter.ProtocolRejectsReceived],
  "identifications-received": [CounterSet.Lcp, LcpCounter.Identifications],
  "time-remaining-received": [CounterSet.Lcp, LcpCounter.TimeRemainings],
  "bad-lcp-extensions": [CounterSet.Lcp, LcpCounter.BadPackets],
  ...controlCounters("lcp", CounterSet.LcpControl),
  ...controlCounters("ipcp", CounterSet.IpcpControl),
  "pings-received": [CounterSet.Ip, IpCounter.EchoRequests],
  "pings-answered": [CounterSet.Ip, IpCounter.RepliesSent],
  "pings-not-answered": [CounterSet.Ip, IpCounter.RepliesNotSent],
  "bad-ip-headers": [CounterSet.Ip, IpCounter.BadHeaders],
  "bad-ip-lengths": [CounterSet.Ip, IpCounter.BadLengths],
  "bad-ip-checksums": [CounterSet.Ip, IpCounter.BadChecksums],
  "ip-not-ours": [CounterSet.Ip, IpCounter.NotOurs],
  "path-requests-sent": [CounterSet.Path, PathCounter.RequestsSent],
  "path-requests-not-sent": [CounterSet.Path, PathCounter.NotSent],
  "path-replies-received": [CounterSet.Path, PathCounter.RepliesReceived],
  "duplicate-path-replies": [CounterSet.Path, PathCounter.Duplicates],
  "late-path-replies": [CounterSet.Path, PathCounter.Late],
  "path-unreachable": [CounterSet.Path, PathCounter.Unreachable],
  "path-time-exceeded": [CounterSet.Path, PathCounter.TimeExceeded],
  "wake-ups": [CounterSet.Scheduler, SchedulerCounter.WakeUps],
};

/** The names of the counters that an interface has, by what it speaks and whether that can change on the console. */
export function countersOf(config: InterfaceConfig, console: boolean): string[] {
  return Object.keys(COUNTERS).filter((name) => {
    const set = COUNTERS[name]![0];
    if (set <= CounterSet.Interface) return true;
    if (set === CounterSet.Hdlc) return console || config.encapsulation === "hdlc";
    if (set <= CounterSet.IpcpControl) return console || config.encapsulation === "ppp";
    return config.host !== null;
  });
}

function controlCounters(protocol: string, set: CounterSet): Record<string, readonly [CounterSet, number]> {
  return {
    [`${protocol}-packets-sent`]: [set, ControlCounter.PacketsSent],
    [`${protocol}-packets-received`]: [set, ControlCounter.PacketsReceived],
    [`${protocol}-packets-not-sent`]: [set, ControlCounter.NotSent],
    [`bad-${protocol}-packets`]: [set, ControlCounter.BadPackets],
    [`stale-${protocol}-answers`]: [set, ControlCounter.StaleAnswers],
    [`${protocol}-requests-ignored`]: [set, ControlCounter.Ignored],
    [`unknown-${protocol}-codes`]: [set, ControlCounter.UnknownCodes],
    [`${protocol}-code-rejects-received`]: [set, ControlCounter.CodeRejectsReceived],
    [`unexpected-${protocol}-packets`]: [set, ControlCounter.Unexpected],
  };
}
