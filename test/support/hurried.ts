import type { Scenario } from "../../emulator/scenario/scenario";
import { builtInScenario } from "./scenarios";

/** The memory keeper, with the car's battery changed in ten seconds: from these seconds on all comes so much sooner. */
const SOONER = [
  [1000, 910],
  [900, 870],
  [290, 280],
] as const;

/**
 * A built-in scenario with a supply, made shorter: a router looks at its supply every 5 ms, and what costs nothing on Node
 * takes other engines minutes.
 * @param whole whether the night is in it too, in which a router is off
 */
export function hurriedScenario(name: string, whole: boolean): Scenario {
  const scenario = builtInScenario(name);
  if (name === "memory-keeper") {
    scenario.duration = { seconds: 95, nanos: 0 };
    for (const event of [...scenario.timeline, ...scenario.expectations]) {
      if (!("at" in event)) continue;
      const { seconds, nanos } = event.at;
      const [, sooner] = SOONER.find(([from]) => seconds >= from) ?? [0, 0];
      event.at = { seconds: seconds - sooner, nanos };
    }
  } else {
    scenario.duration = { seconds: whole ? 8 * 3600 + 20 : 130, nanos: 0 };
  }
  return scenario;
}
