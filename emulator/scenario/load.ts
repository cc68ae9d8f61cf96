import { basename } from "node:path";
import { buildScenario } from "./build";
import type { Scenario } from "./scenario";
import type { ScenarioFile } from "./scenario-file";
import { FileSchema, readText } from "./yaml-file";
import schema from "../scenario.schema.json";

const SCENARIO = new FileSchema<ScenarioFile>(schema, "the scenario");

/** Reads and checks a scenario file. @throws FileError */
export function loadScenario(path: string): Scenario {
  return parseScenario(readText(path), path);
}

/** Checks a scenario's text; `path` is what errors name. @throws FileError */
export function parseScenario(text: string, path: string): Scenario {
  const { data, fail } = SCENARIO.parse(text, path);
  return buildScenario(data, basename(path).replace(/\.ya?ml$/, ""), fail);
}
