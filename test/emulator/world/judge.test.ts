import test from "ava";
import { CounterSet, RouterEvent } from "../../../emulator/device/contract";
import { parseScenario } from "../../../emulator/scenario/load";
import { Simulation } from "../../../emulator/simulation/simulation";
import { judge, withoutStamp } from "../../../emulator/world/judge";
import type { Report } from "../../../emulator/world/router-host";
import { RunRecord } from "../../../emulator/world/run-record";
import { Diagnostic, Verdict } from "../../../src/keepalive/machine";
import { InterfaceCounter } from "../../../src/link/counters";
import { scenarioText } from "../../support/scenario-text";
import type { ScenarioParts } from "../../support/scenario-text";

/** A run of which only that is known which an expectation looks at: r1's line protocol, its console and its CRC errors. */
interface Run {
  /** Seconds at which the line protocol changed, in turns down and up. */
  changes?: number[];
  /** What the path probe said, each with its time and its diagnostic. */
  path?: [seconds: number, verdict: Verdict, diagnostic: Diagnostic][];
  log?: string[];
  crc?: number;
  off?: boolean;
}

function play({ changes = [], path = [], log = [], crc = 0, off = false }: Run): [RunRecord, Report[][]] {
  const simulation = new Simulation();
  const record = new RunRecord(2, () => simulation);
  record.powerChanged(0, true);
  changes.forEach((seconds, i) => {
    simulation.runUntil(Math.floor(seconds), Math.round((seconds % 1) * 1e9));
    record.routerEvent(0, 0, RouterEvent.LineProtocol, i % 2, i % 2 === 0 ? Diagnostic.Missed : Diagnostic.Answered);
    // What others do, or other events, is nothing to r1's expectations.
    record.routerEvent(1, 0, RouterEvent.LineProtocol, 0, 0);
    record.routerEvent(0, 0, RouterEvent.Reset, 2, 0);
  });
  for (const [seconds, verdict, diagnostic] of path) {
    simulation.runUntil(seconds, 0);
    record.routerEvent(0, 0, RouterEvent.Path, verdict, diagnostic);
    record.routerEvent(1, 0, RouterEvent.Path, Verdict.Unknown, Diagnostic.None);
  }
  for (const line of log) record.consoleLine(0, line);
  const counters = new Int32Array(InterfaceCounter.Size);
  counters[InterfaceCounter.Crc] = crc;
  const report = {
    uptime: 1,
    counters: new Map([[CounterSet.Interface, counters]]),
    trace: new Uint8Array(0),
    radio: null,
  };
  return [record, [off ? [] : [report], []]];
}

/** What is seen instead of what is expected; "" where it is met. */
function seen(parts: ScenarioParts, run: Run): string {
  const scenario = parseScenario(scenarioText(parts), "s.yaml");
  const [judgement, ...more] = judge(scenario, ...play(run));
  if (more.length > 0) throw new Error("there is more than one judgement");
  if (judgement!.met !== (judgement!.seen === "")) throw new Error("met, but something else was seen");
  return judgement!.seen;
}

test("a state at a time: the last change up to and including it", (t) => {
  const up = { expect: "{ interface: r1 Serial0/0, at: 20s, line-protocol: up }" };
  const down = { expect: "{ interface: r1 Serial0/0, at: 20s, line-protocol: down }" };
  t.is(seen(down, { changes: [20] }), "");
  t.is(seen(up, { changes: [20.000_000_001] }), "");
  t.is(seen(up, { changes: [20] }), "it is down");
  t.is(seen(down, { changes: [5, 20] }), "it is up");
  t.is(seen(down, { changes: [5, 20.5] }), "");
});

test("a state before any change: up at boot, down where the configuration keeps it shut", (t) => {
  const up = "{ interface: r1 Serial0/0, at: 20s, line-protocol: up }";
  t.is(seen({ expect: up }, {}), "");
  t.is(seen({ expect: up, interface: "{ shutdown: true }" }, {}), "it is down");
});

test("a state at a time that the run no longer reaches is not met", (t) => {
  const scenario = parseScenario(
    scenarioText({ expect: "{ interface: r1 Serial0/0, at: 20s, line-protocol: up }" }),
    "s.yaml",
  );
  scenario.duration = { seconds: 19, nanos: 999_999_999 };
  t.deepEqual(judge(scenario, ...play({})), [
    { text: "r1 Serial0/0: line protocol up at 20s", met: false, seen: "the run ends before" },
  ]);
});

test("a line with PPP is down until something else is told", (t) => {
  const ppp = { interface: "{ encapsulation: ppp }" };
  const at = "interface: r1 Serial0/0, at: 20s";
  t.is(seen({ ...ppp, expect: `{ ${at}, line-protocol: down }` }, {}), "");
  t.is(seen({ ...ppp, expect: `{ ${at}, line-protocol: up }` }, {}), "it is down");
});

test("why a line is what it is", (t) => {
  const missed = { expect: "{ interface: r1 Serial0/0, at: 20s, line-protocol: down, diagnostic: missed }" };
  const looped = { expect: "{ interface: r1 Serial0/0, at: 20s, line-protocol: down, diagnostic: looped back }" };
  t.is(seen(missed, { changes: [5] }), "");
  t.is(seen(looped, { changes: [5] }), "it is down (missed)");
  t.is(seen(missed, { changes: [5, 6] }), "it is up (answered)");
  t.is(seen(missed, {}), "it is up (none)");
});

test("a path: unknown before anything is told, and with its diagnostic", (t) => {
  const at = "interface: r1 Serial0/0, at: 20s";
  const down: Run = {
    path: [
      [5, Verdict.Up, Diagnostic.Answered],
      [9, Verdict.Down, Diagnostic.Unreachable],
    ],
  };
  t.is(seen({ expect: `{ ${at}, path: unknown }` }, {}), "");
  t.is(seen({ expect: `{ ${at}, path: up }` }, {}), "it is unknown");
  t.is(seen({ expect: `{ ${at}, path: down }` }, down), "");
  t.is(seen({ expect: `{ ${at}, path: down, diagnostic: unreachable }` }, down), "");
  t.is(seen({ expect: `{ ${at}, path: down, diagnostic: missed }` }, down), "it is down (unreachable)");
  t.is(seen({ expect: "{ interface: r1 Serial0/0, path-changes: [up, down] }" }, down), "");
  t.is(seen({ expect: "{ interface: r1 Serial0/0, path-changes: [up] }" }, down), "it goes up, down");
  t.is(seen({ expect: "{ interface: r1 Serial0/0, path-changes: [up] }" }, {}), "it never changes");
});

test("all changes, in their order", (t) => {
  const never = { expect: "{ interface: r1 Serial0/0, line-protocol-changes: [] }" };
  const flap = { expect: "{ interface: r1 Serial0/0, line-protocol-changes: [down, up] }" };
  t.is(seen(never, {}), "");
  t.is(seen(never, { changes: [5] }), "it goes down");
  t.is(seen(flap, { changes: [5, 6] }), "");
  t.is(seen(flap, { changes: [5, 6, 7] }), "it goes down, up, down");
  t.is(seen(flap, {}), "it never changes");
});

test("a counter: exactly, at least, at most, between", (t) => {
  const count = (range: string) => ({ expect: `{ interface: r1 Serial0/0, counter: crc, ${range} }` });
  t.is(seen(count("is: 3"), { crc: 3 }), "");
  t.is(seen(count("is: 3"), { crc: 4 }), "it is 4");
  t.is(seen(count("at-least: 3"), { crc: 3 }), "");
  t.is(seen(count("at-least: 3"), { crc: 2 }), "it is 2");
  t.is(seen(count("at-most: 3"), { crc: 3 }), "");
  t.is(seen(count("at-most: 3"), { crc: 4 }), "it is 4");
  t.is(seen(count("at-least: 3, at-most: 5"), { crc: 4 }), "");
  t.is(seen(count("at-least: 3, at-most: 5"), { crc: 6 }), "it is 6");
});

test("a counter of a router that is off", (t) => {
  const expect = "{ interface: r1 Serial0/0, counter: crc, is: 0 }";
  t.is(seen({ expect }, { off: true }), "the router is off");
});

test("a log: every line, without its time stamp and what differs between two runs", (t) => {
  const expect = "router: r1\n    log: |\n      HD(0): Reset from\n      %LINK-5-CHANGED: down";
  const log = ["17:23:04.929: HD(0): Reset from 0x203758", "17:23:04.930: %LINK-5-CHANGED: down"];
  t.is(seen({ expect }, { log }), "");
  t.is(seen({ expect }, { log: log.slice(0, 1) }), "line 2, '%LINK-5-CHANGED: down', is missing");
  t.is(seen({ expect }, { log: [...log, "r1#"] }), "line 3 is one too many: 'r1#'");
  t.is(seen({ expect }, { log: [log[1]!, log[0]!] }), "line 1 is '%LINK-5-CHANGED: down', not 'HD(0): Reset from'");
});

test("a log that is to stay empty", (t) => {
  const expect = '{ router: r1, log: "" }';
  t.is(seen({ expect }, {}), "");
  t.is(seen({ expect }, { log: ["x"] }), "line 1 is one too many: 'x'");
});

test("only a time stamp at the beginning, and only what stands behind Reset from, are left out", (t) => {
  t.is(withoutStamp("17:23:04.929: at 17:23:04.929: it happened"), "at 17:23:04.929: it happened");
  t.is(withoutStamp("17:23:04: short"), "17:23:04: short");
  t.is(withoutStamp("17:23:04.929: HD(0): Reset from 0x00000a"), "HD(0): Reset from");
  t.is(withoutStamp("Reset from 0x1 again"), "Reset from 0x1 again");
});
