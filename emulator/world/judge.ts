import { COUNTERS } from "../scenario/counters";
import type { EndName, Expectation, Instant, Scenario } from "../scenario/scenario";
import { isAfter } from "../scenario/times";
import type { Report } from "./router-host";
import type { LineProtocolChange, RunRecord } from "./run-record";

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
      return stateDeviation(scenario, expectation.end, expectation.at, expectation.up, record);
    case "changes": {
      const changes = changesOf(record, expectation.end).map(({ up }) => (up ? "up" : "down"));
      if (changes.join() === expectation.changes.join()) return null;
      return changes.length === 0 ? "it never changes" : `it goes ${changes.join(", ")}`;
    }
    case "count": {
      const [set, index] = COUNTERS[expectation.counter]!;
      const count = reports[expectation.end.router]![expectation.end.port]?.counters.get(set)![index];
      if (count === undefined) return "the router is off";
      return count >= expectation.least && count <= expectation.most ? null : `it is ${count}`;
    }
  }
}

function stateDeviation(scenario: Scenario, end: EndName, at: Instant, up: boolean, record: RunRecord): string | null {
  const power = record.power.filter((change) => change.router === end.router && !isAfter(change.at, at)).at(-1);
  if (power === undefined || !power.on) return up ? "the router is off" : null;
  const last = changesOf(record, end, power.changesBefore)
    .filter((change) => !isAfter(change.at, at))
    .at(-1);
  // A device tells of changes only: it begins as its configuration says.
  const atBoot = !scenario.routers[end.router]!.interfaces[end.port]!.config.shutdown;
  const seen = last === undefined ? atBoot : last.up;
  return seen === up ? null : `it is ${seen ? "up" : "down"}`;
}

/** An interface's changes, those left out that came before so many of all. */
function changesOf(record: RunRecord, end: EndName, from = 0): LineProtocolChange[] {
  return record.changes.slice(from).filter((change) => change.router === end.router && change.port === end.port);
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
