import test from "ava";
import { NatSoakResult } from "../../emulator/device/nat-soak";
import { SoakResult } from "../../emulator/device/soak-end";
import type { Collected } from "../support/collections";
import { soakOnNode } from "../support/soak";

const EVENTS = 10_000_000;
const ECHOES = 1_000_000;
const KEEPALIVES = 1_000_000;
const EVENTS_WITH_LEAK = 1_000_000;

interface Outcome extends Collected {
  results: number[];
}

test("Node: ten million events without a garbage collection", async (t) => {
  const { kinds, results } = await soakOnNode<Outcome>("soak-on-node", `${EVENTS}`);
  t.log(
    `Node: ${kinds.length} collections in ${EVENTS} events, ${results[SoakResult.BadFrames]} bad frames among them`,
  );
  t.deepEqual(kinds, []);
  t.true(results[SoakResult.Events]! >= EVENTS);
});

test("Node: a million echoes each way without a garbage collection", async (t) => {
  const { kinds, results } = await soakOnNode<Outcome>("echoes-on-node", `${ECHOES}`);
  t.log(`Node: ${kinds.length} collections in ${ECHOES} echoes each way`);
  t.deepEqual(kinds, []);
  t.true(Math.min(...results) >= ECHOES);
});

test("Node: a million NAT keepalives, and a NAT's timeout measured beside them, without a garbage collection", async (t) => {
  const { kinds, results } = await soakOnNode<Outcome>("nat-soak-on-node", `${KEEPALIVES}`);
  t.log(
    `Node: ${kinds.length} collections in ${KEEPALIVES} keepalives, ${results[NatSoakResult.Trials]} trials beside them`,
  );
  t.deepEqual(kinds, []);
  t.true(results[NatSoakResult.Keepalives]! >= KEEPALIVES);
  t.true(Math.min(...results) >= 100, results.join());
});

test("that check fails with objects of garbage at each ESP packet", async (t) => {
  const { kinds } = await soakOnNode<Outcome>("nat-soak-on-node", `${EVENTS_WITH_LEAK}`, "leak");
  t.true(kinds.length > 0);
});

test("the check fails with an object of garbage at each step", async (t) => {
  const { kinds } = await soakOnNode<Outcome>("soak-on-node", `${EVENTS_WITH_LEAK}`, "leak");
  t.log(`Node with a leak: ${kinds.length} collections in ${EVENTS_WITH_LEAK} events`);
  t.true(kinds.length > 0);
});
