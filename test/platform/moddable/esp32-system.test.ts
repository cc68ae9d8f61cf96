import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "ava";
import system from "../../../src/platform/moddable/esp32/esp32-system";
import { ResetCause, RESET_WORDS } from "../../../src/ports";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { CrashKind, Supervisor } from "../../../src/scheduler/supervisor";

/** What the C of an ESP32 does, as its JavaScript half calls it: the words stay, whatever is made anew. */
class FakeNative {
  readonly told: string[] = [];
  readonly words = new Int32Array(RESET_WORDS);
  watches = true;
  cause = ResetCause.PowerOn;

  /** Puts XS's `native` where modules find it. */
  install(): this {
    const functions: Record<string, (...args: number[]) => unknown> = {
      cause: () => this.cause,
      watches: () => this.watches,
      start: (timeout) => void this.told.push(`start ${timeout}`),
      feed: () => void this.told.push("feed"),
      reset: () => void this.told.push("reset"),
      word: (index) => this.words[index!],
      set_word: (index, value) => void (this.words[index!] = value!),
      heap_used: () => 30_000,
      heap_free: () => 100_000,
    };
    const native = (name: string) => ({
      call: (_self: unknown, ...args: number[]) => functions[name.replace("xs_linkpulse_system_", "")]!(...args),
    });
    Object.assign(globalThis, { native });
    return this;
  }
}

test.serial("the heap of an ESP32 is told, and its watchdog is fed while the scheduler gets on", (t) => {
  const idf = new FakeNative().install();
  t.deepEqual([system.heap!.used, system.heap!.free], [30_000, 100_000]);
  const scheduler = new Scheduler(2);
  const supervisor = new Supervisor({ watchdog: system.watchdog!, scheduler });
  supervisor.start(0);
  t.deepEqual(idf.told, ["start 8000"]);
  scheduler.run(4000);
  t.deepEqual(idf.told, ["start 8000", "feed"]);
});

test.serial("where ESP-IDF was built without its task watchdog there is none, and the heap all the same", (t) => {
  const idf = new FakeNative().install();
  idf.watches = false;
  const given = { ...system };
  t.is(given.watchdog, undefined);
  t.is(given.heap!.free, 100_000);
});

for (const [cause, crash] of [
  [ResetCause.Watchdog, CrashKind.Stall],
  [ResetCause.Panic, CrashKind.Stall],
  [ResetCause.Software, CrashKind.None],
  [ResetCause.PowerOn, CrashKind.None],
] as const) {
  test.serial(`a program that did not return from a timer, and then a reset for cause ${cause}`, (t) => {
    const idf = new FakeNative().install();
    const scheduler = new Scheduler(2);
    new Supervisor({ watchdog: system.watchdog!, scheduler }).start(0);
    scheduler.run(4000);
    // As it stands while timer 0 is served.
    idf.words[0]! += 1;
    idf.cause = cause;
    const next = new Supervisor({ watchdog: system.watchdog!, scheduler: new Scheduler(2) });
    t.is(next.cause, cause);
    t.is(next.crash, crash);
    t.is(next.crashTimer, 0);
  });
}

function compiles(): boolean {
  try {
    execFileSync("cc", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const skipped = compiles() ? "" : " (skipped: there is no cc)";
const syntaxTest = skipped ? test.skip : test;

for (const watchdog of [0, 1]) {
  syntaxTest(`the C for an ESP32 is C, with${watchdog ? "" : "out"} the task watchdog${skipped}`, (t) => {
    const flags = ["-std=c11", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter"];
    const headers = ["-I", resolve("test/support/esp-idf-double"), `-DCONFIG_ESP_TASK_WDT_EN=${watchdog}`];
    const folder = "src/platform/moddable/esp32/";
    const files = readdirSync(folder).filter((name) => name.endsWith(".c"));
    t.true(files.length > 1);
    t.notThrows(() => execFileSync("cc", [...flags, ...headers, ...files], { cwd: folder }));
  });
}

const DOUBLES = resolve("test/support/esp-idf-double");
const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
const program = join(folder, "watchdog");

test.after.always(() => rmSync(folder, { recursive: true }));

/** What the C makes of these calls, a line each. */
function inC(...calls: string[]): string[] {
  const flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-DCONFIG_ESP_TASK_WDT_EN=1"];
  execFileSync("cc", [...flags, "-I", DOUBLES, "-o", program, join(DOUBLES, "watchdog.c")]);
  return execFileSync(program, { input: calls.join("\n"), encoding: "utf8" })
    .trimEnd()
    .split("\n");
}

syntaxTest(`ESP-IDF's watchdog is fed once the main loop and the program have${skipped}`, (t) => {
  t.deepEqual(inC("init 60000", "start 8000", "loop 0", "loop 0", "feed 0", "feed 0", "loop 0"), [
    "60000 ms: main, 0",
    "8000 ms, panic: main linkpulse, 0",
    "8000 ms, panic: main* linkpulse, 0",
    "8000 ms, panic: main* linkpulse, 0",
    "8000 ms, panic: main linkpulse, 1",
    "8000 ms, panic: main linkpulse*, 1",
    "8000 ms, panic: main linkpulse, 2",
  ]);
});

syntaxTest(`a program that is started again without a reset has one user, who feeds${skipped}`, (t) => {
  t.deepEqual(inC("init 60000", "start 8000", "start 4000", "loop 0", "feed 0").slice(2), [
    "4000 ms, panic: main linkpulse, 0",
    "4000 ms, panic: main* linkpulse, 0",
    "4000 ms, panic: main linkpulse, 1",
  ]);
});

syntaxTest(`a watchdog that does not run yet is started, and one that can't be says so${skipped}`, (t) => {
  t.deepEqual(inC("start 8000", "feed 0"), ["8000 ms, panic: linkpulse, 0", "8000 ms, panic: linkpulse, 1"]);
  t.deepEqual(inC("init 60000", "full 1", "start 8000").slice(2), ["watchdog: ESP-IDF does not start it"]);
});
