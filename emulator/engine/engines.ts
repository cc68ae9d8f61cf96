import { UsageError } from "../cli/usage-error";
import { nodeEngine } from "./engine";
import type { Engine } from "./engine";

const ENGINES: Record<string, () => Engine | Promise<Engine>> = {
  node: () => nodeEngine,
};

export const ENGINE_NAMES = Object.keys(ENGINES);

/** @throws UsageError when there is no such engine, or it is not installed */
export async function engineNamed(name: string): Promise<Engine> {
  const engine = ENGINES[name];
  if (engine === undefined) {
    throw new UsageError(`there is no engine '${name}': it must be one of ${ENGINE_NAMES.join(", ")}`);
  }
  return engine();
}
