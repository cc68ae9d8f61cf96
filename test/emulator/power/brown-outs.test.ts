import test from "ava";
import { tryBrownOuts } from "../../../emulator/power/brown-outs";

test("10000 random brown-outs: all is saved before the rail is too low, and found again, or the device was refused", (t) => {
  const { refused, tried, failures, returns, leastSpare, wrong } = tryBrownOuts({ count: 10_000, seed: 1 });
  t.log(
    `${refused} configurations refused, ${tried} devices with ${failures} failures of the supply, ${returns} of them over ` +
      `in time; all was saved ${leastSpare.toFixed(1)} ms before the end, or earlier`,
  );
  t.deepEqual(wrong.slice(0, 10), []);
  t.true(refused > 1000 && tried > 5000);
  t.is(refused + tried, 10_000);
});

test("a device that believes it has ten times its capacitor loses what it should have saved", (t) => {
  const { tried, wrong } = tryBrownOuts({ count: 500, seed: 1, boast: 10 });
  t.log(`${wrong.length} wrong of ${tried}`);
  t.true(wrong.length > tried / 20);
});
