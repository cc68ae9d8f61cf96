import test from "ava";
import type { Collected } from "../../support/collections";
import { soakOnNode } from "../../support/soak";

const FRAMES = 200_000;

interface Outcome extends Collected {
  received: number;
  sent: number;
  lost: number;
}

const soak = (...args: string[]) => soakOnNode<Outcome>("w5500-on-node", ...args);

test("200000 frames in, and as many out, without a garbage collection", async (t) => {
  const { kinds, received, sent, lost } = await soak(`${FRAMES}`);
  t.deepEqual(kinds, []);
  t.true(received >= FRAMES);
  t.true(sent >= FRAMES / 2);
  t.is(lost, 0);
});

test("the check fails with an object of garbage for each frame", async (t) => {
  const { kinds } = await soak(`${FRAMES}`, "leak");
  t.true(kinds.length > 0);
});
