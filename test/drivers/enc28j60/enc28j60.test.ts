import test from "ava";
import { Enc28j60Counter } from "../../../src/drivers/enc28j60/counters";
import { Enc28j60 } from "../../../src/drivers/enc28j60/enc28j60";
import { SelfTest } from "../../../src/ports";
import { PortFault } from "../../../src/ports";
import { Scheduler } from "../../../src/scheduler/scheduler";
import { DriverBench, frameOfOurs, frameToUs, OURS, THEIRS } from "../../support/enc28j60/driver-bench";
import { withFcs } from "../../support/enc28j60/fake-medium";

for (const duplex of ["half", "full"] as const) {
  test(`${duplex} duplex: the chip comes up, sends and receives`, (t) => {
    const bench = new DriverBench({ driver: { duplex } });
    bench.start().run(3);
    t.deepEqual(bench.told(), []);
    bench.run(17);
    t.deepEqual(bench.told(), ["up"]);
    t.is(bench.chip.phy.fullDuplex, duplex === "full");
    t.is(bench.driver.fault, PortFault.None);
    t.true(bench.send(frameOfOurs(100)));
    bench.run(5);
    t.deepEqual(bench.told(), ["sent"]);
    t.deepEqual(bench.medium.sent, [withFcs(frameOfOurs(100))]);
    bench.medium.deliver(frameToUs(100));
    bench.run(10);
    t.deepEqual(bench.frames, [frameToUs(100)]);
  });
}

test("a short frame is padded to 60 octets; one that is too short or too long is refused and counted", (t) => {
  const bench = new DriverBench().up();
  t.true(bench.send(frameOfOurs(14)));
  bench.run(5);
  t.deepEqual(
    bench.medium.sent.map((frame) => frame.length),
    [64],
  );
  t.false(bench.send(new Uint8Array(13)));
  t.false(bench.send(new Uint8Array(1515)));
  t.is(bench.count(Enc28j60Counter.BadLengthsOut), 2);
  t.true(bench.send(frameOfOurs(1514)));
  bench.run(10);
  t.deepEqual(bench.medium.sent[1], withFcs(frameOfOurs(1514)));
});

test("one frame at a time, and none without a link", (t) => {
  const bench = new DriverBench().up();
  t.true(bench.send(frameOfOurs(60)));
  t.false(bench.send(frameOfOurs(60)));
  bench.run(5);
  t.deepEqual(bench.told(), ["sent"]);
  bench.medium.setLink(false);
  bench.run(20);
  t.deepEqual(bench.told(), ["down"]);
  t.false(bench.send(frameOfOurs(60)));
  bench.medium.setLink(true);
  bench.run(20);
  t.deepEqual(bench.told(), ["up"]);
  t.is(bench.count(Enc28j60Counter.LinkChanges), 2);
});

test("a frame that leaves while the link goes is not sent", (t) => {
  const bench = new DriverBench().up();
  t.true(bench.send(frameOfOurs(1514)));
  bench.medium.setLink(false);
  bench.run(20);
  t.deepEqual(bench.told(), ["not sent", "down"]);
});

test("frames of every length come back as they were, round the ring many times", (t) => {
  for (const longest of [8, 64, 255, 4096]) {
    const bench = new DriverBench({ longest }).up();
    for (let length = 60; length <= 1514; length += 37) {
      bench.medium.deliver(frameToUs(length, length));
      bench.run(10);
      t.deepEqual(bench.frames.pop(), frameToUs(length, length), `${length} octets, at most ${longest} at once`);
    }
    t.is(bench.count(Enc28j60Counter.RingsCorrupt), 0);
  }
});

test("a burst that the chip has room for arrives whole and in order; what it has no room for is counted as an overrun", (t) => {
  const bench = new DriverBench().up();
  for (let i = 0; i < 60; i++) bench.medium.deliver(frameToUs(100, i));
  bench.run(100);
  t.deepEqual(
    bench.frames,
    Array.from({ length: 60 }, (_, i) => frameToUs(100, i)),
  );
  t.is(bench.count(Enc28j60Counter.Overruns), 0);
  for (let i = 0; i < 6; i++) bench.medium.deliver(frameToUs(1514, i));
  bench.run(100);
  t.is(bench.frames.length, 64);
  t.is(bench.count(Enc28j60Counter.Overruns), 1);
  bench.medium.deliver(frameToUs(1514));
  bench.run(20);
  t.is(bench.frames.length, 65);
});

test("the chip's filter: frames to us and broadcasts, groups if asked for, nothing damaged", (t) => {
  const to = (...address: number[]) => [...address, ...frameToUs(60).slice(6)];
  const broadcast = to(255, 255, 255, 255, 255, 255);
  const group = to(0xcf, 0, 0, 0, 0, 0);
  const damaged = withFcs(frameToUs(60));
  damaged[30]! ^= 1;
  for (const [multicast, expected] of [
    [false, [broadcast, [...frameToUs(60)]]],
    [true, [broadcast, group, [...frameToUs(60)]]],
  ] as const) {
    const bench = new DriverBench({ driver: { multicast } }).up();
    bench.medium.deliver(broadcast);
    bench.medium.deliver(group);
    bench.medium.deliver(to(...THEIRS));
    bench.medium.deliverRaw(damaged);
    bench.medium.deliver(frameToUs(60));
    bench.run(20);
    t.deepEqual(
      bench.frames.map((frame) => [...frame]),
      expected.map((frame) => [...frame]),
    );
  }
});

test("in half duplex the chip hears itself if asked to; in full duplex never", (t) => {
  for (const [duplex, hearsItself, heard] of [
    ["half", true, 1],
    ["half", false, 0],
    ["full", true, 0],
  ] as const) {
    const bench = new DriverBench({ driver: { duplex, hearsItself } }).up();
    t.is(bench.driver.hearsItself, heard === 1);
    bench.send([...OURS, ...OURS, 0x90, 0x00]);
    bench.run(20);
    t.is(bench.frames.length, heard, `${duplex} ${hearsItself}`);
  }
});

test("with the interrupt pin, frames and link are told within a millisecond, however seldom the chip is polled", (t) => {
  const bench = new DriverBench({ interrupt: true, driver: { pollInterval: 1000 } }).up();
  bench.run(100);
  bench.medium.deliver(frameToUs(60));
  bench.run(1);
  t.deepEqual(bench.told(), ["frame of 60"]);
  bench.send(frameOfOurs(60));
  bench.run(1);
  t.deepEqual(bench.told(), ["sent"]);
  bench.medium.setLink(false);
  bench.run(2);
  t.deepEqual(bench.told(), ["down"]);
  t.is(bench.chip.interruptPin, 1);
  const before = bench.bus.transactions;
  bench.run(900);
  t.true(bench.bus.transactions - before < 50, "the pin does not ask again and again");
});

test("a self-test that is started from inside an interrupt leaves the pin at work", (t) => {
  const bench = new DriverBench({ interrupt: true, driver: { pollInterval: 1000 } }).up();
  bench.onFrame = () => bench.driver.startSelfTest(bench.now);
  bench.medium.deliver(frameToUs(60));
  bench.run(50);
  t.is(bench.driver.selfTest, SelfTest.Passed);
  bench.onFrame = null;
  bench.told();
  bench.medium.deliver(frameToUs(60));
  bench.run(1);
  t.deepEqual(bench.told(), ["frame of 60"]);
});

test("collisions are the chip's business until there are too many", (t) => {
  const bench = new DriverBench().up();
  bench.medium.outcomes = ["collision", "collision", "sent"];
  bench.send(frameOfOurs(60));
  bench.run(20);
  t.deepEqual(bench.told(), ["sent"]);
  bench.medium.outcomes = Array<"collision">(16).fill("collision");
  bench.send(frameOfOurs(60));
  bench.run(600);
  t.deepEqual(bench.told(), ["not sent"]);
  t.is(bench.count(Enc28j60Counter.TransmitErrors), 1);
  bench.send(frameOfOurs(60));
  bench.run(20);
  t.deepEqual(bench.told(), ["sent"]);
});

test("the PHY loopback test passes, takes the chip off the wire, and puts it back", (t) => {
  for (const duplex of ["half", "full"] as const) {
    const bench = new DriverBench({ driver: { duplex } }).up();
    t.true(bench.selfTest());
    t.false(bench.send(frameOfOurs(60)));
    t.false(bench.selfTest());
    bench.run(3);
    bench.medium.deliver(frameToUs(60));
    bench.run(30);
    t.is(bench.driver.selfTest, SelfTest.Passed);
    t.deepEqual(bench.told(), ["up"]);
    t.is(bench.medium.sent.length, 0, "nothing goes to the wire");
    t.is(bench.frames.length, 0);
    bench.send(frameOfOurs(60));
    bench.medium.deliver(frameToUs(60));
    bench.run(20);
    t.deepEqual(bench.told().sort(), ["frame of 60", "sent"]);
    t.is(bench.chip.phy.fullDuplex, duplex === "full");
  }
});

test("stop leaves the chip silent and tells what it owes; start begins anew", (t) => {
  const bench = new DriverBench().up();
  bench.send(frameOfOurs(1514));
  bench.stop();
  t.deepEqual(bench.told(), ["not sent", "down"]);
  bench.medium.deliver(frameToUs(60));
  const before = bench.bus.transactions;
  bench.run(5000);
  t.is(bench.bus.transactions, before);
  t.deepEqual(bench.told(), []);
  bench.stop().start().run(20);
  t.deepEqual(bench.told(), ["up"]);
  bench.medium.deliver(frameToUs(60));
  bench.run(20);
  t.deepEqual(bench.told(), ["frame of 60"]);
});

for (const call of ["up", "down", "frame of 60", "sent", "not sent"]) {
  test(`a listener stops and starts the driver from inside "${call}"`, (t) => {
    const bench = new DriverBench();
    let calls = 0;
    bench.onCall = (what) => {
      if (what !== call || calls++ > 0) return;
      bench.driver.stop(bench.now);
      bench.driver.start(bench.now);
    };
    bench.start().run(50);
    bench.medium.deliver(frameToUs(60));
    bench.medium.deliver(frameToUs(60));
    bench.send(frameOfOurs(60));
    bench.run(50);
    bench.medium.setLink(false);
    bench.send(frameOfOurs(1514));
    bench.run(50);
    bench.medium.setLink(true);
    bench.run(50);
    t.true(calls > 0);
    t.true(bench.driver.linkUp);
    bench.told();
    bench.medium.deliver(frameToUs(60));
    bench.send(frameOfOurs(60));
    bench.run(50);
    t.deepEqual(bench.told().sort(), ["frame of 60", "sent"]);
  });
}

test("a listener answers from inside `frameReceived`, in the middle of a burst", (t) => {
  const bench = new DriverBench().up();
  let taken = 0;
  bench.onFrame = () => (taken += Number(bench.driver.send(frameOfOurs(60), 0, 60)));
  for (let i = 0; i < 5; i++) bench.medium.deliver(frameToUs(60 + i, i));
  bench.run(50);
  t.is(bench.frames.length, 5);
  t.true(taken >= 1);
  t.is(bench.medium.sent.length, taken);
});

test("an option out of its range is refused with its name, value and range", (t) => {
  const bus = { longest: 255, transfer() {} };
  const make = (options: object) => () =>
    new Enc28j60({ bus, scheduler: new Scheduler(1), address: Uint8Array.from(OURS), ...options });
  const refused = (options: object, message: string) => t.throws(make(options), { instanceOf: RangeError, message });
  const address = "ENC28J60: address must be a MAC address of 6 octets, the first of them even: not a group's";
  refused({ address: new Uint8Array(5) }, address);
  refused({ address: Uint8Array.of(1, 0, 0, 0, 0, 0) }, address);
  refused({ duplex: "auto" }, 'ENC28J60: duplex is auto: it must be "half" or "full"');
  refused({ bus: { ...bus, longest: 7 } }, "ENC28J60: the bus takes 7 octets at most: it must take 8 or more");
  refused({ pollInterval: 0 }, "ENC28J60: poll interval is 0: it must be a whole number from 1 to 1000 ms");
  t.notThrows(make({}));
});
