import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import test from "ava";
import { NatSoakResult } from "../../emulator/device/nat-soak";
import { SoakResult } from "../../emulator/device/soak-end";

const EVENTS = 10_000_000;
const ECHOES = 1_000_000;
const KEEPALIVES = 1_000_000;
const EVENTS_WITH_LEAK = 1_000_000;

interface Outcome {
  collections: number;
  kinds: string[];
  results: number[];
}

/** Runs a soak in a Node whose young generation is as small as can be: a megabyte of garbage is collected. */
async function run(
  program: "soak-on-node" | "echoes-on-node" | "nat-soak-on-node",
  ...args: string[]
): Promise<Outcome> {
  const script = fileURLToPath(new URL(`../support/${program}.js`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-semi-space-size=1", script, ...args]);
  return JSON.parse(stdout) as Outcome;
}

test("Node: ten million events without a garbage collection", async (t) => {
  const { collections, kinds, results } = await run("soak-on-node", `${EVENTS}`);
  t.log(`Node: ${collections} collections in ${EVENTS} events, ${results[SoakResult.BadFrames]} bad frames among them`);
  t.is(collections, 0, kinds.join(", "));
  t.true(results[SoakResult.Events]! >= EVENTS);
});

test("Node: a million echoes each way without a garbage collection", async (t) => {
  const { collections, kinds, results } = await run("echoes-on-node", `${ECHOES}`);
  t.log(`Node: ${collections} collections in ${ECHOES} echoes each way`);
  t.is(collections, 0, kinds.join(", "));
  t.true(Math.min(...results) >= ECHOES);
});

test("Node: a million NAT keepalives, and a NAT's timeout measured beside them, without a garbage collection", async (t) => {
  const { collections, kinds, results } = await run("nat-soak-on-node", `${KEEPALIVES}`);
  t.log(
    `Node: ${collections} collections in ${KEEPALIVES} keepalives, ${results[NatSoakResult.Trials]} trials beside them`,
  );
  t.is(collections, 0, kinds.join(", "));
  t.true(results[NatSoakResult.Keepalives]! >= KEEPALIVES);
  t.true(Math.min(...results) >= 100, results.join());
});

test("that check fails with objects of garbage at each ESP packet", async (t) => {
  const { collections } = await run("nat-soak-on-node", `${EVENTS_WITH_LEAK}`, "leak");
  t.true(collections > 0);
});

test("the check fails with an object of garbage at each step", async (t) => {
  const { collections } = await run("soak-on-node", `${EVENTS_WITH_LEAK}`, "leak");
  t.log(`Node with a leak: ${collections} collections in ${EVENTS_WITH_LEAK} events`);
  t.true(collections > 0);
});
