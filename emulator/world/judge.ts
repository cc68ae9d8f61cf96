import { countIn } from "../scenario/counters";
import type { EndName, Expectation, Instant, Scenario } from "../scenario/scenario";
import { isAfter } from "../scenario/times";
import type { Report } from "./router-host";
import type { PowerChange, RunRecord } from "./run-record";

export interface Judgement {
  text: string;
  met: boolean;
  /** What was seen instead, where the expectation was not met. */
  seen: string;
}

/** Holds a run against what its scenario expects. `reports` by router and interface; none for a router that is off. */
export function judge(scenario: Scenario, record: RunRecord, reports: readonly Report[][]): Judgement[] {
  return scenario.expectations.map((expectation) => {
    const seen = deviation(scenario, expectation, record, reports);
    return { text: expectation.text, met: seen === null, seen: seen ?? "" };
  });
}

/** What a run shows instead of what is expected, or null if it shows just that. */
function deviation(
  scenario: Scenario,
  expectation: Expectation,
  record: RunRecord,
  reports: readonly Report[][],
): string | null {
  switch (expectation.kind) {
    case "log":
      return logDeviation(expectation.lines, record.lines[expectation.router]!.map(withoutStamp));
    case "state":
      if (isAfter(expectation.at, scenario.duration)) return "the run ends before";
      return stateDeviation(scenario, expectation, record);
    case "changes": {
      const changes = changesOf(record.changes, expectation.end).map(({ up }) => (up ? "up" : "down"));
      return changesDeviation(expectation.changes, changes);
    }
    case "path":
      if (isAfter(expectation.at, scenario.duration)) return "the run ends before";
      return pathDeviation(expectation, record);
    case "keepalive":
      if (isAfter(expectation.at, scenario.duration)) return "the run ends before";
      return keepaliveDeviation(expectation, record);
    case "path-changes": {
      const changes = changesOf(record.pathChanges, expectation.end).map(({ state }) => state);
      return changesDeviation(expectation.changes, changes);
    }
    case "replays": {
      const { replays } = record.watches.get(`${expectation.end.router}/${expectation.end.port}`)!;
      return replays === expectation.count ? null : `there are ${replays}`;
    }
    case "retention": {
      const results = record.resumptions.filter(({ router }) => router === expectation.router).map((one) => one.result);
      return results.join() === expectation.results.join() ? null : `it finds ${results.join(", ") || "nothing"}`;
    }
    case "clock":
      if (isAfter(expectation.at, scenario.duration)) return "the run ends before";
      return clockDeviation(expectation, record);
    case "esp":
      if (isAfter(expectation.at, scenario.duration)) return "the run ends before";
      return espDeviation(expectation, record);
    case "mappings": {
      const known = record.mappings.filter(({ router }) => router === expectation.router);
      const seen = known.map(({ mapping }) => mapping);
      if (seen.join() === expectation.mappings.join()) return null;
      return seen.length === 0 ? "its peer never hears of it" : `it is ${seen.join(", then ")}`;
    }
    case "count": {
      const report = reports[expectation.end.router]![expectation.end.port];
      if (report === undefined) return "the router is off";
      const count = countIn(report.counters, expectation.counter);
      if (count === undefined) return "its engine can't tell";
      return count >= expectation.least && count <= expectation.most ? null : `it is ${count}`;
    }
  }
}

function changesDeviation(expected: string[], seen: string[]): string | null {
  if (seen.join() === expected.join()) return null;
  return seen.length === 0 ? "it never changes" : `it goes ${seen.join(", ")}`;
}

function stateDeviation(
  scenario: Scenario,
  expected: Expectation & { kind: "state" },
  record: RunRecord,
): string | null {
  const { end, at, up, diagnostic } = expected;
  const power = powerAt(record, end, at);
  if (power === undefined || !power.on) return up || diagnostic !== null ? "the router is off" : null;
  const last = lastOf(changesOf(record.changes, end, power.changesBefore), at);
  // A device tells of changes only: it begins as its configuration says; PPP has to negotiate, a chip to find its link.
  const { shutdown, encapsulation, ethernet } = scenario.routers[end.router]!.interfaces[end.port]!.config;
  const atBoot = !shutdown && encapsulation === "hdlc" && ethernet === null;
  const seen = last === undefined ? atBoot : last.up;
  const why =
    ethernet === null ? last : lastOf(changesOf(record.keepaliveChanges, end, power.keepaliveChangesBefore), at);
  return difference(up ? "up" : "down", diagnostic, seen ? "up" : "down", why?.diagnostic);
}

function keepaliveDeviation(expected: Expectation & { kind: "keepalive" }, record: RunRecord): string | null {
  const { end, at, state, diagnostic } = expected;
  const power = powerAt(record, end, at);
  if (power === undefined || !power.on) return "the router is off";
  const last = lastOf(changesOf(record.keepaliveChanges, end, power.keepaliveChangesBefore), at);
  return difference(state, diagnostic, last?.state ?? "unknown", last?.diagnostic);
}

function clockDeviation(expected: Expectation & { kind: "clock" }, record: RunRecord): string | null {
  const { router, at, time, within } = expected;
  const reading = record.clocks.find((one) => one.router === router && !isAfter(one.at, at) && !isAfter(at, one.at));
  if (reading === undefined) return "the router is off";
  if (reading.time === null || time === null) return reading.time === time ? null : `it says ${dateText(reading.time)}`;
  return Math.abs(reading.time - time) <= within ? null : `it says ${dateText(reading.time)}`;
}

function dateText(time: number | null): string {
  if (time === null) return "none";
  return new Date(Date.UTC(2000, 0, 1) + time * 1000).toISOString().slice(0, 19).replace("T", " ");
}

function pathDeviation(expected: Expectation & { kind: "path" }, record: RunRecord): string | null {
  const { end, at, state, diagnostic } = expected;
  const power = powerAt(record, end, at);
  if (power === undefined || !power.on) return "the router is off";
  const last = lastOf(changesOf(record.pathChanges, end, power.pathChangesBefore), at);
  return difference(state, diagnostic, last?.state ?? "unknown", last?.diagnostic);
}

function difference(state: string, diagnostic: string | null, seen: string, seenDiagnostic = "none"): string | null {
  if (state === seen && (diagnostic === null || diagnostic === seenDiagnostic)) return null;
  return diagnostic === null ? `it is ${seen}` : `it is ${seen} (${seenDiagnostic})`;
}

function espDeviation({ router, at, arrives }: Expectation & { kind: "esp" }, record: RunRecord): string | null {
  const sent = lastOf(
    record.espSent.filter((packet) => packet.router === router),
    at,
  );
  if (sent === undefined) return "none was sent by then";
  const arrived = record.espReceived.some((packet) => packet.router === router && packet.sequence === sent.sequence);
  if (arrived === arrives) return null;
  return arrived ? "it arrives" : "it is lost";
}

function powerAt(record: RunRecord, end: EndName, at: Instant): PowerChange | undefined {
  return record.power.filter((change) => change.router === end.router && !isAfter(change.at, at)).at(-1);
}

function lastOf<Change extends { at: Instant }>(changes: readonly Change[], at: Instant): Change | undefined {
  return changes.filter((change) => !isAfter(change.at, at)).at(-1);
}

/** An interface's changes, those left out that came before so many of all. */
function changesOf<Change extends EndName>(changes: readonly Change[], end: EndName, from = 0): Change[] {
  return changes.slice(from).filter((change) => change.router === end.router && change.port === end.port);
}

function logDeviation(expected: string[], seen: string[]): string | null {
  for (let i = 0; i < Math.max(expected.length, seen.length); i++) {
    if (expected[i] === seen[i]) continue;
    if (seen[i] === undefined) return `line ${i + 1}, '${expected[i]}', is missing`;
    if (expected[i] === undefined) return `line ${i + 1} is one too many: '${seen[i]}'`;
    return `line ${i + 1} is '${seen[i]}', not '${expected[i]}'`;
  }
  return null;
}

/** A console line without its time stamp and without the address after `Reset from`: what two runs share. */
export function withoutStamp(line: string): string {
  return line.replace(/^\d\d:\d\d:\d\d\.\d{3}: /, "").replace(/(Reset from) 0x[0-9a-f]+$/, "$1");
}
