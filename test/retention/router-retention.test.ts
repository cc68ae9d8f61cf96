import test from "ava";
import { CutMemory } from "../../emulator/retention/cut-memory";
import { Console } from "../../src/console/console";
import { TimeOfDay } from "../../src/console/time-of-day";
import { PppFraming } from "../../src/framing/ppp-framing";
import { HdlcKeepalive } from "../../src/keepalive/hdlc";
import { Ppp } from "../../src/keepalive/ppp";
import { InterfaceCounter } from "../../src/link/counters";
import { ResetCause, Tearing } from "../../src/ports";
import { XorShift32 } from "../../src/random";
import { StoreCounter } from "../../src/retention/counters";
import { Restored } from "../../src/retention/options";
import { ROUTER_RETENTION_TIMERS, RouterRetention } from "../../src/retention/router-retention";
import type { RouterRetentionOptions } from "../../src/retention/router-retention";
import { Scheduler } from "../../src/scheduler/scheduler";
import { FakeClock } from "../support/power/fake-clock";

/** A line that is not started, and what is kept of it in a memory. */
function boot(contents: Uint8Array, encapsulation: "hdlc" | "ppp" = "hdlc", seconds?: number) {
  const scheduler = new Scheduler(ROUTER_RETENTION_TIMERS + 1);
  const random = new XorShift32(1);
  const console = new Console({ write: () => {} }, new TimeOfDay(0, 0));
  const hdlc = new HdlcKeepalive({ random });
  const ppp = new Ppp({ random }, new PppFraming(), 1500);
  const counters = new Int32Array(InterfaceCounter.Size);
  let started = -1;
  const options: RouterRetentionOptions = { memory: new CutMemory(contents, Tearing.Latched) };
  if (seconds !== undefined) options.clock = new FakeClock(scheduler, seconds);
  const retention = new RouterRetention(
    {
      scheduler,
      console,
      hdlc,
      ppp,
      encapsulation,
      counters,
      cause: ResetCause.Watchdog,
      listener: { lineMayStart: (now) => (started = now) },
    },
    options,
  );
  retention.start(0);
  const until = (end: number) => {
    for (let now = 0; now <= end; now++) scheduler.run(now);
  };
  until(50);
  return { retention, keepAlive: retention.keepAlive, hdlc, ppp, counters, console, started, until };
}

const octets = ({ keepAlive }: ReturnType<typeof boot>) => keepAlive.store.record.layout.size;

test("what is kept is what the memory has room for: the speaker's numbers first, then the other's, then counters", (t) => {
  t.deepEqual(
    [16, 32, 52, 56, 64, 72, 84, 144, 236].map((size) => [size, octets(boot(new Uint8Array(size)))]),
    [
      [16, 4],
      [32, 4],
      [52, 4],
      [56, 17],
      [64, 21],
      [72, 24],
      [84, 28],
      [144, 56],
      [236, 56],
    ],
  );
  t.is(octets(boot(new Uint8Array(56), "ppp")), 16);
  t.is(octets(boot(new Uint8Array(16), "ppp")), 4);
});

test("numbers go on behind what may have been sent, in the smallest memory too", (t) => {
  for (const size of [16, 56, 236]) {
    const contents = new Uint8Array(size);
    const first = boot(contents);
    t.is(first.keepAlive.result, Restored.Cold);
    t.true(first.started >= 0);
    const again = boot(contents);
    t.is(again.keepAlive.result, Restored.Restored);
    t.is(again.hdlc.mySeq, 256);
    t.is(again.keepAlive.starts, size === 16 ? 1 : 2);
  }
});

test("counters go on where they were at the last checkpoint", (t) => {
  const contents = new Uint8Array(236);
  const first = boot(contents);
  first.counters[InterfaceCounter.OctetsOut] = 4711;
  first.until(61_000);
  t.is(boot(contents).counters[InterfaceCounter.OctetsOut], 4711);
});

test("a record that was made for another choice is not read, and given up", (t) => {
  const contents = new Uint8Array(56);
  boot(contents);
  const other = boot(contents, "ppp");
  t.is(other.keepAlive.result, Restored.Refused);
  t.is(other.keepAlive.store.counters[StoreCounter.Saves], 1);
  t.true(other.started >= 0);
  t.is(boot(contents, "ppp").keepAlive.result, Restored.Restored);
});

test("in a memory for both, another encapsulation at first reads the same record", (t) => {
  const contents = new Uint8Array(144);
  boot(contents);
  t.is(boot(contents, "ppp").keepAlive.result, Restored.Restored);
});

test("time stamps follow the clock", (t) => {
  // 12 hours into a day.
  const { console } = boot(new Uint8Array(56), "hdlc", 86400 * 9000 + 43200);
  t.true(Math.abs(console.timeOfDay.timeAt(50) - 43_200_000) < 1000);
});
