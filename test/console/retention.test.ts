import test from "ava";
import { CutMemory } from "../../emulator/retention/cut-memory";
import { PowerGood, Tearing, TimeValidity } from "../../src/ports";
import { RETENTION_TIMERS } from "../../src/retention/store";
import { RetainedConfig } from "../../src/retention/retained-config";
import { RetentionConsole } from "../../src/retention/retention-console";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ConsoleRouter } from "../support/console-router";
import { KeepAliveBench } from "../support/power/keep-alive-bench";

/** A router with a console, and a keep-alive routine that has been restarted after an hour. */
function router(before = new Uint8Array(56)) {
  new KeepAliveBench(before).start();
  const bench = new KeepAliveBench(before, 3_600_000);
  const retention = new RetentionConsole(bench.keepAlive, 56);
  bench.setting = (set) => retention.clockSet(set);
  bench.start();
  const console = new ConsoleRouter({ interfaces: {}, keepAlive: retention });
  console.now = bench.now;
  console.boot().types("");
  return { bench, console };
}

test("show clock is IOS's, and clock set sets it", (t) => {
  const { bench, console } = router();
  t.deepEqual(console.shows("show clock"), ["07:13:20 UTC Thu May 8 2025"]);
  t.deepEqual(console.types("clock set 23:59:58 29 feb 2028").slice(1), []);
  t.deepEqual(console.shows("show clock"), ["% No time: the clock is being set"]);
  bench.pass(2400);
  console.now = bench.now;
  t.deepEqual(console.shows("show clock"), ["00:00:00 UTC Wed Mar 1 2028"]);
});

test("what is no time gets the marker; what is no day, and what is not the moment, a line", (t) => {
  const { console } = router();
  const refused = [
    "24:00:00 1 may 2026",
    "1:60:0 1 may 2026",
    "1:2 1 may 2026",
    "1:2:3:4 1 may 2026",
    "1:2:3 32 may 2026",
  ];
  refused.push("1:2:3 1 ma 2026", "1:2:3 1 mayx 2026", "1:2:3 1 may 1999", "1:2:003 1 may 2026", "1::3 1 may 2026");
  for (const text of refused)
    t.true(
      console.types(`clock set ${text}`).some((line) => line.includes("Invalid")),
      text,
    );
  t.deepEqual(console.types("clock set 1:2:3 31 April 2026").slice(1), ["% clock set: there is no such day"]);
  t.is(console.types("clock set 1:2:3 1 DECEMBER")[1], "% Incomplete command.");
  console.types("clock set 1:2:3 1 SEPTEMBER 2026");
  t.deepEqual(console.types("clock set 1:2:3 1 sept 2026").slice(1), [
    "% clock set: not while the supply fails, or the clock is being set",
  ]);
});

test("? says what a time is made of", (t) => {
  const { console } = router();
  console.keys("clock set ?");
  t.deepEqual(console.screen.take().slice(1), ["  hh:mm:ss          Time of day"]);
  console.keys("1:2:3 5 ?");
  t.deepEqual(console.screen.take().slice(1), ["  MONTH             Month of the year"]);
});

test("a clock that can't be trusted is told by why", (t) => {
  const { bench, console } = router();
  bench.clock.truth = TimeValidity.OscillatorStopped;
  bench.pass(60_000);
  t.deepEqual(console.shows("show clock"), ["% No time: the oscillator of the clock stood still"]);
  bench.clock.takes = false;
  console.types("clock set 1:2:3 1 may 2026");
  bench.pass(100);
  t.true(console.screen.take().includes("% clock set: the clock did not take the time"));
});

test("show power and show retention", (t) => {
  const { bench, console } = router();
  t.deepEqual(console.shows("show power"), [
    "Supply good, 5000 mV, lowest 5000 mV",
    "  Failing below 4500 mV, too low below 4000 mV",
    "  Hold-up capacitor: gives 360 uC over 450 mV, 200 uC are needed",
    "  All is to be saved in 10 ms; the longest took 0 ms, 0 took longer than that",
    "  Failures: 0, 0 of them saved, 0 over in time; 0 since the memory was blank",
  ]);
  t.deepEqual(console.shows("show retention"), [
    "Retention: restored, saved 01:00:00 before the start",
    "  Starts 2, reset cause unknown",
    "  Record 13 octets, memory 56 octets",
    "  Saves: 1, 0 unchanged, 0 not saved, 0 repairs, 0 checkpoints",
    "  Errors: 0 of the memory, 0 read back, 0 of the clock",
    "  Found at the start: 0 damaged slots, 0 saves broken off, 0 migrated",
  ]);
  bench.rail = 4300;
  bench.pass(10);
  t.is(console.shows("show power")[0], "Supply bad, all is saved, 4300 mV, lowest 4300 mV");
  bench.rail = PowerGood.Yes;
  bench.pass(500);
  t.is(console.shows("show power")[0], "Supply good, lowest 4300 mV");
});

test("a supply that nobody watches is told", (t) => {
  const { keepAlive } = new KeepAliveBench(new Uint8Array(56), 0, { supply: undefined, holdUp: undefined }).start();
  const console = new ConsoleRouter({ interfaces: {}, keepAlive: new RetentionConsole(keepAlive, 56) }).boot();
  console.types("");
  t.deepEqual(console.shows("show power"), ["% Nothing watches the supply of this router"]);
});

test("a router without retention says so", (t) => {
  const console = new ConsoleRouter({ interfaces: {} }).boot();
  console.types("");
  for (const command of ["show clock", "show power", "show retention", "clock set 1:2:3 1 may 2026"]) {
    t.deepEqual(console.shows(command), ["% This router has no clock and no retention"]);
  }
  t.deepEqual(console.shows("write memory")[0], "% write memory: this board has no store");
});

/** A configuration's store, read. */
function config(contents: Uint8Array, scheduler = new Scheduler(RETENTION_TIMERS)): RetainedConfig {
  const store = new RetainedConfig({ memory: new CutMemory(contents, Tearing.Latched), scheduler });
  store.start(0);
  return store;
}

test("write memory saves to a retained memory, and the next boot is configured from there", (t) => {
  const contents = new Uint8Array(236);
  const first = new ConsoleRouter({ store: config(contents) }).boot();
  first.types("");
  first.configures("keepalive 5 4");
  t.deepEqual(first.shows("write memory"), ["Building configuration...", "[OK]"]);
  const second = new ConsoleRouter({ store: config(contents) }).boot();
  t.is(second.serial.protocol.interval, 5000);
  second.types("");
  second.configures("keepalive 6");
  second.types("write memory");
  second.configures("no keepalive");
  second.types("write memory");
  t.is(new ConsoleRouter({ store: config(contents) }).boot().serial.protocol.interval, 10_000);
});

test("a configuration that is too long for it, or that a blank memory holds, is none", (t) => {
  const small = config(new Uint8Array(64));
  t.is(small.room, 20);
  const router = new ConsoleRouter({ store: small }).boot();
  router.types("");
  t.regex(router.shows("write memory")[1]!, /the store did not take the configuration's \d+ octets/);
  t.is(small.read(0, new Uint8Array(4)), 0);
  t.throws(() => config(new Uint8Array(24)), { message: "configuration: 24 octets of memory have no room for one" });
});

test("a memory that is gone is told by write memory", (t) => {
  const memory = new CutMemory(new Uint8Array(236), Tearing.Latched);
  const store = new RetainedConfig({ memory, scheduler: new Scheduler(RETENTION_TIMERS) });
  store.start(0);
  memory.off = true;
  const router = new ConsoleRouter({ store }).boot();
  router.types("");
  t.regex(router.shows("write memory")[1]!, /did not take/);
});
