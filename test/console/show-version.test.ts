import { readFileSync } from "node:fs";
import test from "ava";
import { LineWriter } from "../../src/console/line-writer";
import { ShowVersion } from "../../src/console/show-version";
import type { ShowVersionOptions } from "../../src/console/show-version";
import { ResetCause } from "../../src/ports";
import { Restored } from "../../src/retention/options";
import { Scheduler } from "../../src/scheduler/scheduler";
import { Supervisor } from "../../src/scheduler/supervisor";
import { FakeWatchdog } from "../support/fake-watchdog";
import { ROOT } from "../support/lint";

const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as { version: string };

function shown(options: ShowVersionOptions): string[] {
  const report = new ShowVersion(options);
  const line = new LineWriter(256);
  const lines: string[] = [];
  report.begin();
  for (let more = true; more; line.clear()) {
    more = report.next(line);
    if (line.length > 0) lines.push(Buffer.from(line.buffer.subarray(0, line.length)).toString());
  }
  return lines;
}

/** What is told of a start for this cause, after a program that ended with `words`. */
function told(cause: ResetCause, words = Int32Array.of(0, 0, 0)): string {
  const supervisor = new Supervisor({ watchdog: new FakeWatchdog(cause, words), scheduler: new Scheduler(1) });
  return shown({ supervisor })[1]!;
}

test("the version is that of the package, and of what is not there nothing is said", (t) => {
  t.deepEqual(shown({}), [`linkpulse, version ${version}`]);
});

test("each cause of a start has its words", (t) => {
  t.is(told(ResetCause.Unknown), "System returned to ROM by a cause not known");
  t.is(told(ResetCause.PowerOn), "System returned to ROM by power-on");
  t.is(told(ResetCause.BrownOut), "System returned to ROM by brown-out");
  t.is(told(ResetCause.Pin), "System returned to ROM by reset pin");
  t.is(told(ResetCause.Watchdog), "System returned to ROM by watchdog");
  t.is(told(ResetCause.Software), "System returned to ROM by software reset");
  t.is(told(ResetCause.DeepSleep), "System returned to ROM by deep sleep");
});

test("a stall has its timer, an exception its name", (t) => {
  const stall = (timer: number) => told(ResetCause.Watchdog, Int32Array.of(0x4c500100 | (timer + 1), 0, 0));
  t.is(stall(7), "System returned to ROM by watchdog: timer 7 did not return");
  t.is(stall(-1), "System returned to ROM by watchdog: something outside of the timers did not return");
  const words = (timer: number) => Int32Array.of(0x4c500200 | (timer + 1), 0x54797065, 0x4572726f);
  t.is(told(ResetCause.Software, words(3)), "System returned to ROM by software reset: exception TypeErro in timer 3");
  t.is(told(ResetCause.Software, words(-1)), "System returned to ROM by software reset: exception TypeErro");
});

test("the retained memory and the heap have a line each", (t) => {
  const heap = { used: 1000, free: 234 };
  const lines = (result: Restored) => shown({ heap, keepAlive: { result } }).slice(1);
  t.deepEqual(lines(Restored.NotYet), ["Retained memory: not read", "Heap: 1000 octets used, 234 octets free"]);
  t.is(lines(Restored.Cold)[0], "Retained memory: empty");
  t.is(lines(Restored.Restored)[0], "Retained memory: restored");
  t.is(lines(Restored.FellBack)[0], "Retained memory: restored, the other slot is damaged");
  t.is(lines(Restored.Corrupt)[0], "Retained memory: both slots are damaged");
  t.is(lines(Restored.Refused)[0], "Retained memory: kept, its version is not known");
});

test("a watchdog has a line with its time-out", (t) => {
  const supervisor = new Supervisor({ watchdog: new FakeWatchdog(), scheduler: new Scheduler(1), timeout: 500 });
  t.is(shown({ supervisor })[2], "Watchdog: resets after 500 ms without progress");
});
