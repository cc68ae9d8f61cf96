import test from "ava";
import { checkedInteger, integerOption } from "../src/options";

test("whole numbers in the range pass, both ends included", (t) => {
  for (const value of [-3, 0, 7]) t.is(checkedInteger("depth", value, -3, 7, " m"), value);
});

test("anything else is refused with the name, the value and the range", (t) => {
  for (const value of [-4, 8, 0.5, NaN, Infinity, undefined, null, true]) {
    t.throws(() => checkedInteger("depth", value as number, -3, 7, " m"), {
      instanceOf: RangeError,
      message: `depth is ${value}: it must be a whole number from -3 to 7 m`,
    });
  }
});

test("a number written as a string is shown as one", (t) => {
  t.throws(() => checkedInteger("depth", "5" as unknown as number, -3, 7, ""), {
    message: 'depth is "5": it must be a whole number from -3 to 7',
  });
});

test("an option that was left out takes its default; one of 0 does not", (t) => {
  t.is(integerOption("depth", undefined, 5, 0, 7, ""), 5);
  t.is(integerOption("depth", 0, 5, 0, 7, ""), 0);
  t.throws(() => integerOption("depth", 8, 5, 0, 7, ""), { instanceOf: RangeError });
});
