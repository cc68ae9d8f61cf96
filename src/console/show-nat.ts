import { NatKeepaliveCounter } from "../keepalive/nat-keepalive";
import type { NatKeepalive } from "../keepalive/nat-keepalive";
import { NatTraversalCounter } from "../link/nat-traversal";
import type { NatTraversal } from "../link/nat-traversal";
import { ascii } from "../text";
import type { LineWriter } from "./line-writer";
import { NO_NAT_TRAVERSAL } from "./nat-commands";
import type { Report } from "./report";

const PEER = ascii("Peer ");
const NO_PEER = ascii("No peer");
const PORT = ascii(" port %");
const EVERY = ascii(", NAT keepalive every ");
const OFF = ascii(", NAT keepalive off");
const SECONDS = ascii(" sec");

/** By `IntervalWarning`. */
const WARNINGS = ascii(
  "|  Warning: not below the NAT's timeout, mappings will be lost" +
    "|  Warning: above 20 sec, and the NAT's timeout is not known",
);

const NO_NETWORK = ascii("  Stopped: no network");
const BEHIND_NAT = ascii("  Behind a NAT");
const FORCED = ascii("  Forced: sent whether a NAT is found or not");
const NO_NAT = ascii("  No NAT found: no keepalives are sent");
const TIMEOUT = ascii("  NAT timeout ");
const TIMEOUT_UNKNOWN = ascii("  NAT timeout not known");
const LAST_SENT = ascii("  Last sent ");
const AGO = ascii(" ago");
const NOT_SENT = ascii("  Nothing sent lately");
const KEEPALIVES = ascii("  Keepalives: % sent, % not sent, % spared by traffic, % early, % received");
const GAPS = ascii("  Gaps after which the mapping was doubted: %");
const DATAGRAMS = ascii("  Others: % IKE, % ESP and % junk received, % sent, % not sent");

const enum Line {
  Setting,
  Warning,
  State,
  Timeout,
  LastSent,
  Keepalives,
  Gaps,
  Datagrams,
}

/** `show crypto isakmp nat`: peer and setting of the NAT keepalive, its state, and what was counted on port 4500. */
export class ShowNat implements Report {
  private readonly _nat: NatTraversal | null;
  private _step = 0;

  constructor(nat: NatTraversal | null) {
    this._nat = nat;
  }

  begin(): void {
    this._step = 0;
  }

  next(line: LineWriter, now: number): boolean {
    if (this._nat === null) {
      line.text(NO_NAT_TRAVERSAL);
      return false;
    }
    writeLine(line, this._nat, this._step, now);
    return this._step++ < Line.Datagrams;
  }
}

function writeLine(line: LineWriter, nat: NatTraversal, step: number, now: number): void {
  const keepalive = nat.keepalive;
  const counters = keepalive.counters;
  switch (step) {
    case Line.Setting:
      writeSetting(line, nat);
      return;
    case Line.Warning:
      line.item(WARNINGS, keepalive.warning);
      return;
    case Line.State:
      writeState(line, keepalive);
      return;
    case Line.Timeout:
      writeTimeout(line, keepalive.natTimeout);
      return;
    case Line.LastSent:
      writeLastSent(line, keepalive, now);
      return;
    case Line.Keepalives:
      line.counts(
        KEEPALIVES,
        counters[NatKeepaliveCounter.Sent]!,
        counters[NatKeepaliveCounter.NotSent]!,
        counters[NatKeepaliveCounter.Spared]!,
        counters[NatKeepaliveCounter.Early]!,
        counters[NatKeepaliveCounter.Received]!,
      );
      return;
    case Line.Gaps:
      line.counts(GAPS, counters[NatKeepaliveCounter.ProbesWanted]!);
      return;
    default:
      line.counts(
        DATAGRAMS,
        nat.counters[NatTraversalCounter.IkeReceived]!,
        nat.counters[NatTraversalCounter.EspReceived]!,
        nat.counters[NatTraversalCounter.Junk]!,
        nat.counters[NatTraversalCounter.Sent]!,
        nat.counters[NatTraversalCounter.NotSent]!,
      );
  }
}

function writeSetting(line: LineWriter, nat: NatTraversal): void {
  if (nat.peerAddress === 0) {
    line.text(NO_PEER);
  } else {
    line.text(PEER);
    line.address(nat.peerAddress);
    line.counts(PORT, nat.peerPort);
  }
  if (nat.keepalive.interval === 0) {
    line.text(OFF);
    return;
  }
  line.text(EVERY);
  line.seconds(nat.keepalive.interval);
  line.text(SECONDS);
}

function writeState(line: LineWriter, keepalive: NatKeepalive): void {
  if (!keepalive.started) line.text(NO_NETWORK);
  else if (keepalive.behindNat) line.text(BEHIND_NAT);
  else line.text(keepalive.forced ? FORCED : NO_NAT);
}

function writeTimeout(line: LineWriter, timeout: number): void {
  if (timeout === 0) {
    line.text(TIMEOUT_UNKNOWN);
    return;
  }
  line.text(TIMEOUT);
  line.seconds(timeout);
  line.text(SECONDS);
}

function writeLastSent(line: LineWriter, keepalive: NatKeepalive, now: number): void {
  const age = (now - keepalive.lastSent) | 0;
  // What was sent longer ago than the clock can tell seems to lie ahead.
  if (!keepalive.hasSent || age < 0) {
    line.text(NOT_SENT);
    return;
  }
  line.text(LAST_SENT);
  line.span((age / 1000) | 0);
  line.text(AGO);
}
