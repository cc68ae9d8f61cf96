import { Enc28j60Counter } from "../../src/drivers/enc28j60/counters";
import { W5500Counter } from "../../src/drivers/w5500/counters";
import { LoopbackCounter } from "../../src/keepalive/ethernet-loopback-counters";
import { HdlcCounter } from "../../src/keepalive/hdlc";
import { LcpCounter } from "../../src/keepalive/lcp";
import { NatKeepaliveCounter } from "../../src/keepalive/nat-keepalive";
import { PathCounter } from "../../src/keepalive/path-probe";
import { PppCounter } from "../../src/keepalive/ppp-counters";
import { ControlCounter } from "../../src/keepalive/ppp-control-counters";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { InterfaceCounter } from "../../src/link/counters";
import { EthernetCounter } from "../../src/link/ethernet-counters";
import { IpCounter } from "../../src/link/ip-host";
import { NatTraversalCounter } from "../../src/link/nat-traversal";
import { SchedulerCounter } from "../../src/scheduler/scheduler";
import { CounterSet } from "../device/contract";
import type { InterfaceConfig } from "../device/contract";

type Place = readonly [CounterSet, number];

/** The counters that an expectation can name, and where each stands in a device's report: at one of its places. */
export const COUNTERS: Record<string, readonly Place[]> = {
  "packets-in": shared(InterfaceCounter.PacketsIn),
  "octets-in": shared(InterfaceCounter.OctetsIn),
  "packets-out": shared(InterfaceCounter.PacketsOut),
  "octets-out": shared(InterfaceCounter.OctetsOut),
  "input-errors": [[CounterSet.Interface, InterfaceCounter.InputErrors]],
  crc: [[CounterSet.Interface, InterfaceCounter.Crc]],
  frame: [[CounterSet.Interface, InterfaceCounter.Frame]],
  abort: [[CounterSet.Interface, InterfaceCounter.Abort]],
  runts: [[CounterSet.Interface, InterfaceCounter.Runts]],
  giants: [[CounterSet.Interface, InterfaceCounter.Giants]],
  overrun: [[CounterSet.Interface, InterfaceCounter.Overrun]],
  "lost-while-waking": [[CounterSet.Interface, InterfaceCounter.LostWhileWaking]],
  "unknown-protocol": [[CounterSet.Interface, InterfaceCounter.UnknownProtocol]],
  "output-drops": shared(InterfaceCounter.OutputDrops),
  "interface-resets": [[CounterSet.Interface, InterfaceCounter.InterfaceResets]],
  "carrier-transitions": shared(InterfaceCounter.CarrierTransitions),
  "line-octets-in": [[CounterSet.Interface, InterfaceCounter.LineOctetsIn]],
  "line-octets-out": [[CounterSet.Interface, InterfaceCounter.LineOctetsOut]],
  "keepalives-sent": [[CounterSet.Hdlc, HdlcCounter.KeepalivesSent]],
  "keepalives-received": [[CounterSet.Hdlc, HdlcCounter.KeepalivesReceived]],
  "keepalives-not-sent": [[CounterSet.Hdlc, HdlcCounter.NotSent]],
  "stale-acknowledgements": [[CounterSet.Hdlc, HdlcCounter.StaleAcknowledgements]],
  "loop-suspicions": [[CounterSet.Hdlc, HdlcCounter.LoopSuspicions]],
  "missed-periods": [[CounterSet.Hdlc, HdlcCounter.MissedPeriods]],
  "excused-intervals": [[CounterSet.Hdlc, HdlcCounter.Excused]],
  "address-requests-sent": [[CounterSet.Hdlc, HdlcCounter.RequestsSent]],
  "address-requests-received": [[CounterSet.Hdlc, HdlcCounter.RequestsReceived]],
  "address-replies-sent": [[CounterSet.Hdlc, HdlcCounter.RepliesSent]],
  "address-replies-received": [[CounterSet.Hdlc, HdlcCounter.RepliesReceived]],
  "cdp-received": [[CounterSet.Hdlc, HdlcCounter.CdpReceived]],
  "bad-frames": [[CounterSet.Hdlc, HdlcCounter.BadFrames]],
  "echo-requests-sent": [[CounterSet.Echo, EchoCounter.RequestsSent]],
  "echo-requests-not-sent": [[CounterSet.Echo, EchoCounter.NotSent]],
  "echo-replies-received": [[CounterSet.Echo, EchoCounter.RepliesReceived]],
  "duplicate-echo-replies": [[CounterSet.Echo, EchoCounter.DuplicateReplies]],
  "strange-echo-replies": [[CounterSet.Echo, EchoCounter.StrangeReplies]],
  "echo-requests-suppressed": [[CounterSet.Echo, EchoCounter.Suppressed]],
  "echo-missed-periods": [[CounterSet.Echo, EchoCounter.MissedPeriods]],
  "echo-excused-intervals": [[CounterSet.Echo, EchoCounter.Excused]],
  "echo-requests-received": [[CounterSet.Ppp, PppCounter.EchoRequestsReceived]],
  "echo-replies-sent": [[CounterSet.Ppp, PppCounter.EchoRepliesSent]],
  "echo-replies-not-sent": [[CounterSet.Ppp, PppCounter.EchoRepliesNotSent]],
  "discard-requests-received": [[CounterSet.Ppp, PppCounter.DiscardsReceived]],
  "looped-back": [[CounterSet.Ppp, PppCounter.LoopedBack]],
  "different-peer": [[CounterSet.Ppp, PppCounter.DifferentPeer]],
  "packets-before-open": [[CounterSet.Ppp, PppCounter.NotOpen]],
  "protocols-rejected": [[CounterSet.Ppp, PppCounter.UnknownProtocols]],
  "bad-ppp-frames": [[CounterSet.Ppp, PppCounter.BadFrames]],
  "magic-collisions": [[CounterSet.Lcp, LcpCounter.MagicCollisions]],
  "protocol-rejects-received": [[CounterSet.Lcp, LcpCounter.ProtocolRejectsReceived]],
  "identifications-received": [[CounterSet.Lcp, LcpCounter.Identifications]],
  "time-remaining-received": [[CounterSet.Lcp, LcpCounter.TimeRemainings]],
  "bad-lcp-extensions": [[CounterSet.Lcp, LcpCounter.BadPackets]],
  ...controlCounters("lcp", CounterSet.LcpControl),
  ...controlCounters("ipcp", CounterSet.IpcpControl),
  "pings-received": [[CounterSet.Ip, IpCounter.EchoRequests]],
  "pings-answered": [[CounterSet.Ip, IpCounter.RepliesSent]],
  "pings-not-answered": [[CounterSet.Ip, IpCounter.RepliesNotSent]],
  "bad-ip-headers": [[CounterSet.Ip, IpCounter.BadHeaders]],
  "bad-ip-lengths": [[CounterSet.Ip, IpCounter.BadLengths]],
  "bad-ip-checksums": [[CounterSet.Ip, IpCounter.BadChecksums]],
  "ip-not-ours": [[CounterSet.Ip, IpCounter.NotOurs]],
  "path-requests-sent": [[CounterSet.Path, PathCounter.RequestsSent]],
  "path-requests-not-sent": [[CounterSet.Path, PathCounter.NotSent]],
  "path-replies-received": [[CounterSet.Path, PathCounter.RepliesReceived]],
  "duplicate-path-replies": [[CounterSet.Path, PathCounter.Duplicates]],
  "late-path-replies": [[CounterSet.Path, PathCounter.Late]],
  "path-unreachable": [[CounterSet.Path, PathCounter.Unreachable]],
  "path-time-exceeded": [[CounterSet.Path, PathCounter.TimeExceeded]],
  "output-errors": [[CounterSet.Ethernet, EthernetCounter.OutputErrors]],
  ...loopbackCounters(),
  ...enc28j60Counters(),
  ...w5500Counters(),
  ...natTCounters(),
  "wake-ups": [[CounterSet.Scheduler, SchedulerCounter.WakeUps]],
};

/** What a device's report says of a counter; undefined where the interface has none of that name. */
export function countIn(
  counters: ReadonlyMap<CounterSet, ArrayLike<number | undefined>>,
  name: string,
): number | undefined {
  const place = COUNTERS[name]!.find(([set]) => counters.has(set));
  return place === undefined ? undefined : counters.get(place[0])![place[1]];
}

/** The names of the counters that an interface has, by what it speaks and whether that can change on the console. */
export function countersOf(config: InterfaceConfig, console: boolean): string[] {
  return Object.keys(COUNTERS).filter((name) => COUNTERS[name]!.some(([set]) => isKept(set, config, console)));
}

/** The names of the counters of a router's end of a tunnel through a NAT. */
export function countersOfNatT(): string[] {
  return Object.keys(COUNTERS).filter((name) => COUNTERS[name]!.some(([set]) => NAT_T_SETS.includes(set)));
}

const NAT_T_SETS: readonly CounterSet[] = [CounterSet.Scheduler, CounterSet.NatKeepalive, CounterSet.NatTraversal];

function isKept(set: CounterSet, config: InterfaceConfig, console: boolean): boolean {
  if (set === CounterSet.Scheduler) return true;
  const { ethernet } = config;
  if (ethernet !== null) {
    if (set === CounterSet.Enc28j60) return ethernet.chip === "enc28j60";
    if (set === CounterSet.W5500) return ethernet.chip === "w5500";
    return set === CounterSet.Ethernet || set === CounterSet.Loopback;
  }
  if (set >= CounterSet.Ethernet) return false;
  if (set === CounterSet.Interface) return true;
  if (set === CounterSet.Hdlc) return console || config.encapsulation === "hdlc";
  if (set <= CounterSet.IpcpControl) return console || config.encapsulation === "ppp";
  return config.host !== null;
}

/** What every kind of interface counts, at the same place. */
function shared(counter: number): readonly Place[] {
  return [
    [CounterSet.Interface, counter],
    [CounterSet.Ethernet, counter],
  ];
}

function loopbackCounters(): Record<string, readonly Place[]> {
  const at = (counter: LoopbackCounter): Place[] => [[CounterSet.Loopback, counter]];
  return {
    "own-frames-sent": at(LoopbackCounter.OwnSent),
    "own-frames-received": at(LoopbackCounter.OwnReceived),
    "loop-requests-sent": at(LoopbackCounter.RequestsSent),
    "loop-answers-received": at(LoopbackCounter.AnswersReceived),
    "loopback-not-sent": at(LoopbackCounter.NotSent),
    "loopback-transmit-failures": at(LoopbackCounter.TransmitFailures),
    "loopback-damaged": at(LoopbackCounter.Damaged),
    "loopback-duplicates": at(LoopbackCounter.Duplicates),
    "loopback-late": at(LoopbackCounter.Late),
    "loopback-looped": at(LoopbackCounter.Looped),
    "loopback-strangers": at(LoopbackCounter.Strangers),
    "loopback-forwarded": at(LoopbackCounter.Forwarded),
    "loopback-not-forwarded": at(LoopbackCounter.NotForwarded),
    "loopback-refused": at(LoopbackCounter.Refused),
    "loopback-bad-frames": at(LoopbackCounter.BadFrames),
    "loopback-not-ours": at(LoopbackCounter.NotOurs),
    "loopback-missed-periods": at(LoopbackCounter.MissedPeriods),
    "loopback-excused-intervals": at(LoopbackCounter.Excused),
  };
}

function enc28j60Counters(): Record<string, readonly Place[]> {
  const at = (counter: Enc28j60Counter): Place[] => [[CounterSet.Enc28j60, counter]];
  return {
    "enc28j60-transmit-errors": at(Enc28j60Counter.TransmitErrors),
    "enc28j60-late-collisions": at(Enc28j60Counter.LateCollisions),
    "enc28j60-transmit-stuck": at(Enc28j60Counter.TransmitStuck),
    "enc28j60-receive-errors": at(Enc28j60Counter.ReceiveErrors),
    "enc28j60-overruns": at(Enc28j60Counter.Overruns),
    "enc28j60-rings-corrupt": at(Enc28j60Counter.RingsCorrupt),
    "enc28j60-receiver-found-off": at(Enc28j60Counter.ReceiverFoundOff),
    "enc28j60-resets-found": at(Enc28j60Counter.ResetsFound),
    "enc28j60-set-ups": at(Enc28j60Counter.SetUps),
    "enc28j60-set-ups-failed": at(Enc28j60Counter.SetUpsFailed),
    "enc28j60-rewrites": at(Enc28j60Counter.Rewrites),
  };
}

function w5500Counters(): Record<string, readonly Place[]> {
  const at = (counter: W5500Counter): Place[] => [[CounterSet.W5500, counter]];
  return {
    "w5500-spi-transactions": at(W5500Counter.SpiTransactions),
    "w5500-spi-octets": at(W5500Counter.SpiOctets),
    "w5500-resets-found": at(W5500Counter.SelfResets),
    "w5500-stuck": at(W5500Counter.Stuck),
    "w5500-not-found": at(W5500Counter.NotFound),
    "w5500-reopened": at(W5500Counter.Reopened),
    "w5500-bad-lengths": at(W5500Counter.BadLengths),
    "w5500-frames-not-sent": at(W5500Counter.FramesNotSent),
  };
}

function natTCounters(): Record<string, readonly Place[]> {
  const keepalive = (counter: NatKeepaliveCounter): Place[] => [[CounterSet.NatKeepalive, counter]];
  const traversal = (counter: NatTraversalCounter): Place[] => [[CounterSet.NatTraversal, counter]];
  return {
    "nat-keepalives-sent": keepalive(NatKeepaliveCounter.Sent),
    "nat-keepalives-not-sent": keepalive(NatKeepaliveCounter.NotSent),
    "nat-keepalives-spared": keepalive(NatKeepaliveCounter.Spared),
    "nat-keepalives-early": keepalive(NatKeepaliveCounter.Early),
    "nat-keepalives-received": keepalive(NatKeepaliveCounter.Received),
    "nat-probes-wanted": keepalive(NatKeepaliveCounter.ProbesWanted),
    "ike-received": traversal(NatTraversalCounter.IkeReceived),
    "esp-received": traversal(NatTraversalCounter.EspReceived),
    "nat-t-junk": traversal(NatTraversalCounter.Junk),
    "nat-t-datagrams-sent": traversal(NatTraversalCounter.Sent),
    "nat-t-datagrams-not-sent": traversal(NatTraversalCounter.NotSent),
  };
}

function controlCounters(protocol: string, set: CounterSet): Record<string, readonly Place[]> {
  return {
    [`${protocol}-packets-sent`]: [[set, ControlCounter.PacketsSent]],
    [`${protocol}-packets-received`]: [[set, ControlCounter.PacketsReceived]],
    [`${protocol}-packets-not-sent`]: [[set, ControlCounter.NotSent]],
    [`bad-${protocol}-packets`]: [[set, ControlCounter.BadPackets]],
    [`stale-${protocol}-answers`]: [[set, ControlCounter.StaleAnswers]],
    [`${protocol}-requests-ignored`]: [[set, ControlCounter.Ignored]],
    [`unknown-${protocol}-codes`]: [[set, ControlCounter.UnknownCodes]],
    [`${protocol}-code-rejects-received`]: [[set, ControlCounter.CodeRejectsReceived]],
    [`unexpected-${protocol}-packets`]: [[set, ControlCounter.Unexpected]],
  };
}
