import test from "ava";
import { nodeEngine } from "../../emulator/engine/engine";
import type { Engine } from "../../emulator/engine/engine";
import { espruinoEngine } from "../../emulator/engine/espruino";
import { xsEngine } from "../../emulator/engine/xs";
import { testOnEspruino } from "../support/espruino";
import { firstDifference, recordRun } from "../support/recorded-engine";
import { builtInScenario, SCENARIO_NAMES } from "../support/scenarios";

/** Every call of every device and all that it did, with its time, compared octet for octet and tick for tick. */
for (const name of SCENARIO_NAMES) {
  const sameAsOnNode = async (engine: () => Engine) => {
    const onNode = await recordRun(builtInScenario(name), nodeEngine);
    const elsewhere = await recordRun(builtInScenario(name), engine());
    return { calls: onNode.length, difference: firstDifference(onNode, elsewhere) };
  };

  test.serial(`${name} is the same on XS as on Node`, async (t) => {
    const { calls, difference } = await sameAsOnNode(xsEngine);
    t.true(calls > 50);
    t.is(difference, null);
  });

  testOnEspruino(`${name} is the same on Espruino as on Node`, async (t) => {
    const { calls, difference } = await sameAsOnNode(espruinoEngine);
    t.true(calls > 50);
    t.is(difference, null);
  });
}
