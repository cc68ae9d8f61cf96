import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "ava";

const FRAMES = 200_000;

interface Outcome {
  collections: number;
  received: number;
  sent: number;
  lost: number;
}

/** Sends and receives frames in a Node whose young generation is as small as can be. */
async function soak(...args: string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL("../../support/w5500-on-node.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-semi-space-size=1", script, ...args]);
  return JSON.parse(stdout) as Outcome;
}

test("200000 frames in, and as many out, without a garbage collection", async (t) => {
  const { collections, received, sent, lost } = await soak(`${FRAMES}`);
  t.is(collections, 0);
  t.true(received >= FRAMES);
  t.true(sent >= FRAMES / 2);
  t.is(lost, 0);
});

test("the check fails with an object of garbage for each frame", async (t) => {
  const { collections } = await soak(`${FRAMES}`, "leak");
  t.true(collections > 0);
});
