import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "ava";

const SAVES = 100_000;

interface Outcome {
  collections: number;
  saved: number;
  set: number;
}

/** Saves in a Node whose young generation is as small as can be. */
async function soak(...args: string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL("../support/retention/saves-on-node.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-semi-space-size=1", script, ...args]);
  return JSON.parse(stdout) as Outcome;
}

test("100000 saves in a DS1307, with its time read and set between, without a garbage collection", async (t) => {
  const { collections, saved, set } = await soak(`${SAVES}`);
  t.is(collections, 0);
  t.true(saved > SAVES / 2);
  t.true(set > 1000);
});

test("the check fails with an object of garbage for each save", async (t) => {
  const { collections } = await soak(`${SAVES}`, "leak");
  t.true(collections > 0);
});
