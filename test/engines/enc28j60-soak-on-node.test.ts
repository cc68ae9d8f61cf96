import test from "ava";
import { Enc28j60Counter } from "../../src/drivers/enc28j60/counters";
import type { Collected } from "../support/collections";
import { soakOnNode } from "../support/soak";

const FRAMES = 2_000_000;
const FRAMES_WITH_LEAK = 200_000;

interface Outcome extends Collected {
  counters: number[];
  octetsPerFrame: number;
  microsecondsPerFrame: number;
}

const soak = (...args: string[]) => soakOnNode<Outcome>("enc28j60/soak-on-node", ...args);

test("ENC28J60 on Node: two million frames there and back without a garbage collection", async (t) => {
  const { kinds, counters, octetsPerFrame, microsecondsPerFrame } = await soak(`${FRAMES}`);
  t.log(`${kinds.length} collections in ${FRAMES} frames of 60 octets, each sent and received`);
  t.log(`a frame: ${octetsPerFrame.toFixed(0)} octets of SPI, ${microsecondsPerFrame.toFixed(1)} us`);
  t.deepEqual(kinds, []);
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
  const { kinds } = await soak(`${FRAMES_WITH_LEAK}`, "leak");
  t.true(kinds.length > 0);
});
