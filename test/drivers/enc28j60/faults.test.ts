/** A chip that is absent, another, hangs, or is reset by itself: detected, told, recovered. */
import test from "ava";
import { Enc28j60Counter } from "../../../src/drivers/enc28j60/counters";
import { Bank3, Mistat } from "../../../src/drivers/enc28j60/bank3";
import { Common, Econ1, Econ2, Estat } from "../../../src/drivers/enc28j60/common";
import { XorShift32 } from "../../../src/random";
import { DriverBench, frameOfOurs, frameToUs } from "../../support/enc28j60/driver-bench";

for (const level of [0, 1] as const) {
  test(`no chip, MISO ${level === 1 ? "high" : "low"}: absent, tried every second, up when it is there`, (t) => {
    const bench = new DriverBench();
    bench.bus.cut = level;
    bench.start().run(5000);
    t.deepEqual(bench.told(), ["down: absent"]);
    t.is(bench.count(Enc28j60Counter.SetUpsFailed), 5);
    t.true(bench.bus.transactions < 100);
    bench.bus.cut = null;
    bench.run(1100);
    t.deepEqual(bench.told(), ["up"]);
  });

  test(`the bus breaks while the chip is at work, MISO ${level}: absent within a poll interval, up again after`, (t) => {
    const bench = new DriverBench().up();
    bench.run(2000);
    bench.send(frameOfOurs(1514));
    bench.bus.cut = level;
    bench.run(11);
    t.deepEqual(bench.told(), ["not sent", "down: absent"]);
    bench.run(10_000);
    bench.bus.cut = null;
    bench.run(1100);
    t.deepEqual(bench.told(), ["up"]);
    bench.medium.deliver(frameToUs(60));
    bench.run(20);
    t.deepEqual(bench.told(), ["frame of 60"]);
  });
}

test("a revision that nobody knows", (t) => {
  for (const revision of [1, 3, 7, 0x92]) {
    const bench = new DriverBench({ chip: { revision } });
    bench.start().run(3000);
    t.deepEqual(bench.told(), ["down: wrong chip"]);
  }
});

test("a chip that is reset by itself is found within a poll interval, and set up again", (t) => {
  const bench = new DriverBench().up();
  bench.run(5000);
  bench.chip.powerOn();
  bench.run(11);
  t.deepEqual(bench.told(), ["down: reset"]);
  bench.run(20);
  t.deepEqual(bench.told(), ["up"]);
  t.is(bench.count(Enc28j60Counter.ResetsFound), 1);
  bench.medium.deliver(frameToUs(60));
  bench.send(frameOfOurs(60));
  bench.run(20);
  t.deepEqual(bench.told().sort(), ["frame of 60", "sent"]);
});

test("a chip that resets itself again and again is set up once a second", (t) => {
  const bench = new DriverBench().up();
  for (let i = 0; i < 500; i++) {
    bench.chip.powerOn();
    bench.run(20);
  }
  t.true(bench.count(Enc28j60Counter.SetUps) <= 12, `${bench.count(Enc28j60Counter.SetUps)}`);
});

test("a receiver that is off is switched on within a poll interval, and counted", (t) => {
  const bench = new DriverBench().up();
  bench.chip.loseReceiver();
  bench.medium.deliver(frameToUs(60));
  bench.run(11);
  bench.medium.deliver(frameToUs(61));
  bench.run(11);
  t.deepEqual(bench.told(), ["frame of 61"]);
  t.is(bench.count(Enc28j60Counter.ReceiverFoundOff), 1);
});

test("a transmission that never ends is cancelled; after three in a row the chip is set up anew", (t) => {
  const bench = new DriverBench().up();
  bench.run(1000);
  const { transmit } = bench.medium;
  bench.medium.transmit = () => {};
  for (let i = 1; i <= 3; i++) {
    bench.send(frameOfOurs(60));
    bench.run(620);
    t.is(bench.count(Enc28j60Counter.TransmitStuck), i);
  }
  t.deepEqual(
    bench.told(),
    ["not sent", "not sent", "not sent", "down: stuck", "up"].slice(0, bench.driver.linkUp ? 5 : 4),
  );
  bench.run(30);
  bench.told();
  bench.medium.transmit = transmit;
  bench.send(frameOfOurs(60));
  bench.run(20);
  t.deepEqual(bench.told(), ["sent"]);
});

/** Makes a register of the chip read with some bits always set, and others never. */
function holdBits(bench: DriverBench, register: number, set: number, clear: number): () => void {
  const { registers } = bench.chip;
  const { get } = registers;
  registers.get = (asked) =>
    asked === register ? (get.call(registers, asked) | set) & ~clear : get.call(registers, asked);
  return () => (registers.get = get);
}

for (const [what, register, set, clear] of [
  ["whose PHY stays busy", Bank3.MISTAT, Mistat.BUSY, 0],
  ["whose clock never runs", Common.ESTAT, 0, Estat.CLKRDY],
  ["that stays in power save", Common.ECON2, Econ2.PWRSV, 0],
] as const) {
  test(`a chip ${what}: stuck, until it is not`, (t) => {
    const bench = new DriverBench();
    const release = holdBits(bench, register, set, clear);
    bench.start().run(5000);
    t.deepEqual(bench.told(), ["down: stuck"]);
    t.true(bench.bus.transactions < 3000);
    release();
    bench.run(1200);
    t.deepEqual(bench.told(), ["up"]);
  });
}

test("a PHY that stays busy while the chip is at work is told as stuck", (t) => {
  const bench = new DriverBench().up();
  bench.run(2000);
  const release = holdBits(bench, Bank3.MISTAT, Mistat.BUSY, 0);
  bench.run(1200);
  t.deepEqual(bench.told(), ["down: stuck"]);
  release();
  bench.run(1200);
  t.deepEqual(bench.told(), ["up"]);
});

test("a receive ring that is damaged has the chip set up again; what came before is not lost", (t) => {
  const bench = new DriverBench().up();
  bench.run(2000);
  bench.medium.deliver(frameToUs(60));
  const next = bench.chip.registers.get16(0x0e);
  bench.medium.deliver(frameToUs(61));
  bench.chip.memory[next] = 0x55;
  bench.run(15);
  t.deepEqual(bench.told(), ["frame of 60", "down: stuck"]);
  bench.run(20);
  t.deepEqual(bench.told(), ["up"]);
  t.is(bench.count(Enc28j60Counter.RingsCorrupt), 1);
});

test("24 hours, all errata on, faults at random: never wedged, nothing lost but in windows that are counted", (t) => {
  const bench = new DriverBench({
    chip: { errata: undefined, seed: 5 },
    interrupt: true,
    driver: { pollInterval: 100 },
  }).up();
  const random = new XorShift32(24);
  const dice = (sides: number) => (random.next() >>> 0) % sides;
  let resets = 0;
  let off = 0;
  let lost = 0;
  let delivered = 0;
  let unsent = 0;
  let longestDown = 0;
  let downSince = -1;
  bench.onCall = (what) => {
    if (what.startsWith("down")) downSince = downSince < 0 ? bench.now : downSince;
    if (what === "up") {
      longestDown = Math.max(longestDown, bench.now - downSince);
      downSince = -1;
    }
  };
  for (let minute = 0; minute < 24 * 60; minute++) {
    const fault = dice(8);
    if (fault === 0) {
      resets++;
      bench.chip.powerOn();
    } else if (fault === 1) {
      off++;
      bench.chip.loseReceiver();
    } else if (fault === 2) {
      bench.bus.cut = dice(2) as 0 | 1;
      bench.run(500 + dice(3000));
      bench.bus.cut = null;
    } else if (fault === 3) {
      bench.medium.setLink(false);
      bench.run(300 + dice(1000));
      bench.medium.setLink(true);
    } else if (fault === 4) {
      bench.medium.outcomes = Array<"collision">(dice(20)).fill("collision");
    }
    bench.run(2500);
    t.true(bench.driver.linkUp, `minute ${minute}, fault ${fault}`);
    bench.told();
    const first = bench.frames.length;
    const frames = 1 + dice(20);
    for (let i = 0; i < frames; i++) bench.medium.deliver(frameToUs(60 + dice(200), i));
    delivered += frames;
    if (!bench.send(frameOfOurs(60 + dice(1000)))) unsent++;
    bench.run(800);
    lost += frames - (bench.frames.length - first);
    t.is(bench.told().filter((what) => what.endsWith("sent")).length, 1);
    bench.frames.length = 0;
    bench.run(60_000 - 3300);
  }
  t.log(`${delivered} frames delivered, ${lost} lost; down for ${longestDown} ms at most`);
  t.is(lost, 0);
  t.is(unsent, 0);
  t.is(bench.count(Enc28j60Counter.ResetsFound), resets);
  t.is(bench.count(Enc28j60Counter.ReceiverFoundOff), off);
  t.is(bench.count(Enc28j60Counter.RingsCorrupt), 0);
  t.is(bench.driver.counters[Enc28j60Counter.Overruns], 0);
  t.true((bench.chip.registers.get(Common.ECON1) & Econ1.RXEN) !== 0);
});
