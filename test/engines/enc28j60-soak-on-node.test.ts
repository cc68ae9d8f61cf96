import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "ava";
import { Enc28j60Counter } from "../../src/drivers/enc28j60/counters";

const FRAMES = 2_000_000;
const FRAMES_WITH_LEAK = 200_000;

interface Outcome {
  collections: number;
  kinds: string[];
  counters: number[];
  octetsPerFrame: number;
  microsecondsPerFrame: number;
}

/** Runs the driver in a Node whose young generation is as small as can be: a megabyte of garbage is collected. */
async function soak(...args: string[]): Promise<Outcome> {
  const script = fileURLToPath(new URL("../support/enc28j60/soak-on-node.js", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-semi-space-size=1", script, ...args]);
  return JSON.parse(stdout) as Outcome;
}

test("ENC28J60 on Node: two million frames there and back without a garbage collection", async (t) => {
  const { collections, kinds, counters, octetsPerFrame, microsecondsPerFrame } = await soak(`${FRAMES}`);
  t.log(`${collections} collections in ${FRAMES} frames of 60 octets, each sent and received`);
  t.log(`a frame: ${octetsPerFrame.toFixed(0)} octets of SPI, ${microsecondsPerFrame.toFixed(1)} us`);
  t.is(collections, 0, kinds.join(", "));
  for (const counter of [
    Enc28j60Counter.ResetsFound,
    Enc28j60Counter.ReceiverFoundOff,
    Enc28j60Counter.RingsCorrupt,
    Enc28j60Counter.SelfTests,
    Enc28j60Counter.LinkChanges,
  ]) {
    t.true(counters[counter]! > 100, `counter ${counter}`);
  }
});

test("the check fails with an object of garbage at each frame", async (t) => {
  const { collections } = await soak(`${FRAMES_WITH_LEAK}`, "leak");
  t.true(collections > 0);
});
