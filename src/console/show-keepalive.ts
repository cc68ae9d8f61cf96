import { HdlcCounter } from "../keepalive/hdlc";
import type { HdlcKeepalive } from "../keepalive/hdlc";
import { PathCounter } from "../keepalive/path-probe";
import type { PathProbe } from "../keepalive/path-probe";
import type { Ppp } from "../keepalive/ppp";
import { PppState } from "../keepalive/ppp-automaton";
import { EchoCounter } from "../keepalive/ppp-echo";
import type { RoundTrips } from "../keepalive/round-trips";
import type { IpHost } from "../link/ip-host";
import type { NetworkInterface } from "../link/network-interface";
import { ascii } from "../text";
import { interfaceOf } from "./console-interface";
import type { ConsoleInterface, ConsoleSerialInterface } from "./console-interface";
import type { LineWriter } from "./line-writer";
import { PPP_STATE_NAMES } from "./ppp-debug";
import type { InterfaceReport } from "./report";
import { writeLoopbackState } from "./show-loopback";

const COLON = ascii(": ");
const EVERY = ascii(" keepalive every ");
const RETRIES = ascii(" sec, retries %");
const OFF = ascii(" keepalive not set");
const WITHOUT = ascii(" encapsulation, which has no keepalive");
const VERDICT = ascii("  Verdict ");
const FOR = ascii(", for ");

/** By `Verdict`. */
const VERDICTS = ascii("unknown yet|up|down");

/** By `Diagnostic`. */
const DIAGNOSTICS = ascii(
  "nothing heard, nothing missed|answered|missed|looped back|negotiating|closed by peer|different peer|" +
    "refused by peer|unreachable|time exceeded|transmit failed|damaged|link down|chip fault|no loop server",
);

const SEQUENCE = ascii("  myseq %, mineseen %, yourseen %");
const HDLC_COUNTS = ascii("  % unanswered, % sent, % received, % not sent");
const HDLC_ODDITIES = ascii("  % stale, % resets, % loop suspicions");
const LCP = ascii("  LCP ");
const IPCP = ascii(", IPCP ");
const PEER = ascii(", peer ");
const PPP_COUNTS = ascii("  % unanswered, % sent, % answered, % lost, % not sent");
const PPP_ODDITIES = ascii("  % duplicate replies, % to no request, % spared by inbound data");
const LATE = ascii("  % intervals slept through, % not judged");
const ROUND_TRIP = ascii("  Round trip last %, least %, mean %, greatest %, jitter % ms");
const OF_THE_LAST = ascii(", of the last %");
const PATH = ascii("  Path to ");
const PROBE_EVERY = ascii(" probed every ");
const PROBE_OFF = ascii(" not probed");
const PATH_COUNTS = ascii("  % sent, % answered, % lost, % not sent");

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
  write(line: LineWriter, shown: ConsoleInterface, step: number, now: number): boolean {
    const state = interfaceOf(shown);
    if (step === Line.Setting) {
      writeSetting(line, state);
      return state.protocol.defaultRetries > 0;
    }
    if (step === Line.Verdict) {
      writeVerdict(line, state, now);
      return true;
    }
    if (shown.serial === undefined) return writeLoopbackState(line, shown.ethernet.protocol, step - Line.State);
    writeSerial(line, shown, step);
    return step < Line.PathRoundTrips;
  }
}

function writeSerial(line: LineWriter, shown: ConsoleSerialInterface, step: number): void {
  const protocol = shown.serial.protocol;
  if (step >= Line.Path) writePath(line, shown.host, step);
  else if (protocol === shown.hdlc) writeHdlc(line, shown.hdlc, step);
  else if (protocol === shown.ppp) writePpp(line, shown.ppp, step);
}

function writeSetting(line: LineWriter, shown: NetworkInterface): void {
  const protocol = shown.protocol;
  line.text(shown.nameText);
  line.text(COLON);
  line.text(protocol.nameText);
  if (protocol.defaultRetries === 0) {
    line.text(WITHOUT);
  } else if (protocol.interval === 0) {
    line.text(OFF);
  } else {
    line.text(EVERY);
    line.seconds(protocol.interval);
    line.counts(RETRIES, protocol.retries);
  }
}

function writeVerdict(line: LineWriter, shown: NetworkInterface, now: number): void {
  line.text(VERDICT);
  line.item(VERDICTS, shown.protocol.verdict);
  line.text(COLON);
  line.item(DIAGNOSTICS, shown.protocol.diagnostic);
  line.text(FOR);
  line.span(shown.verdictAge.seconds(now));
}

function writeHdlc(line: LineWriter, hdlc: HdlcKeepalive, step: number): void {
  const counters = hdlc.counters;
  switch (step) {
    case Line.State:
      line.counts(SEQUENCE, hdlc.mySeq, hdlc.mineSeen, hdlc.yourSeen);
      return;
    case Line.Counts:
      line.counts(
        HDLC_COUNTS,
        hdlc.mySeq - hdlc.mineSeen,
        counters[HdlcCounter.KeepalivesSent]!,
        counters[HdlcCounter.KeepalivesReceived]!,
        counters[HdlcCounter.NotSent]!,
      );
      return;
    case Line.Oddities:
      line.counts(
        HDLC_ODDITIES,
        counters[HdlcCounter.StaleAcknowledgements]!,
        counters[HdlcCounter.Resets]!,
        counters[HdlcCounter.LoopSuspicions]!,
      );
      return;
    case Line.Late:
      line.counts(LATE, counters[HdlcCounter.MissedPeriods]!, counters[HdlcCounter.Excused]!);
  }
}

function writePpp(line: LineWriter, ppp: Ppp, step: number): void {
  const counters = ppp.echo.counters;
  switch (step) {
    case Line.State:
      writePppState(line, ppp);
      return;
    case Line.Counts:
      line.counts(
        PPP_COUNTS,
        ppp.echo.unanswered,
        counters[EchoCounter.RequestsSent]!,
        counters[EchoCounter.RepliesReceived]!,
        ppp.roundTrips.losses,
        counters[EchoCounter.NotSent]!,
      );
      return;
    case Line.Oddities:
      line.counts(
        PPP_ODDITIES,
        counters[EchoCounter.DuplicateReplies]!,
        counters[EchoCounter.StrangeReplies]!,
        counters[EchoCounter.Suppressed]!,
      );
      return;
    case Line.Late:
      line.counts(LATE, counters[EchoCounter.MissedPeriods]!, counters[EchoCounter.Excused]!);
      return;
    default:
      writeRoundTrips(line, ppp.roundTrips);
  }
}

function writePppState(line: LineWriter, ppp: Ppp): void {
  line.text(LCP);
  line.item(PPP_STATE_NAMES, ppp.lcp.control.state);
  line.text(IPCP);
  line.item(PPP_STATE_NAMES, ppp.ipcp.control.state);
  if (ppp.ipcp.control.state !== PppState.Opened) return;
  line.text(PEER);
  line.address(ppp.ipcp.peerAddress);
}

function writePath(line: LineWriter, host: IpHost | null, step: number): void {
  if (host === null || host.probe.target === 0) return;
  const probe = host.probe;
  const counters = probe.counters;
  switch (step) {
    case Line.Path:
      writeProbe(line, probe);
      return;
    case Line.PathCounts:
      line.counts(
        PATH_COUNTS,
        counters[PathCounter.RequestsSent]!,
        counters[PathCounter.RepliesReceived]!,
        probe.trips.losses,
        counters[PathCounter.NotSent]!,
      );
      return;
    default:
      writeRoundTrips(line, probe.trips);
  }
}

function writeProbe(line: LineWriter, probe: PathProbe): void {
  line.text(PATH);
  line.address(probe.target);
  if (probe.interval === 0) {
    line.text(PROBE_OFF);
    return;
  }
  line.text(PROBE_EVERY);
  line.seconds(probe.interval);
  line.counts(RETRIES, probe.retries);
  line.text(COLON);
  line.item(VERDICTS, probe.verdict);
  line.text(COLON);
  line.item(DIAGNOSTICS, probe.diagnostic);
}

function writeRoundTrips(line: LineWriter, trips: RoundTrips): void {
  if (trips.sampled === 0) return;
  line.counts(ROUND_TRIP, trips.last, trips.least, trips.mean, trips.greatest, trips.jitter);
  line.counts(OF_THE_LAST, trips.sampled);
}
