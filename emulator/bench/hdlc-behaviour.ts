import { checkChdlc, ChdlcAddress, ChdlcKind, SlarpField } from "../../src/wire/chdlc";
import { readInt32, readUint16 } from "../../src/wire/octets";
import { check, spanNamed, within } from "./behaviour";
import type { Behaviour, Observation } from "./behaviour";
import type { BenchFrame } from "./frame-monitor";
import { intervalChecks, intervalOf, span } from "./intervals";
import type { Check, Note, Span } from "./report";
import { gaps, rounded } from "./statistics";

const CISCO = "Cisco's debug serial interface session (docs/hdlc.md)";
const LINUX = "Linux hdlc_cisco.c";

/** What may still be under way, or waiting in a buffer, when the peer sends: an acknowledgement may miss it, ms. */
const UNDER_WAY = 100;

/** By so much of an interval one of ours may come early or late. */
const JITTER = 0.05;

const UNSEEN =
  "HDLC says nothing on the line when it goes down: time to detect and retries are seen by modem lines only (--modem-lines)";

interface Keepalive {
  at: number;
  frame: BenchFrame;
  sequence: number;
  acknowledgement: number;
}

function keepalives(frames: readonly BenchFrame[], sent: boolean): Keepalive[] {
  return frames
    .filter((frame) => frame.good && frame.sent === sent && isKeepalive(frame.bytes))
    .map((frame) => ({
      at: frame.at,
      frame,
      sequence: readInt32(frame.bytes, SlarpField.A),
      acknowledgement: readInt32(frame.bytes, SlarpField.B),
    }));
}

export function isKeepalive(bytes: Uint8Array): boolean {
  return checkChdlc(bytes, 0, bytes.length) === ChdlcKind.SlarpKeepalive;
}

/** How an end of a Cisco HDLC line behaved. */
export function hdlcBehaviour(seen: Observation): Behaviour {
  const theirs = keepalives(seen.frames, false);
  const ours = keepalives(seen.frames, true);
  const watch = spanNamed(seen, "watch");
  const watched = theirs.filter(({ frame }) => within(watch, frame));
  const interval = intervalOf(watched.map(({ at }) => at));
  const heard = theirs.length;
  const silent = "keepalives are off, or it is not there: it would not notice that we are gone";
  const checks = intervalChecks(interval, heard, seen.expected.interval, "keepalive", silent, CISCO);
  const notes: Note[] = [];
  if (interval !== null) checks.push(...formChecks(theirs));
  let timeToDetect: number | null = null;
  let timeToRecover: number | null = null;
  if (!seen.passive && interval !== null) {
    checks.push(acknowledgementCheck(watched, ours), ...faultChecks(seen, theirs, ours));
    const silence = spanNamed(seen, "silence");
    if (silence !== undefined) {
      checks.push(silenceCheck(silence, theirs, interval.median));
      if (seen.modemLinesChanged !== null) timeToDetect = rounded(seen.modemLinesChanged - silence.from);
      else notes.push({ text: UNSEEN, source: CISCO });
    }
    const recovery = spanNamed(seen, "recovery");
    if (recovery !== undefined) {
      timeToRecover = recoveryTime(recovery, theirs, ours);
      const again = `it hears us again after ${span(timeToRecover ?? 0)}`;
      checks.push(check("recovers", timeToRecover !== null, again, "it does not acknowledge us again", CISCO));
    }
  }
  if (interval !== null) notes.push(...timerNotes(interval.median, seen.expected));
  return {
    result: {
      protocol: "hdlc",
      interval,
      keepalives: theirs.map(({ at }) => rounded(at)),
      roundTrips: roundTrips(ours, theirs),
      retries: timeToDetect === null || interval === null ? null : Math.round(timeToDetect / interval.median),
      timeToDetect,
      timeToRecover,
    },
    checks,
    notes,
  };
}

/** Whether that acknowledges the last of our keepalives that the peer must have had, or one that it may have had. */
function isCurrent(ours: readonly Keepalive[], { at, acknowledgement }: Keepalive): boolean {
  const had = ours.filter((keepalive) => keepalive.at <= at - UNDER_WAY).at(-1);
  const mayHave = ours.filter((keepalive) => keepalive.at > at - UNDER_WAY && keepalive.at <= at);
  return acknowledgement === (had?.sequence ?? 0) || mayHave.some(({ sequence }) => sequence === acknowledgement);
}

function acknowledgementCheck(watched: readonly Keepalive[], ours: readonly Keepalive[]): Check {
  const judged = watched.slice(1);
  const others = judged.filter((keepalive) => !isCurrent(ours, keepalive)).length;
  const bad = `${others} of ${judged.length} keepalives acknowledge another number than our last`;
  return check("acknowledges", others === 0, "each of its keepalives acknowledges our last", bad, CISCO);
}

/** Both ends send on their own, whatever they hear. */
function silenceCheck(silence: Span, theirs: readonly Keepalive[], interval: number): Check {
  const during = theirs.filter(({ frame }) => within(silence, frame)).length;
  const length = silence.to - silence.from;
  const bad = `only ${during} keepalives in ${span(length)} without ours: both ends send on their own`;
  const goesOn = during > 0 && during >= Math.floor(length / interval) - 1;
  return check("keeps-sending", goesOn, "it goes on sending while it hears nothing", bad, CISCO);
}

/** From the end of our silence to its first keepalive that acknowledges one of ours since; null without one. */
function recoveryTime(recovery: Span, theirs: readonly Keepalive[], ours: readonly Keepalive[]): number | null {
  const resumed = ours.filter(({ at }) => at >= recovery.from);
  const again = theirs.find(({ at, acknowledgement }) =>
    resumed.some((keepalive) => keepalive.at <= at && keepalive.sequence === acknowledgement),
  );
  return again === undefined ? null : rounded(again.at - recovery.from);
}

function formChecks(theirs: readonly Keepalive[]): Check[] {
  const steps = gaps(theirs.map(({ sequence }) => sequence)).filter((step) => (step | 0) !== 1).length;
  const address = theirs.filter(({ frame }) => frame.bytes[0] !== ChdlcAddress.Multicast).length;
  const reliability = theirs.filter(({ frame }) => readUint16(frame.bytes, SlarpField.Reliability) !== 0xffff).length;
  return [
    check("sequence", steps === 0, "its numbers rise by one", `its numbers don't rise by one ${steps} times`, LINUX),
    check(
      "frame",
      address + reliability === 0,
      "address 8F and reliability FFFF",
      `${address} keepalives without address 8F, ${reliability} without reliability FFFF`,
      LINUX,
    ),
  ];
}

function faultChecks(seen: Observation, theirs: readonly Keepalive[], ours: readonly Keepalive[]): Check[] {
  const checks: Check[] = [];
  const corrupt = spanNamed(seen, "corrupt");
  if (corrupt !== undefined) {
    const known = new Set(ours.map(({ sequence }) => sequence));
    const damaged = seen.frames.filter((frame) => frame.sent && !frame.good && within(corrupt, frame));
    const believed = theirs.filter(
      ({ at, acknowledgement }) => at >= corrupt.from && acknowledgement !== 0 && !known.has(acknowledgement),
    );
    if (damaged.length > 0) {
      checks.push(
        check(
          "damaged-ignored",
          believed.length === 0,
          "a damaged keepalive is not acknowledged",
          "it acknowledged a damaged keepalive",
          "RFC 1662 section 3.1",
        ),
      );
    }
  }
  for (const name of ["drop", "delay"] as const) {
    const fault = spanNamed(seen, name);
    if (fault === undefined) continue;
    const after = theirs.find(({ at }) => at > fault.from);
    const what = name === "drop" ? "one of ours is lost" : "ours are late";
    checks.push(
      check(`${name}-tolerated`, after !== undefined, `it goes on when ${what}`, `it falls silent when ${what}`, CISCO),
    );
  }
  return checks;
}

/** From each of our keepalives to the first of theirs that acknowledges it. */
function roundTrips(ours: readonly Keepalive[], theirs: readonly Keepalive[]): { at: number; ms: number }[] {
  return ours.flatMap(({ at, sequence }) => {
    const answer = theirs.find((keepalive) => keepalive.at >= at && keepalive.acknowledgement === sequence);
    return answer === undefined ? [] : [{ at: rounded(at), ms: rounded(answer.at - at) }];
  });
}

function timerNotes(interval: number, expected: Observation["expected"]): Note[] {
  const between = Math.floor(interval / expected.interval + JITTER);
  if (between >= expected.retries) {
    return [
      {
        text: `between two of its keepalives ${between} of ours pass: a line with ${expected.retries} retries goes down`,
        source: CISCO,
      },
    ];
  }
  if (between >= expected.retries - 1) {
    return [
      {
        text: `between two of its keepalives ${between} of ours pass: a line with ${expected.retries} retries is reset`,
        source: CISCO,
      },
    ];
  }
  return [];
}
