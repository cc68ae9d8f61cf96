import test from "ava";
import { CutMemory } from "../../emulator/retention/cut-memory";
import { PowerGood, Tearing, TimeValidity } from "../../src/ports";
import { KeepAliveCounter, PowerState } from "../../src/retention/keep-alive-options";
import { StoreCounter } from "../../src/retention/counters";
import { HOLD_UP, KeepAliveBench } from "../support/power/keep-alive-bench";
import { timeOf } from "../support/rtc/clock-bench";

const HOUR = 3_600_000;

/** A memory in which a device has run for a minute and been held. */
function held(size = 64): Uint8Array {
  const contents = new Uint8Array(size);
  const device = new KeepAliveBench(contents).start();
  device.ticket.next = 7;
  device.pass(60_000);
  device.rail = 4400;
  device.pass(20);
  return contents;
}

test("a blank memory: cold, and numbers are reserved before links may be started", (t) => {
  const contents = new Uint8Array(64);
  const device = new KeepAliveBench(contents).start();
  t.deepEqual(device.told(), ["2 cold, away -1"]);
  t.is(device.keepAlive.store.counters[StoreCounter.Saves], 1);
  t.is(device.keepAlive.starts, 1);
});

test("the supply fails: loads are shed in their order, all is saved, and a restart goes on behind what was reserved", (t) => {
  const contents = new Uint8Array(64);
  const device = new KeepAliveBench(contents);
  const radio = device.load("radio");
  const lamp = device.load("lamp");
  const loaded = new KeepAliveBench(contents, 0, { loads: [radio, lamp] }).start();
  loaded.ticket.next = 4;
  loaded.rail = 4499;
  loaded.pass(10);
  t.deepEqual(device.told(), ["0 sheds radio", "0 sheds lamp"]);
  t.deepEqual(loaded.told(), ["2 cold, away -1", "52 failing", "52 held"]);
  t.is(loaded.count(KeepAliveCounter.Saved), 1);

  const again = new KeepAliveBench(contents, HOUR).start();
  t.deepEqual(again.told(), [`${HOUR + 2} restored, away 3600`]);
  t.is(again.ticket.next, 14);
  t.true(again.keepAlive.orderly);
  t.is(again.keepAlive.starts, 2);
  t.is(again.keepAlive.failures, 1);
});

test("a supply that comes back: it must stay, then loads are restored from the last, and what was missed is excused", (t) => {
  const notes = new KeepAliveBench(new Uint8Array(64));
  const device = new KeepAliveBench(new Uint8Array(64), 0, {
    loads: [notes.load("radio"), notes.load("lamp")],
  }).start();
  device.told();
  device.rail = 4499;
  device.pass(10);
  device.rail = 4650;
  device.pass(100);
  device.rail = 4550;
  device.pass(10);
  t.is(device.keepAlive.state, PowerState.Held);
  device.rail = 4650;
  device.pass(210);
  t.deepEqual(device.told(), ["52 failing", "52 held", "372 on"]);
  t.deepEqual(notes.told().slice(2), ["0 restores lamp", "0 restores radio"]);
  t.is(device.ticket.excused, 1);
  t.is(device.keepAlive.lastOutage, 320);
  t.is(device.count(KeepAliveCounter.Returns), 1);
  t.is(device.count(KeepAliveCounter.LowestVoltage), 4499);
});

test("a loss that nobody saw coming: what is found is the last checkpoint, and not the last that there was", (t) => {
  const contents = new Uint8Array(64);
  new KeepAliveBench(contents).start().pass(3 * 60_000);
  const again = new KeepAliveBench(contents, HOUR).start();
  t.deepEqual(again.told(), [`${HOUR + 2} restored, away 3420`]);
  t.false(again.keepAlive.orderly);
});

test("numbers that run out are reserved anew between two checkpoints", (t) => {
  const contents = new Uint8Array(64);
  const device = new KeepAliveBench(contents).start();
  for (let i = 0; i < 23; i++) {
    device.ticket.next++;
    device.pass(10);
    const { next } = new KeepAliveBench(contents.slice(), HOUR).start().ticket;
    t.true(next > device.ticket.next, `${next} after ${device.ticket.next}`);
  }
});

test("a start that is cut again and again never hands out a number twice", (t) => {
  const contents = held();
  let highest = 7;
  for (let ms = 0; ms < 20; ms++) {
    const device = new KeepAliveBench(contents, HOUR + 1000 * ms);
    device.keepAlive.start(device.now);
    device.pass(ms % 4);
    if (!device.told().some((line) => line.includes("restored"))) continue;
    t.true(device.ticket.next > highest);
    highest = device.ticket.next;
  }
  t.true(highest > 7);
});

test("after a fall-back twice as many numbers are left out", (t) => {
  const contents = held();
  // The newer slot: the one with the higher sequence number.
  const at = contents[9]! > contents[41]! ? 0 : 32;
  contents[at + 12]! ^= 1;
  const device = new KeepAliveBench(contents, HOUR).start();
  t.regex(device.told()[0]!, /fell back/);
  t.is(device.ticket.next, 17 + 10);
});

test("how long it was away is not known: no clock, an invalid one, one that was invalid before, one that went back", (t) => {
  const contents = held();
  const away = (bench: KeepAliveBench) => bench.start().told()[0]!.replace(/.* /, "");
  t.is(away(new KeepAliveBench(contents.slice(), HOUR)), "3540");
  t.is(away(new KeepAliveBench(contents.slice(), HOUR, { clock: undefined })), "-1");
  const stopped = new KeepAliveBench(contents.slice(), HOUR);
  stopped.clock.truth = TimeValidity.OscillatorStopped;
  t.is(away(stopped), "-1");
  t.is(stopped.count(KeepAliveCounter.ClockErrors), 1);
  t.is(stopped.time(), "no time");
  t.is(away(new KeepAliveBench(contents.slice(), 0)), "-1");
});

test("the clock counts on between two readings, and is set; no time is measured across a setting", (t) => {
  const contents = new Uint8Array(64);
  const device = new KeepAliveBench(contents).start();
  t.is(device.time(), "2025-05-08 06:13:20");
  device.pass(2000);
  t.is(device.time(), "2025-05-08 06:13:22");
  device.told();
  t.true(device.keepAlive.setClock(timeOf("2031-12-31 23:59:58"), device.now));
  t.false(device.keepAlive.setClock(timeOf("2031-12-31 23:59:58"), device.now));
  // Cut before the clock is set: the record has no time that a clock of another setting could be compared with.
  device.pass(0);
  const cut = new KeepAliveBench(contents.slice(), 10 * HOUR).start();
  t.regex(cut.told()[0]!, /away -1/);
  device.pass(50);
  t.deepEqual(device.told(), ["2052 set"]);
  device.pass(2050);
  t.is(device.time(), "2032-01-01 00:00:00");
});

test("a supply that nobody watches: no failure, and numbers are reserved anew all the same", (t) => {
  const contents = new Uint8Array(64);
  const device = new KeepAliveBench(contents, 0, { supply: undefined, holdUp: undefined }).start();
  device.rail = 0;
  for (let i = 0; i < 12; i++) {
    device.ticket.next++;
    device.pass(1000);
    const { next } = new KeepAliveBench(contents.slice(), HOUR).start().ticket;
    t.true(next > device.ticket.next, `${next} after ${device.ticket.next}`);
  }
  t.is(device.count(KeepAliveCounter.Failures), 0);
  t.throws(() => new KeepAliveBench(contents, 0, { supply: undefined }), {
    message: "keep-alive: there must be a supply to be watched and a hold-up capacitor, or neither",
  });
});

test("a brief record has the states only", (t) => {
  const contents = new Uint8Array(32);
  const device = new KeepAliveBench(contents, 0, { brief: true }).start();
  t.is(device.keepAlive.store.record.layout.size, 4);
  device.rail = 4499;
  device.pass(10);
  const again = new KeepAliveBench(contents, HOUR, { brief: true }).start();
  t.deepEqual(again.told(), [`${HOUR + 2} restored, away -1`]);
  t.is(again.ticket.next, 10);
  t.false(again.keepAlive.orderly);
  t.is(again.keepAlive.starts, 1);
});

test("a clock that does not take the time leaves none that is trusted", (t) => {
  const device = new KeepAliveBench(new Uint8Array(64)).start();
  device.clock.takes = false;
  device.clock.truth = TimeValidity.OscillatorStopped;
  device.told();
  device.keepAlive.setClock(timeOf("2031-12-31 23:59:58"), device.now);
  device.pass(50);
  t.deepEqual(device.told(), ["51 not set"]);
  t.is(device.time(), "no time");
  t.false(
    new KeepAliveBench(new Uint8Array(64), 0, { clock: undefined }).keepAlive.setClock(timeOf("2031-01-01 0:0:0"), 0),
  );
});

test("a memory that does not answer: links are started after three seconds, and what it holds then is not gone back to", (t) => {
  const contents = held();
  const memory = new CutMemory(contents, Tearing.Octet);
  memory.off = true;
  const device = new KeepAliveBench(memory, HOUR).start().pass(3000);
  t.deepEqual(device.told(), [`${HOUR + 3000} not yet, away -1`]);
  device.ticket.next = 100;
  memory.off = false;
  device.pass(2000);
  t.deepEqual(device.told(), []);
  t.is(device.ticket.next, 100);
  t.is(new KeepAliveBench(contents, 2 * HOUR).start().ticket.next, 110);
});

test("a memory that is gone when the supply fails: it is tried until the end", (t) => {
  const memory = new CutMemory(new Uint8Array(64), Tearing.Octet);
  const device = new KeepAliveBench(memory).start();
  memory.off = true;
  device.rail = 0;
  device.pass(100);
  t.is(device.keepAlive.state, PowerState.Failing);
  t.true(device.count(KeepAliveCounter.NotSaved) > 3);
  memory.off = false;
  device.pass(10);
  t.is(device.keepAlive.state, PowerState.Held);
  t.is(device.count(KeepAliveCounter.OverBudget), 1);
});

test("a power-good pin, and one that calls by itself", (t) => {
  const device = new KeepAliveBench(new Uint8Array(64), 0, { interval: 1, holdUp: HOLD_UP });
  device.rail = PowerGood.Yes;
  device.start();
  device.rail = PowerGood.No;
  device.keepAlive.supplyChanged(device.now);
  t.is(device.keepAlive.state, PowerState.Held);
  t.is(device.count(KeepAliveCounter.LowestVoltage), 0);
});

test("a memory that wears out must last five years", (t) => {
  const memory = Object.assign(new CutMemory(new Uint8Array(64), Tearing.Octet), { endurance: 100_000 });
  t.throws(() => new KeepAliveBench(memory), {
    message:
      "keep-alive: a checkpoint every 60000 ms wears a memory for 100000 writes out in 69 days: it lasts five years with " +
      "one every 1576800 ms",
  });
  t.notThrows(() => new KeepAliveBench(memory, 0, { checkpoint: 1_576_800 }));
});
