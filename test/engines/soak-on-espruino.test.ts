import { Soak } from "../../emulator/device/soak";
import { bridgeLoop } from "../support/bridge-loop";
import { runOnEspruino, testOnEspruino } from "../support/espruino";

const EVENTS = 5_000;
const EVENTS_WITH_LEAK = 2_000;

/** `result` is the variables in use before and after, and how many a collection frees. */
function script(events: number, leak: string): string {
  return `
var soak = new linkpulse.Soak(), kept = [], before = 0, after = 0, freed = 0;
var act = soak._act;
soak._act = function (tick, now) { ${leak}; act.call(this, tick, now); };
soak.run(1000);
process.memory();
before = process.memory(false).usage;
soak.run(${events});
after = process.memory(false).usage;
freed = process.memory().gc;
result([before, after, freed]);
result(soak.results);`;
}

testOnEspruino(`Espruino: ${EVENTS} events leave the variables in use as they were`, async (t) => {
  const [[before, after, freed], results] = (await runOnEspruino(t, script(EVENTS, ""))) as [number[], number[]];
  t.log(`Espruino: process.memory(false).usage ${before} before, ${after} after, ${freed} freed by a collection`);
  t.is(after, before);
  t.is(freed, 0);
  const soak = new Soak();
  soak.run(EVENTS);
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
  const [[before, after]] = (await runOnEspruino(t, script(EVENTS_WITH_LEAK, "if (tick === 5) kept.push({})"))) as [
    number[],
  ];
  t.true(after! > before!);
});

testOnEspruino("the check fails with a cycle of garbage in each round", async (t) => {
  const leak = "if (tick === 5) { var a = {}; a.a = a; }";
  const [[, , freed]] = (await runOnEspruino(t, script(EVENTS_WITH_LEAK, leak))) as [number[]];
  t.true(freed! > 0);
});
