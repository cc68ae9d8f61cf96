import test from "ava";
import { nodeEngine } from "../../emulator/engine/engine";
import type { Engine } from "../../emulator/engine/engine";
import { espruinoEngine } from "../../emulator/engine/espruino";
import { xsEngine } from "../../emulator/engine/xs";
import { testOnEspruino } from "../support/espruino";
import { firstDifference, recordRun } from "../support/recorded-engine";
import { builtInScenario, SCENARIO_NAMES } from "../support/scenarios";

/** A supply is there on Node only. */
const NAMES = SCENARIO_NAMES.filter((name) => builtInScenario(name).routers.every(({ power }) => power === null));

/** Drivers look at their chips all the time, which takes Espruino minutes: of scenarios with chips it runs this much, s. */
const WITH_CHIPS_ON_ESPRUINO = 100;

/** Every call of every device and all that it did, with its time, compared octet for octet and tick for tick. */
for (const name of NAMES) {
  const sameAsOnNode = async (engine: () => Engine, longestWithChips = Infinity) => {
    const scenario = () => {
      const made = builtInScenario(name);
      if (made.segments.length > 0 && made.duration.seconds > longestWithChips) {
        made.duration = { seconds: longestWithChips, nanos: 0 };
      }
      return made;
    };
    const onNode = await recordRun(scenario(), nodeEngine);
    const elsewhere = await recordRun(scenario(), engine());
    return { calls: onNode.length, difference: firstDifference(onNode, elsewhere) };
  };

  test.serial(`${name} is the same on XS as on Node`, async (t) => {
    const { calls, difference } = await sameAsOnNode(xsEngine);
    t.true(calls > 50);
    t.is(difference, null);
  });

  testOnEspruino(`${name} is the same on Espruino as on Node`, async (t) => {
    const { calls, difference } = await sameAsOnNode(espruinoEngine, WITH_CHIPS_ON_ESPRUINO);
    t.true(calls > 50);
    t.is(difference, null);
  });
}
