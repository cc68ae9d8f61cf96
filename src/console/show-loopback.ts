import type { EthernetLoopback } from "../keepalive/ethernet-loopback";
import { LoopbackCounter } from "../keepalive/ethernet-loopback-counters";
import { LoopbackPath } from "../keepalive/ethernet-loopback-verdict";
import { Verdict } from "../keepalive/machine";
import { ascii } from "../text";
import { LOOPBACK_MODES } from "./ethernet-commands";
import type { LineWriter } from "./line-writer";

const PROVED = ascii("  Proved: ");

/** By `LoopbackPath`. */
const PATHS = ascii(
  "nothing, the state of the link decides|the chip and its PHY, not the wire|" +
    "transmitter, receiver and this end of the wire|both ways to the loop server, and the network between",
);

const LOOPBACK = ascii("  Loopback ");
const SERVER = ascii(", loop server ");
const UNKNOWN = ascii("not known");
const CONFIGURED = ascii(" (configured)");
const LEARNED = ascii(" (learned)");
const OWN = ascii("  To ourselves: % unanswered, % sent, % received");
const REQUESTS = ascii("  To a loop server: % unanswered, % sent, % answered");
const TESTS = ascii("  Self-tests: % made, % passed");
const FAILURES = ascii("  % not sent, % transmit failures, % damaged");
const ODDITIES = ascii("  % looped, % duplicates, % late answers, % strangers, % bad frames");
const SERVES = ascii("  Loop server for others: ");
const ON = ascii("on");
const OFF = ascii("off");
const SERVED = ascii(", % sent back, % not, % refused, % not for us");
const LATE = ascii("  % intervals slept through, % not judged");

const enum Line {
  Path,
  Mode,
  Own,
  Requests,
  Tests,
  Failures,
  Oddities,
  Serves,
  Late,
}

/** Writes a line of `show keepalive` for an Ethernet, from 0 on. @returns whether there are lines beyond */
export function writeLoopbackState(line: LineWriter, machine: EthernetLoopback, step: number): boolean {
  const counters = machine.counters;
  switch (step) {
    case Line.Path:
      writePath(line, machine);
      break;
    case Line.Mode:
      writeMode(line, machine);
      break;
    case Line.Own:
      line.counts(
        OWN,
        machine.ownUnanswered,
        counters[LoopbackCounter.OwnSent]!,
        counters[LoopbackCounter.OwnReceived]!,
      );
      break;
    case Line.Requests:
      line.counts(
        REQUESTS,
        machine.requestsUnanswered,
        counters[LoopbackCounter.RequestsSent]!,
        counters[LoopbackCounter.AnswersReceived]!,
      );
      break;
    case Line.Tests:
      if (!machine.testsItself) break;
      line.counts(TESTS, counters[LoopbackCounter.SelfTests]!, counters[LoopbackCounter.SelfTestsPassed]!);
      break;
    case Line.Failures:
      line.counts(
        FAILURES,
        counters[LoopbackCounter.NotSent]!,
        counters[LoopbackCounter.TransmitFailures]!,
        counters[LoopbackCounter.Damaged]!,
      );
      break;
    case Line.Oddities:
      line.counts(
        ODDITIES,
        counters[LoopbackCounter.Looped]!,
        counters[LoopbackCounter.Duplicates]!,
        counters[LoopbackCounter.Late]!,
        counters[LoopbackCounter.Strangers]!,
        counters[LoopbackCounter.BadFrames]!,
      );
      break;
    case Line.Serves:
      line.text(SERVES);
      line.text(machine.assists ? ON : OFF);
      line.counts(
        SERVED,
        counters[LoopbackCounter.Forwarded]!,
        counters[LoopbackCounter.NotForwarded]!,
        counters[LoopbackCounter.Refused]!,
        counters[LoopbackCounter.NotOurs]!,
      );
      break;
    default:
      line.counts(LATE, counters[LoopbackCounter.MissedPeriods]!, counters[LoopbackCounter.Excused]!);
  }
  return step < Line.Late;
}

function writePath(line: LineWriter, machine: EthernetLoopback): void {
  // Why it is down says the verdict.
  if (machine.verdict === Verdict.Down) return;
  line.text(PROVED);
  line.item(PATHS, machine.verdict === Verdict.Up ? machine.path : LoopbackPath.None);
}

function writeMode(line: LineWriter, machine: EthernetLoopback): void {
  line.text(LOOPBACK);
  line.item(LOOPBACK_MODES, machine.mode);
  line.text(SERVER);
  if (!machine.hasServer) {
    line.text(UNKNOWN);
    return;
  }
  line.macAddress(machine.server);
  line.text(machine.serverConfigured ? CONFIGURED : LEARNED);
}
