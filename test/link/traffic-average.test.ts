import assert from "node:assert/strict";
import test from "ava";
import fc from "fast-check";
import { TrafficAverage } from "../../src/link/traffic-average";

/** 64 kbit/s: 40000 octets in a sample of five seconds. */
const BANDWIDTH = 64000;
const FULL_SAMPLE = 40000;
const DAY = 24 * 3600 * 1000;

/** The averages as `show interfaces` describes them, in floating point, sampled every five seconds whatever happens. */
class Model {
  load = 0;
  reliability = 1;
  private _sampled = 0;
  private _octets = 0;
  private _frames = 0;
  private _errors = 0;

  constructor(private readonly _fullSample: number) {}

  count(octets: number, frames: number, errors: number, now: number): void {
    this.advance(now);
    this._octets += octets;
    this._frames += frames;
    this._errors += errors;
  }

  advance(now: number): void {
    const weight = 1 - Math.exp(-5 / 300);
    for (; this._sampled + 5000 <= now; this._sampled += 5000) {
      this.load = Math.min(1, this.load + (this._octets / this._fullSample - this.load) * weight);
      const arrived = this._frames + this._errors;
      if (arrived > 0) this.reliability += (this._frames / arrived - this.reliability) * weight;
      this._octets = this._frames = this._errors = 0;
    }
  }
}

/** Traffic of every five seconds from `from` until `to`. */
function traffic(average: TrafficAverage, octets: number, frames: number, errors: number, from: number, to: number) {
  for (let now = from; now < to; now += 5000) average.count(octets, frames, errors, now | 0);
}

test("an idle line: load 1/255, reliability 255/255, also before it is started", (t) => {
  const average = new TrafficAverage(BANDWIDTH);
  t.is(average.load(0), 1);
  t.is(average.reliability(0), 255);
  average.start(1000);
  t.is(average.load(1000), 1);
  t.is(average.load(1000 + DAY), 1);
  t.is(average.reliability(1000 + DAY), 255);
});

test("a full line reaches 63 % after five minutes and 255 in the end; the same way back", (t) => {
  const average = new TrafficAverage(BANDWIDTH);
  average.start(0);
  traffic(average, FULL_SAMPLE, 27, 0, 0, 300_000);
  t.is(average.load(300_000), Math.round(255 * (1 - Math.exp(-1))));
  traffic(average, FULL_SAMPLE, 27, 0, 300_000, 3_600_000);
  t.is(average.load(3_600_000), 255);
  t.is(average.load(3_900_000), Math.round(255 * Math.exp(-1)));
  t.is(average.load(3_600_000 + 3_600_000), 1);
});

test("a quarter of the bandwidth shows as a quarter", (t) => {
  const average = new TrafficAverage(BANDWIDTH);
  average.start(0);
  traffic(average, FULL_SAMPLE / 4, 7, 0, 0, 3_600_000);
  t.is(average.load(3_600_000), 64);
});

test("more than the bandwidth, however much, shows as 255 and is forgotten as fast", (t) => {
  const average = new TrafficAverage(1);
  average.start(0);
  traffic(average, 100_000_000, 1, 0, 0, 60_000);
  t.is(average.load(60_000), 255);
  t.is(average.load(360_000), Math.round(255 * Math.exp(-1)));
});

test("a slow line that is full shows full, though a frame ends only every eighth sample", (t) => {
  const average = new TrafficAverage(300);
  average.start(0);
  for (let now = 0; now < 3_600_000; now += 40_000) average.count(1500, 1, 0, now);
  t.true(average.load(3_600_000) > 220, `${average.load(3_600_000)}`);
});

test("a keepalive every ten seconds does not show as load", (t) => {
  const average = new TrafficAverage(BANDWIDTH);
  average.start(0);
  for (let now = 0; now < DAY; now += 10_000) average.count(44, 1, 0, now);
  t.is(average.load(DAY), 1);
});

test("errors lower the reliability, good frames bring it back to 255, silence leaves it", (t) => {
  const average = new TrafficAverage(BANDWIDTH);
  average.start(0);
  traffic(average, 1000, 3, 1, 0, 3_600_000);
  t.is(average.reliability(3_600_000), 191);
  t.is(average.reliability(3_600_000 + DAY), 191);
  traffic(average, 1000, 2, 0, 3_600_000 + DAY, 7_200_000 + DAY);
  t.is(average.reliability(7_200_000 + DAY), 255);
  traffic(average, 0, 0, 5, 7_200_000 + DAY, 14_400_000 + DAY);
  t.is(average.reliability(14_400_000 + DAY), 0);
});

test("silence of more than 25 days, when the wrapped difference turns negative, counts as silence", (t) => {
  for (const days of [24, 25, 26, 40, 49]) {
    const average = new TrafficAverage(BANDWIDTH);
    average.start(0);
    traffic(average, FULL_SAMPLE, 3, 1, 0, 3_600_000);
    const now = (3_600_000 + days * DAY) | 0;
    t.is(average.load(now), 1, `${days} days`);
    t.is(average.reliability(now), 191);
    traffic(average, FULL_SAMPLE, 1, 0, now, now + 300_000);
    t.is(average.load((now + 300_000) | 0), Math.round(255 * (1 - Math.exp(-1))));
  }
});

test("asking often and asking once give the same", (t) => {
  const often = new TrafficAverage(BANDWIDTH);
  const once = new TrafficAverage(BANDWIDTH);
  for (const average of [often, once]) {
    average.start(0);
    traffic(average, FULL_SAMPLE, 1, 0, 0, 600_000);
  }
  for (let now = 600_000; now <= 900_000; now += 1000) often.load(now);
  t.is(often.load(900_000), once.load(900_000));
});

test("it follows the floating point model to within 1/255, wherever the clock stands", (t) => {
  const event = fc.record({
    wait: fc.oneof(fc.nat(6000), fc.nat(60_000), fc.nat(2_000_000)),
    octets: fc.nat(2 * FULL_SAMPLE),
    frames: fc.nat(20),
    errors: fc.oneof(fc.constant(0), fc.nat(20)),
  });
  fc.assert(
    fc.property(
      fc.oneof(fc.integer(), fc.constant(0x7fffffff - 100_000)),
      fc.array(event, { maxLength: 200, size: "max" }),
      (start, events) => {
        const average = new TrafficAverage(BANDWIDTH);
        const model = new Model(FULL_SAMPLE);
        average.start(start);
        let now = 0;
        for (const { wait, octets, frames, errors } of events) {
          now += wait;
          model.count(octets, frames, errors, now);
          average.count(octets, frames, errors, (start + now) | 0);
          const load = average.load((start + now) | 0);
          const reliability = average.reliability((start + now) | 0);
          assert.ok(Math.abs(load - Math.max(1, 255 * model.load)) < 1, `load ${load}, not ${255 * model.load}`);
          assert.ok(
            Math.abs(reliability - 255 * model.reliability) < 1,
            `reliability ${reliability}, not ${255 * model.reliability}`,
          );
        }
      },
    ),
  );
  t.pass();
});

test("the bandwidth is checked", (t) => {
  t.throws(() => new TrafficAverage(0), {
    message: "interface: bandwidth is 0: it must be a whole number from 1 to 1000000000 bit/s",
  });
});
