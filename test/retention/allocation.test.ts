import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "ava";
import { RetentionResult } from "../../emulator/device/retention-soak";

const SAVES = 100_000;

/** Saves, or has a supply fail, in a Node whose young generation is as small as can be. */
async function soak(name: string, ...args: string[]): Promise<{ collections: number; results: number[] }> {
  const script = fileURLToPath(new URL(`../support/retention/${name}-on-node.js`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-semi-space-size=1", script, ...args]);
  return JSON.parse(stdout) as { collections: number; results: number[] };
}

test("100000 saves in a DS1307, with its time read and set between, without a garbage collection", async (t) => {
  const { collections, results } = await soak("saves", "ds1307", `${SAVES}`);
  t.is(collections, 0);
  t.true(results[RetentionResult.Saved]! >= SAVES);
  for (const result of [RetentionResult.TimesRead, RetentionResult.TimesSet]) t.true(results[result]! > 1000);
});

test("the check fails with an object of garbage for each save", async (t) => {
  const { collections } = await soak("saves", "ds1307", `${SAVES}`, "leak");
  t.true(collections > 0);
});

test("20000 failures of a supply that comes back, without a garbage collection", async (t) => {
  t.is((await soak("failures", "20000")).collections, 0);
  t.true((await soak("failures", "20000", "leak")).collections > 0);
});
