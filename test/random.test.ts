import test from "ava";
import { XorShift32 } from "../src/random";

test("the same seed gives the same numbers, another one others", (t) => {
  const first = (seed: number) => {
    const random = new XorShift32(seed);
    return [random.next(), random.next(), random.next()];
  };
  t.deepEqual(first(7), first(7));
  t.notDeepEqual(first(7), first(8));
});

test("numbers are int32 and never stop changing, whatever the seed", (t) => {
  for (const seed of [0, 1, -1, 0x80000000, 0x100000000, 0.25, NaN]) {
    const random = new XorShift32(seed);
    const seen = new Set<number>();
    for (let i = 0; i < 1000; i++) seen.add(random.next());
    t.is(seen.size, 1000, `seed ${seed}`);
    for (const number of seen) t.is(number, number | 0);
  }
});

test("the first numbers of neighbouring seeds lie far apart", (t) => {
  const sixteenths = new Int32Array(16);
  for (let seed = 1; seed <= 1600; seed++) sixteenths[new XorShift32(seed).next() >>> 28]!++;
  for (const count of sixteenths) t.true(count > 60 && count < 140, `${sixteenths}`);
});

test("after the start, numbers follow Marsaglia's recurrence", (t) => {
  const random = new XorShift32(1);
  const x = random.next();
  let y = x ^ (x << 13);
  y ^= y >>> 17;
  y ^= y << 5;
  t.is(random.next(), y);
});
