import { HdlcCounter } from "../keepalive/hdlc";
import type { HdlcKeepalive } from "../keepalive/hdlc";
import { PathCounter } from "../keepalive/path-probe";
import type { Ppp } from "../keepalive/ppp";
import { PppState } from "../keepalive/ppp-automaton";
import { EchoCounter } from "../keepalive/ppp-echo";
import type { RoundTrips } from "../keepalive/round-trips";
import type { IpHost } from "../link/ip-host";
import type { SerialInterface } from "../link/serial-interface";
import { ascii } from "../text";
import type { ConsoleInterface } from "./commands";
import type { LineWriter } from "./line-writer";
import { stateText } from "./ppp-debug";
import type { InterfaceReport } from "./report";

const COLON = ascii(": ");
const EVERY = ascii(" keepalive every ");
const RETRIES = ascii(" sec, retries ");
const OFF = ascii(" keepalive not set");
const WITHOUT = ascii(" encapsulation, which has no keepalive");
const VERDICT = ascii("  Verdict ");
const FOR = ascii(", for ");

/** By `Verdict`. */
const VERDICTS = [ascii("unknown yet"), ascii("up"), ascii("down")];

/** By `Diagnostic`. */
const DIAGNOSTICS = [
  ascii("nothing heard, nothing missed"),
  ascii("answered"),
  ascii("missed"),
  ascii("looped back"),
  ascii("negotiating"),
  ascii("closed by peer"),
  ascii("different peer"),
  ascii("refused by peer"),
  ascii("unreachable"),
  ascii("time exceeded"),
];

const MYSEQ = ascii("  myseq ");
const MINESEEN = ascii(", mineseen ");
const YOURSEEN = ascii(", yourseen ");
const LCP = ascii("  LCP ");
const IPCP = ascii(", IPCP ");
const PEER = ascii(", peer ");
const INDENT = ascii("  ");
const UNANSWERED = ascii(" unanswered, ");
const SENT = ascii(" sent, ");
const RECEIVED = ascii(" received, ");
const ANSWERED = ascii(" answered, ");
const LOST = ascii(" lost, ");
const NOT_SENT = ascii(" not sent");
const STALE = ascii(" stale, ");
const RESETS = ascii(" resets, ");
const SUSPICIONS = ascii(" loop suspicions");
const DUPLICATE = ascii(" duplicate replies, ");
const STRANGE = ascii(" to no request, ");
const SPARED = ascii(" spared by inbound data");
const SLEPT = ascii(" intervals slept through, ");
const EXCUSED = ascii(" not judged");
const ROUND_TRIP = ascii("  Round trip last ");
const LEAST = ascii(", least ");
const MEAN = ascii(", mean ");
const GREATEST = ascii(", greatest ");
const JITTER = ascii(", jitter ");
const PATH = ascii("  Path to ");
const PROBE_EVERY = ascii(" probed every ");
const PROBE_OFF = ascii(" not probed");
const OF_THE_LAST = ascii(" ms, of the last ");

const enum Line {
  Setting,
  Verdict,
  State,
  Counts,
  Oddities,
  Late,
  RoundTrips,
  Path,
  PathCounts,
  PathRoundTrips,
}

/** `show keepalive`: setting, verdict, and what the keepalive has counted; the same of the path probe, if there is one. */
export class ShowKeepalive implements InterfaceReport {
  write(line: LineWriter, of: ConsoleInterface, step: number, now: number): boolean {
    const protocol = of.serial.protocol;
    if (step === Line.Setting) {
      writeSetting(line, of.serial);
      return protocol.defaultRetries > 0;
    }
    if (step === Line.Verdict) writeVerdict(line, of.serial, now);
    else if (step >= Line.Path) writePath(line, of.host, step);
    else if (protocol === of.hdlc) writeHdlc(line, of.hdlc, step);
    else if (protocol === of.ppp) writePpp(line, of.ppp, step);
    return step < Line.PathRoundTrips;
  }
}

function writeSetting(line: LineWriter, serial: SerialInterface): void {
  const protocol = serial.protocol;
  line.text(serial.nameText);
  line.text(COLON);
  line.text(protocol.nameText);
  if (protocol.defaultRetries === 0) {
    line.text(WITHOUT);
  } else if (protocol.interval === 0) {
    line.text(OFF);
  } else {
    line.text(EVERY);
    line.seconds(protocol.interval);
    line.text(RETRIES);
    line.decimal(protocol.retries, 1);
  }
}

function writeVerdict(line: LineWriter, serial: SerialInterface, now: number): void {
  line.text(VERDICT);
  line.text(VERDICTS[serial.protocol.verdict]!);
  line.text(COLON);
  line.text(DIAGNOSTICS[serial.protocol.diagnostic]!);
  line.text(FOR);
  line.span(serial.verdictAge.seconds(now));
}

function writeHdlc(line: LineWriter, hdlc: HdlcKeepalive, step: number): void {
  const counters = hdlc.counters;
  switch (step) {
    case Line.State:
      line.text(MYSEQ);
      line.decimal(hdlc.mySeq, 1);
      line.text(MINESEEN);
      line.decimal(hdlc.mineSeen, 1);
      line.text(YOURSEEN);
      line.decimal(hdlc.yourSeen, 1);
      return;
    case Line.Counts:
      line.text(INDENT);
      line.count(hdlc.mySeq - hdlc.mineSeen, UNANSWERED);
      line.count(counters[HdlcCounter.KeepalivesSent]!, SENT);
      line.count(counters[HdlcCounter.KeepalivesReceived]!, RECEIVED);
      line.count(counters[HdlcCounter.NotSent]!, NOT_SENT);
      return;
    case Line.Oddities:
      line.text(INDENT);
      line.count(counters[HdlcCounter.StaleAcknowledgements]!, STALE);
      line.count(counters[HdlcCounter.Resets]!, RESETS);
      line.count(counters[HdlcCounter.LoopSuspicions]!, SUSPICIONS);
      return;
    case Line.Late:
      writeLate(line, counters[HdlcCounter.MissedPeriods]!, counters[HdlcCounter.Excused]!);
  }
}

function writePpp(line: LineWriter, ppp: Ppp, step: number): void {
  const counters = ppp.echo.counters;
  switch (step) {
    case Line.State:
      line.text(LCP);
      line.text(stateText(ppp.lcp.control.state));
      line.text(IPCP);
      line.text(stateText(ppp.ipcp.control.state));
      if (ppp.ipcp.control.state !== PppState.Opened) return;
      line.text(PEER);
      line.address(ppp.ipcp.peerAddress);
      return;
    case Line.Counts:
      line.text(INDENT);
      line.count(ppp.echo.unanswered, UNANSWERED);
      line.count(counters[EchoCounter.RequestsSent]!, SENT);
      line.count(counters[EchoCounter.RepliesReceived]!, ANSWERED);
      line.count(ppp.roundTrips.losses, LOST);
      line.count(counters[EchoCounter.NotSent]!, NOT_SENT);
      return;
    case Line.Oddities:
      line.text(INDENT);
      line.count(counters[EchoCounter.DuplicateReplies]!, DUPLICATE);
      line.count(counters[EchoCounter.StrangeReplies]!, STRANGE);
      line.count(counters[EchoCounter.Suppressed]!, SPARED);
      return;
    case Line.Late:
      writeLate(line, counters[EchoCounter.MissedPeriods]!, counters[EchoCounter.Excused]!);
      return;
    default:
      writeRoundTrips(line, ppp.roundTrips);
  }
}

function writePath(line: LineWriter, host: IpHost | null, step: number): void {
  if (host === null || host.probe.target === 0) return;
  const probe = host.probe;
  const counters = probe.counters;
  switch (step) {
    case Line.Path:
      line.text(PATH);
      line.address(probe.target);
      if (probe.interval === 0) {
        line.text(PROBE_OFF);
        return;
      }
      line.text(PROBE_EVERY);
      line.seconds(probe.interval);
      line.text(RETRIES);
      line.decimal(probe.retries, 1);
      line.text(COLON);
      line.text(VERDICTS[probe.verdict]!);
      line.text(COLON);
      line.text(DIAGNOSTICS[probe.diagnostic]!);
      return;
    case Line.PathCounts:
      line.text(INDENT);
      line.count(counters[PathCounter.RequestsSent]!, SENT);
      line.count(counters[PathCounter.RepliesReceived]!, ANSWERED);
      line.count(probe.trips.losses, LOST);
      line.count(counters[PathCounter.NotSent]!, NOT_SENT);
      return;
    default:
      writeRoundTrips(line, probe.trips);
  }
}

function writeLate(line: LineWriter, slept: number, excused: number): void {
  line.text(INDENT);
  line.count(slept, SLEPT);
  line.count(excused, EXCUSED);
}

function writeRoundTrips(line: LineWriter, trips: RoundTrips): void {
  if (trips.sampled === 0) return;
  line.text(ROUND_TRIP);
  line.count(trips.last, LEAST);
  line.count(trips.least, MEAN);
  line.count(trips.mean, GREATEST);
  line.count(trips.greatest, JITTER);
  line.count(trips.jitter, OF_THE_LAST);
  line.decimal(trips.sampled, 1);
}
