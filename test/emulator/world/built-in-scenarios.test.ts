import test from "ava";
import { builtInScenario, SCENARIO_NAMES } from "../../support/scenarios";
import { WorldRun } from "../../support/world-run";

for (const name of SCENARIO_NAMES) {
  test(`${name} meets its expectations`, async (t) => {
    const run = await new WorldRun(builtInScenario(name)).until();
    const judgements = await run.judged();
    t.true(judgements.length > 0);
    t.deepEqual(
      judgements.filter(({ met }) => !met),
      [],
    );
  });

  test(`${name} meets its expectations with every line on pins`, async (t) => {
    const scenario = builtInScenario(name);
    for (const wire of scenario.wires) wire.level = "pins";
    const judgements = await (await new WorldRun(scenario).until()).judged();
    t.deepEqual(
      judgements.filter(({ met }) => !met),
      [],
    );
  });
}
