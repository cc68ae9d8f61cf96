import { NatSoak } from "../../emulator/device/nat-soak";
import { Soak } from "../../emulator/device/soak";
import { SoakResult } from "../../emulator/device/soak-end";
import { bridgeLoop } from "../support/bridge-loop";
import { runOnEspruino, testOnEspruino } from "../support/espruino";

/** Rounds of the timeline until everything has been called, and numbers have been as great as they get. */
const WARM = 2;
const ROUNDS = 3;
/** A round of `NatSoak`'s timeline. */
const KEEPALIVES = 1024;

/**
 * `result` is the variables in use before and after, and how many a collection frees. Both are counted as a round ends:
 * a number takes one variable more while it is above 8191, as addresses are that a link has and loses in each round.
 */
function script(rounds: number, leak: string): string {
  return `
var soak = new linkpulse.Soak(), kept = [], before = 0, after = 0, freed = 0;
var act = soak._act;
soak._act = function (tick, now) { ${leak}; act.call(this, tick, now); };
soak.runRounds(${WARM});
process.memory();
before = process.memory(false).usage;
soak.runRounds(${WARM + rounds});
after = process.memory(false).usage;
freed = process.memory().gc;
result([before, after, freed]);
result(soak.results);`;
}

testOnEspruino(`Espruino: ${ROUNDS} rounds of a soak leave the variables in use as they were`, async (t) => {
  const [[before, after, freed], results] = (await runOnEspruino(t, script(ROUNDS, ""))) as [number[], number[]];
  t.log(
    `Espruino: process.memory(false).usage ${before} before, ${after} after, ${freed} freed by a collection: ` +
      `${results[SoakResult.Events]} events, ${results[SoakResult.EchoesAnswered]} echoes answered, ` +
      `${results[SoakResult.OctetsTyped]} octets typed`,
  );
  t.is(after, before);
  t.is(freed, 0);
  const soak = new Soak();
  soak.runRounds(WARM + ROUNDS);
  t.deepEqual(results, Array.from(soak.results), "Node and Espruino came to the same results");
});

testOnEspruino(`Espruino: ${KEEPALIVES} NAT keepalives leave the variables in use as they were`, async (t) => {
  const [[before, after], results] = (await runOnEspruino(
    t,
    `
var soak = new linkpulse.NatSoak(), before = 0, after = 0;
soak.run(${KEEPALIVES});
before = process.memory(false).usage;
soak.run(${2 * KEEPALIVES});
after = process.memory(false).usage;
result([before, after]);
result(soak.results);`,
  )) as [number[], number[]];
  t.log(`Espruino, ${KEEPALIVES} keepalives: process.memory(false).usage ${before} before, ${after} after`);
  t.is(after, before);
  const soak = new NatSoak();
  soak.run(KEEPALIVES);
  soak.run(2 * KEEPALIVES);
  t.deepEqual(results, Array.from(soak.results), "Node and Espruino came to the same results");
});

testOnEspruino("Espruino: 2000 requests over the bridge leave the variables in use as they were", async (t) => {
  const [[before, after]] = (await runOnEspruino(
    t,
    `${bridgeLoop()}
var before = 0, after = 0;
serve(500);
before = process.memory(false).usage;
serve(2000);
after = process.memory(false).usage;
result([before, after]);`,
  )) as [number[]];
  t.log(`Espruino, 2000 requests: process.memory(false).usage ${before} before, ${after} after`);
  t.is(after, before);
});

testOnEspruino("the check fails with an object that is kept in each round", async (t) => {
  const [[before, after]] = (await runOnEspruino(t, script(1, "if (tick === 5) kept.push({})"))) as [number[]];
  t.true(after! > before!);
});

testOnEspruino("the check fails with a cycle of garbage in each round", async (t) => {
  const leak = "if (tick === 5) { var a = {}; a.a = a; }";
  const [[, , freed]] = (await runOnEspruino(t, script(1, leak))) as [number[]];
  t.true(freed! > 0);
});
