import { LoopbackCounter } from "../../src/keepalive/ethernet-loopback-counters";
import { HdlcCounter } from "../../src/keepalive/hdlc";
import { PathCounter } from "../../src/keepalive/path-probe";
import { EchoCounter } from "../../src/keepalive/ppp-echo";
import { InterfaceCounter } from "../../src/link/counters";
import { EthernetCounter } from "../../src/link/ethernet-counters";
import { CounterSet } from "../device/contract";
import type { InterfaceConfig } from "../device/contract";
import { COUNTERS, countersOf } from "../scenario/counters";

/** The commands with which an image tells its counters. */
export const COUNTING_COMMANDS = ["show interfaces", "show controllers", "show keepalive"];

/** A line that tells counters: which of a set each `%` is, null for what is no counter. */
interface Line {
  set: CounterSet;
  text: string;
  counters: readonly (number | null)[];
}

const SERIAL: Line[] = [
  {
    set: CounterSet.Interface,
    text: "% packets input, % bytes",
    counters: [InterfaceCounter.PacketsIn, InterfaceCounter.OctetsIn],
  },
  {
    set: CounterSet.Interface,
    text:
      "% input errors, % CRC, % frame, % overrun, % lost while waking, " +
      "% abort, % runts, % giants, % unknown protocol",
    counters: [
      InterfaceCounter.InputErrors,
      InterfaceCounter.Crc,
      InterfaceCounter.Frame,
      InterfaceCounter.Overrun,
      InterfaceCounter.LostWhileWaking,
      InterfaceCounter.Abort,
      InterfaceCounter.Runts,
      InterfaceCounter.Giants,
      InterfaceCounter.UnknownProtocol,
    ],
  },
  {
    set: CounterSet.Interface,
    text: "% packets output, % bytes",
    counters: [InterfaceCounter.PacketsOut, InterfaceCounter.OctetsOut],
  },
  {
    set: CounterSet.Interface,
    text: "% output drops, % interface resets, % carrier transitions",
    counters: [InterfaceCounter.OutputDrops, InterfaceCounter.InterfaceResets, InterfaceCounter.CarrierTransitions],
  },
  {
    set: CounterSet.Interface,
    text: "  % octets in and % out on the line, framing included",
    counters: [InterfaceCounter.LineOctetsIn, InterfaceCounter.LineOctetsOut],
  },
];

const HDLC: Line[] = [
  {
    set: CounterSet.Hdlc,
    text: "  % unanswered, % sent, % received, % not sent",
    counters: [null, HdlcCounter.KeepalivesSent, HdlcCounter.KeepalivesReceived, HdlcCounter.NotSent],
  },
  {
    set: CounterSet.Hdlc,
    text: "  % stale, % resets, % loop suspicions",
    counters: [HdlcCounter.StaleAcknowledgements, HdlcCounter.Resets, HdlcCounter.LoopSuspicions],
  },
  {
    set: CounterSet.Hdlc,
    text: "  % intervals slept through, % not judged",
    counters: [HdlcCounter.MissedPeriods, HdlcCounter.Excused],
  },
];

const PPP: Line[] = [
  {
    set: CounterSet.Echo,
    text: "  % unanswered, % sent, % answered, % lost, % not sent",
    counters: [null, EchoCounter.RequestsSent, EchoCounter.RepliesReceived, null, EchoCounter.NotSent],
  },
  {
    set: CounterSet.Echo,
    text: "  % duplicate replies, % to no request, % spared by inbound data",
    counters: [EchoCounter.DuplicateReplies, EchoCounter.StrangeReplies, EchoCounter.Suppressed],
  },
  {
    set: CounterSet.Echo,
    text: "  % intervals slept through, % not judged",
    counters: [EchoCounter.MissedPeriods, EchoCounter.Excused],
  },
];

const PATH: Line[] = [
  {
    set: CounterSet.Path,
    text: "  % sent, % answered, % lost, % not sent",
    counters: [PathCounter.RequestsSent, PathCounter.RepliesReceived, null, PathCounter.NotSent],
  },
];

const ETHERNET: Line[] = [
  {
    set: CounterSet.Ethernet,
    text: "% packets input, % bytes",
    counters: [EthernetCounter.PacketsIn, EthernetCounter.OctetsIn],
  },
  {
    set: CounterSet.Ethernet,
    text: "% packets output, % bytes",
    counters: [EthernetCounter.PacketsOut, EthernetCounter.OctetsOut],
  },
  {
    set: CounterSet.Ethernet,
    text: "% output errors, % output drops, % carrier transitions",
    counters: [EthernetCounter.OutputErrors, EthernetCounter.OutputDrops, EthernetCounter.CarrierTransitions],
  },
  {
    set: CounterSet.Loopback,
    text: "  To ourselves: % unanswered, % sent, % received",
    counters: [null, LoopbackCounter.OwnSent, LoopbackCounter.OwnReceived],
  },
  {
    set: CounterSet.Loopback,
    text: "  To a loop server: % unanswered, % sent, % answered",
    counters: [null, LoopbackCounter.RequestsSent, LoopbackCounter.AnswersReceived],
  },
  {
    set: CounterSet.Loopback,
    text: "  % not sent, % transmit failures, % damaged",
    counters: [LoopbackCounter.NotSent, LoopbackCounter.TransmitFailures, LoopbackCounter.Damaged],
  },
  {
    set: CounterSet.Loopback,
    text: "  % looped, % duplicates, % late answers, % strangers, % bad frames",
    counters: [
      LoopbackCounter.Looped,
      LoopbackCounter.Duplicates,
      LoopbackCounter.Late,
      LoopbackCounter.Strangers,
      LoopbackCounter.BadFrames,
    ],
  },
  {
    set: CounterSet.Loopback,
    text: ", % sent back, % not, % refused, % not for us",
    counters: [
      LoopbackCounter.Forwarded,
      LoopbackCounter.NotForwarded,
      LoopbackCounter.Refused,
      LoopbackCounter.NotOurs,
    ],
  },
  {
    set: CounterSet.Loopback,
    text: "  % intervals slept through, % not judged",
    counters: [LoopbackCounter.MissedPeriods, LoopbackCounter.Excused],
  },
];

/** `show controllers` has the counters of a chip's driver three in a line, all of them, in their order. */
const CHIPS = { enc28j60: CounterSet.Enc28j60, w5500: CounterSet.W5500 };

/** Counters by set; those that were not told are undefined. */
export type ToldCounters = Map<CounterSet, (number | undefined)[]>;

/** What the counting commands have printed for an interface. */
export function readCounters(printed: string, config: InterfaceConfig): ToldCounters {
  const told: ToldCounters = new Map();
  const tell = (set: CounterSet, counter: number, value: string) => {
    const values = told.get(set) ?? [];
    values[counter] = Number(value) | 0;
    told.set(set, values);
  };
  for (const { set, text, counters } of linesOf(config)) {
    const [, ...values] = pattern(text).exec(printed) ?? [];
    values.forEach((value, i) => counters[i] !== null && tell(set, counters[i]!, value));
  }
  if (config.ethernet !== null) {
    const set = CHIPS[config.ethernet.chip];
    const [, lines] = /^ {2}Link is .*\r\n((?: {2}\d+ .*\r\n)+)/m.exec(printed) ?? ["", ""];
    [...lines!.matchAll(/(?:^ {2}|, )(\d+) /gm)].forEach(([, value], i) => tell(set, i, value!));
  }
  return told;
}

/** The names of the counters that an image tells of an interface. */
export function toldCounters(config: InterfaceConfig): string[] {
  const lines = linesOf(config);
  return countersOf(config, false).filter((name) =>
    COUNTERS[name]!.some(([set, counter]) => {
      if (config.ethernet !== null && set === CHIPS[config.ethernet.chip]) return true;
      return lines.some((line) => line.set === set && line.counters.includes(counter));
    }),
  );
}

function linesOf(config: InterfaceConfig): Line[] {
  if (config.ethernet !== null) return ETHERNET;
  const path = config.host !== null && config.host.target !== 0 ? PATH : [];
  return [...SERIAL, ...(config.encapsulation === "ppp" ? PPP : HDLC), ...path];
}

function pattern(text: string): RegExp {
  const begin = text.startsWith(",") ? "" : "^";
  return new RegExp(`${begin}${text.replaceAll("%", "(\\d+)")}`, "m");
}
