import { builtInScenarios } from "../../emulator/cli/emulate";
import { loadScenario } from "../../emulator/scenario/load";
import type { Scenario } from "../../emulator/scenario/scenario";

const FOLDER = "emulator/scenarios";

/** The names of all scenarios that come with the command line. */
export const SCENARIO_NAMES = builtInScenarios(FOLDER);

export function builtInScenario(name: string): Scenario {
  return loadScenario(`${FOLDER}/${name}.yaml`);
}
