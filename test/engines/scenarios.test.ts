import test from "ava";
import type { ExecutionContext } from "ava";
import { nodeEngine } from "../../emulator/engine/engine";
import type { Engine } from "../../emulator/engine/engine";
import { espruinoEngine } from "../../emulator/engine/espruino";
import { xsEngine } from "../../emulator/engine/xs";
import type { Scenario } from "../../emulator/scenario/scenario";
import { testOnEspruino } from "../support/espruino";
import { hurriedScenario } from "../support/hurried";
import { firstDifference, recordRun } from "../support/recorded-engine";
import { builtInScenario, SCENARIO_NAMES } from "../support/scenarios";

/** Drivers look at their chips all the time, which takes Espruino minutes: of scenarios with chips it runs this much, s. */
const WITH_CHIPS_ON_ESPRUINO = 100;

const hasSupply = (name: string) => builtInScenario(name).routers.some(({ power }) => power !== null);

/** Every call of every device and all that it did, with its time, compared octet for octet and tick for tick. */
async function sameAsOnNode(t: ExecutionContext, scenario: () => Scenario, engine: Engine): Promise<string[]> {
  const onNode = await recordRun(scenario(), nodeEngine);
  const elsewhere = await recordRun(scenario(), engine);
  t.true(onNode.length > 50);
  t.is(firstDifference(onNode, elsewhere), null);
  return onNode;
}

for (const name of SCENARIO_NAMES.filter((name) => !hasSupply(name))) {
  test.serial(`${name} is the same on XS as on Node`, async (t) => {
    await sameAsOnNode(t, () => builtInScenario(name), xsEngine());
  });

  testOnEspruino(`${name} is the same on Espruino as on Node`, async (t) => {
    const scenario = () => {
      const made = builtInScenario(name);
      if (made.segments.length > 0 && made.duration.seconds > WITH_CHIPS_ON_ESPRUINO) {
        made.duration = { seconds: WITH_CHIPS_ON_ESPRUINO, nanos: 0 };
      }
      return made;
    };
    await sameAsOnNode(t, scenario, espruinoEngine());
  });
}

/** Each start of a router is an engine of its own, which finds what the one before left in the clock chip. */
const starts = (log: string[], router: string) => {
  return log.filter((line) => line.includes(` ${router}: boot at `)).length;
};

for (const name of SCENARIO_NAMES.filter(hasSupply)) {
  test.serial(`${name}, with its supply lost and back, is the same on XS as on Node`, async (t) => {
    const log = await sameAsOnNode(t, () => hurriedScenario(name, true), xsEngine());
    t.is(starts(log, name === "memory-keeper" ? "lost" : "r1"), name === "memory-keeper" ? 2 : 3);
  });

  testOnEspruino(`${name}, with its supply lost and back, is the same on Espruino as on Node`, async (t) => {
    const log = await sameAsOnNode(t, () => hurriedScenario(name, false), espruinoEngine());
    t.is(starts(log, name === "memory-keeper" ? "lost" : "r1"), 2);
  });
}
