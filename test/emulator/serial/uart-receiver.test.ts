/** The receiver alone, on levels that no transmitter would make. 16 ticks a bit; times in ticks of its clock. */
import test from "ava";
import { DEFAULT_UART } from "../../../emulator/serial/line";
import { Pin } from "../../../emulator/serial/pin";
import { UartReceiver } from "../../../emulator/serial/uart-receiver";
import { SECOND, Simulation } from "../../../emulator/simulation/simulation";
import { Recorder } from "../../support/line-bench";

const TICK = 1e9 / 9600 / 16;

/** A receiver whose clock ticks at whole ticks of the test's time. */
class ReceiverBench {
  private readonly _simulation = new Simulation();
  private readonly _pin = new Pin();
  private readonly _recorder = new Recorder(this._simulation);

  constructor() {
    new UartReceiver(this._simulation, DEFAULT_UART, this._pin, 0).user = this._recorder;
  }

  /** The line has a level from a tick on. */
  level(level: 0 | 1, tick: number): this {
    const nanos = Math.round(tick * TICK);
    this._simulation.runUntil(Math.floor(nanos / SECOND), nanos % SECOND);
    this._pin.change(level, this._simulation.seconds, this._simulation.nanos);
    this._pin.settle();
    return this;
  }

  /** The line is low from one tick to another. */
  low(from: number, to: number): this {
    return this.level(0, from).level(1, to);
  }

  hears(): string {
    this._simulation.runUntil(10, 0);
    return this._recorder.told.join(" ");
  }

  /** When the octets arrived, ticks. */
  times(): number[] {
    return this._recorder.arrivals.map(({ at }) => Math.round((at / TICK) * 100) / 100);
  }
}

// Edges stand a little before a tick, or after it, so that there is no doubt which sample sees them.

test("a low start bit and high data is FF, there at tick 153 from the first low tick", (t) => {
  const bench = new ReceiverBench().low(99.9, 115.9);
  t.is(bench.hears(), "ff");
  t.deepEqual(bench.times(), [253]);
});

test("the first low tick is the one after the edge", (t) => {
  const bench = new ReceiverBench().low(100.1, 116.1);
  t.is(bench.hears(), "ff");
  t.deepEqual(bench.times(), [254]);
});

test("low for ticks 0 to 7 is a glitch, to 8 a start bit", (t) => {
  t.is(new ReceiverBench().low(99.9, 107.9).hears(), "");
  t.is(new ReceiverBench().low(99.9, 108.9).hears(), "ff");
});

test("a pulse between two ticks is not seen", (t) => {
  t.is(new ReceiverBench().low(100.1, 100.9).hears(), "");
});

test("after a glitch the receiver looks for a start bit again from tick 10 on", (t) => {
  const bench = new ReceiverBench().low(99.9, 101.9).low(110.9, 126.9);
  t.is(bench.hears(), "ff");
  t.deepEqual(bench.times(), [111 + 153]);
});

test("a start bit that hides behind a glitch, before tick 10, is seen late", (t) => {
  // Low from tick 4 on, but ticks 7 and 8 high: tick 9 is low, and tick 10 the first that counts.
  const bench = new ReceiverBench().low(99.9, 106.9).low(108.9, 124.9);
  t.is(bench.hears(), "ff");
  t.deepEqual(bench.times(), [110 + 153]);
});

test("one wrong sample of three does not change a bit, two do", (t) => {
  const first = 100 + 16; // Data bit 0 begins
  const one = new ReceiverBench().low(99.9, 115.9).low(first + 7.9, first + 8.9);
  t.is(one.hears(), "ff");
  const two = new ReceiverBench().low(99.9, 115.9).low(first + 7.9, first + 9.9);
  t.is(two.hears(), "fe");
});

test("what happens outside the three samples is not seen", (t) => {
  const bench = new ReceiverBench().low(99.9, 115.9);
  for (let bit = 1; bit <= 9; bit++) bench.low(100 + 16 * bit + 0.1, 100 + 16 * bit + 6.9);
  t.is(bench.hears(), "ff");
});

test("after a wrong stop bit the line must have been high before a start bit", (t) => {
  const stop = 100 + 16 * 9;
  const bench = new ReceiverBench().low(99.9, stop + 100).low(stop + 120, stop + 136);
  t.is(bench.hears(), "error ff");
});

test("a new start bit may come at the tick after the last sample of the stop bit", (t) => {
  const stop = 100 + 16 * 9;
  const bench = new ReceiverBench().low(99.9, 115.9).low(stop + 9.9, stop + 25.9);
  t.is(bench.hears(), "ff ff");
  t.deepEqual(bench.times(), [stop + 9, stop + 10 + 153]);
});

test("a start bit that comes while the stop bit is still sampled counts from the tick after", (t) => {
  const stop = 100 + 16 * 9;
  const bench = new ReceiverBench().low(99.9, 115.9).low(stop + 8.9, stop + 24.9);
  t.is(bench.hears(), "ff ff");
  t.deepEqual(bench.times(), [stop + 9, stop + 10 + 153]);
});
