import test from "ava";
import { RetentionResult } from "../../emulator/device/retention-soak";
import type { Collected } from "../support/collections";
import { soakOnNode } from "../support/soak";

const SAVES = 100_000;

interface Saves extends Collected {
  results: number[];
}

const saves = (...args: string[]) => soakOnNode<Saves>("retention/saves-on-node", "ds1307", `${SAVES}`, ...args);
const failures = (...args: string[]) => soakOnNode("retention/failures-on-node", "20000", ...args);

test("100000 saves in a DS1307, with its time read and set between, without a garbage collection", async (t) => {
  const { kinds, results } = await saves();
  t.deepEqual(kinds, []);
  t.true(results[RetentionResult.Saved]! >= SAVES);
  for (const result of [RetentionResult.TimesRead, RetentionResult.TimesSet]) t.true(results[result]! > 1000);
});

test("the check fails with an object of garbage for each save", async (t) => {
  const { kinds } = await saves("leak");
  t.true(kinds.length > 0);
});

test("20000 failures of a supply that comes back, without a garbage collection", async (t) => {
  t.deepEqual((await failures()).kinds, []);
  t.true((await failures("leak")).kinds.length > 0);
});
