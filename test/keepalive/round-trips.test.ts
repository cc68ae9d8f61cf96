import test from "ava";
import fc from "fast-check";
import { RoundTrips } from "../../src/keepalive/round-trips";

const LONGEST = 2 ** 31 - 1;

function figures(trips: RoundTrips): number[] {
  return [trips.sampled, trips.last, trips.least, trips.greatest, trips.mean, trips.jitter];
}

test("nothing sampled: all figures are 0", (t) => {
  t.deepEqual(figures(new RoundTrips(4)), [0, 0, 0, 0, 0, 0]);
});

test("one round trip has no jitter, two have their difference", (t) => {
  const trips = new RoundTrips(4);
  trips.record(30);
  t.deepEqual(figures(trips), [1, 30, 30, 30, 30, 0]);
  trips.record(20);
  t.deepEqual(figures(trips), [2, 20, 20, 30, 25, 10]);
});

test("a full ring forgets the oldest, the difference to it included", (t) => {
  const trips = new RoundTrips(3);
  for (const ms of [1000, 20, 24, 18]) trips.record(ms);
  t.deepEqual(figures(trips), [3, 18, 18, 24, 21, 5]);
});

test("losses are counted beside the round trips and change none of their figures", (t) => {
  const trips = new RoundTrips(3);
  trips.record(20);
  trips.lost(1);
  trips.lost(4);
  trips.record(22);
  t.is(trips.losses, 5);
  t.deepEqual(figures(trips), [2, 22, 20, 22, 21, 2]);
});

test("clear forgets round trips and losses", (t) => {
  const trips = new RoundTrips(3);
  for (const ms of [9, 8, 7, 6]) trips.record(ms);
  trips.lost(2);
  trips.clear();
  t.is(trips.losses, 0);
  t.deepEqual(figures(trips), [0, 0, 0, 0, 0, 0]);
  trips.record(5);
  t.deepEqual(figures(trips), [1, 5, 5, 5, 5, 0]);
});

test("any series, against its figures worked out from a list", (t) => {
  const ms = fc.oneof(fc.nat({ max: 100 }), fc.nat({ max: LONGEST }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(ms, { maxLength: 40 }), (capacity, series) => {
      const trips = new RoundTrips(capacity);
      for (const each of series) trips.record(each);
      const kept = series.slice(-capacity);
      const mean = (of: number[]) => (of.length === 0 ? 0 : Math.round(of.reduce((a, b) => a + b, 0) / of.length));
      const differences = kept.slice(1).map((each, i) => Math.abs(each - kept[i]!));
      t.deepEqual(figures(trips), [
        kept.length,
        kept[kept.length - 1] ?? 0,
        kept.length === 0 ? 0 : Math.min(...kept),
        Math.max(0, ...kept),
        mean(kept),
        mean(differences),
      ]);
    }),
  );
});

test("a capacity out of range is refused by name", (t) => {
  for (const capacity of [0, 8193, 1.5]) {
    t.throws(() => new RoundTrips(capacity), {
      message: `round trips: capacity is ${capacity}: it must be a whole number from 1 to 8192`,
    });
  }
});
