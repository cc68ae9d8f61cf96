/** Chips that lie: the driver neither reads beyond its buffers nor loops, and says that something is wrong. */
import test from "ava";
import fc from "fast-check";
import type { SpiDevice } from "../../../emulator/spi/spi-device";
import { Instruction, RegisterBits } from "../../../src/drivers/enc28j60/common";
import { Enc28j60Counter } from "../../../src/drivers/enc28j60/counters";
import { XorShift32 } from "../../../src/random";
import { DriverBench, frameOfOurs, frameToUs } from "../../support/enc28j60/driver-bench";

/** The most transactions that a millisecond may cost: eight of the longest frames at 255 octets, and a set-up. */
const MOST_A_MILLISECOND = 400;

/** Runs a while, sending, and checks that every step ends and no frame is longer than one can be. */
function survives(t: { true(value: boolean, message?: string): void }, bench: DriverBench, ms: number): void {
  bench.start();
  for (let i = 0; i < ms; i++) {
    const before = bench.bus.transactions;
    if (i % 7 === 0) bench.send(frameOfOurs(60 + (i % 1400)));
    if (i % 500 === 499) bench.selfTest();
    bench.run(1);
    const cost = bench.bus.transactions - before;
    if (cost > MOST_A_MILLISECOND) t.true(false, `${cost} transactions in a millisecond`);
  }
  t.true(bench.frames.every((frame) => frame.length >= 14 && frame.length <= 1514));
}

/** Answers what it likes. */
class Liar implements SpiDevice {
  private readonly _answer: () => number;

  constructor(answer: () => number) {
    this._answer = answer;
  }

  select(): void {}
  deselect(): void {}

  exchange(): number {
    return this._answer();
  }
}

for (const [what, value, told] of [
  ["ones", 0xff, ["down: absent"]],
  ["zeros", 0x00, ["down: absent"]],
  ["0x55", 0x55, ["down: wrong chip"]],
  ["0x06, a revision that there is", 0x06, ["down: stuck"]],
] as const) {
  test(`a chip of nothing but ${what}`, (t) => {
    const bench = new DriverBench({ device: new Liar(() => value) });
    survives(t, bench, 5000);
    t.deepEqual(bench.told(), [...told]);
  });
}

test("a chip of random octets", (t) => {
  for (let seed = 1; seed <= 5; seed++) {
    const random = new XorShift32(seed);
    const bench = new DriverBench({ device: new Liar(() => random.next() & 0xff) });
    survives(t, bench, 5000);
    t.true(bench.log.length > 0 && !bench.driver.linkUp);
  }
});

/** A good chip whose answers to some instructions are changed. */
class Tampered implements SpiDevice {
  /** The chip's answer at a place after the instruction. */
  tamper: (instruction: number, bank: number, position: number, octet: number) => number = (_i, _b, _p, octet) => octet;
  chip!: DriverBench["chip"];
  private _position = 0;
  private _instruction = 0;

  select(): void {
    this._position = 0;
    this.chip.select();
  }

  exchange(octet: number): number {
    const position = this._position++;
    if (position === 0) this._instruction = octet;
    const answer = this.chip.exchange(octet);
    return position === 0
      ? answer
      : this.tamper(this._instruction, this.chip.registers.get(0x1f) & 3, position - 1, answer);
  }

  deselect(): void {
    this.chip.deselect();
  }
}

function tamperedBench(): [DriverBench, Tampered] {
  const device = new Tampered();
  const bench = new DriverBench({ device });
  device.chip = bench.chip;
  return [bench, device];
}

const EPKTCNT = 0x19;

/** Reads of the header before a frame: six octets of buffer memory. */
const isHeader = (instruction: number, position: number) =>
  instruction === Instruction.ReadBufferMemory && position < 6;

for (const [what, tamper] of [
  [
    "a packet count that is always 255",
    (i, b, _p, octet) => ((i & RegisterBits.Address) === EPKTCNT && b === 1 ? 255 : octet),
  ],
  ["lengths of 65535", (i, _b, p, octet) => (isHeader(i, p) && (p === 2 || p === 3) ? 0xff : octet)],
  ["lengths of 0", (i, _b, p, octet) => (isHeader(i, p) && (p === 2 || p === 3) ? 0 : octet)],
  ["lengths of 1519", (i, _b, p, octet) => (isHeader(i, p) ? (p === 2 ? 0xef : p === 3 ? 0x05 : octet) : octet)],
  ["next packets at 0000h", (i, _b, p, octet) => (isHeader(i, p) && p < 2 ? 0 : octet)],
  ["next packets beyond the ring", (i, _b, p, octet) => (isHeader(i, p) && p === 1 ? 0x1f : octet)],
  ["next packets that are their own", (i, _b, p, octet) => (isHeader(i, p) && p === 0 ? (octet - 68) & 0xff : octet)],
] as [string, Tampered["tamper"]][]) {
  test(`a chip with ${what}: told as stuck, and again good when it is`, (t) => {
    const [bench, device] = tamperedBench();
    bench.up().run(2000);
    device.tamper = tamper;
    for (let i = 0; i < 50; i++) {
      bench.medium.deliver(frameToUs(64, i));
      bench.run(40);
    }
    t.true(bench.told().includes("down: stuck"));
    t.true(bench.count(Enc28j60Counter.RingsCorrupt) > 0);
    t.true(bench.count(Enc28j60Counter.SetUps) < 6, "set up again once a second, no more");
    t.true(bench.frames.every((frame) => frame.length <= 1514));
    device.tamper = (_i, _b, _p, octet) => octet;
    bench.run(1200);
    t.true(bench.driver.linkUp);
    bench.told();
    bench.medium.deliver(frameToUs(64));
    bench.run(20);
    t.deepEqual(bench.told(), ["frame of 64"]);
  });
}

test("a frame too long, with a pointer that fits it: it is left out and counted, and the ring goes on", (t) => {
  const bench = new DriverBench().up();
  const MAMXFLL = 0x4a;
  bench.chip.registers.put16(MAMXFLL, 2000);
  for (const length of [1515, 1600, 1514]) bench.medium.deliver(frameToUs(length));
  bench.run(20);
  t.is(bench.count(Enc28j60Counter.BadLengthsIn), 2);
  t.deepEqual(bench.frames, [frameToUs(1514)]);
});

test("a frame whose status is not good is left out and counted", (t) => {
  const bench = new DriverBench().up();
  const begin = bench.chip.registers.get16(0x0e);
  bench.medium.deliver(frameToUs(60));
  bench.chip.memory[begin + 4]! &= 0x7f;
  bench.run(20);
  t.is(bench.count(Enc28j60Counter.ReceiveErrors), 1);
  t.is(bench.frames.length, 0);
});

test("fuzz: a chip whose answers are flipped at random for a while works when they no longer are", (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 400 }), (seed, rate, ms) => {
      const [bench, device] = tamperedBench();
      const random = new XorShift32(seed);
      bench.up();
      device.tamper = (_i, _b, _p, octet) =>
        (random.next() >>> 0) % rate === 0 ? octet ^ (random.next() & 0xff) : octet;
      for (let i = 0; i < ms; i++) {
        bench.medium.deliver(frameToUs(60 + (i % 1000), i));
        if (i % 5 === 0) bench.send(frameOfOurs(60 + (i % 100)));
        if (i % 50 === 49) bench.selfTest();
        const before = bench.bus.transactions;
        bench.run(1);
        if (bench.bus.transactions - before > MOST_A_MILLISECOND) return false;
      }
      device.tamper = (_i, _b, _p, octet) => octet;
      bench.run(5000);
      bench.told();
      bench.medium.deliver(frameToUs(60));
      bench.send(frameOfOurs(60));
      bench.run(50);
      return bench.told().sort().join() === "frame of 60,sent" && bench.frames.every((frame) => frame.length <= 1514);
    }),
    { numRuns: 200 },
  );
  t.pass();
});
