import { UsageError } from "../cli/usage-error";
import { nodeEngine } from "./engine";
import type { Engine } from "./engine";
import { espruinoEngine } from "./espruino";
import { xsEngine } from "./xs";

const ENGINES: Record<string, () => Engine> = {
  node: () => nodeEngine,
  xs: xsEngine,
  espruino: espruinoEngine,
};

export const ENGINE_NAMES = Object.keys(ENGINES);

/** @throws UsageError when there is no such engine, or it is not installed */
export function engineNamed(name: string): Engine {
  if (!Object.hasOwn(ENGINES, name)) {
    throw new UsageError(`there is no engine '${name}': it must be one of ${ENGINE_NAMES.join(", ")}`);
  }
  return ENGINES[name]!();
}
