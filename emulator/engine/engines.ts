import { UsageError } from "../cli/usage-error";
import { nodeEngine } from "./engine";
import type { Engine } from "./engine";
import { espruinoEngine } from "./espruino";
import { rp2040Engine } from "./rp2040";
import { xsEngine } from "./xs";

const ENGINES: Record<string, () => Engine> = {
  node: () => nodeEngine,
  xs: xsEngine,
  espruino: espruinoEngine,
};

/** Those that a scenario can name. */
export const ENGINE_NAMES = Object.keys(ENGINES);

const IMAGE = "rp2040:";

/**
 * @param name one of {@link ENGINE_NAMES}, or `rp2040:` and the path of a firmware image
 * @param bootrom the file of the RP2040's boot ROM, for images
 * @throws UsageError when there is no such engine, or it is not installed
 */
export function engineNamed(name: string, bootrom?: string): Engine {
  if (name.startsWith(IMAGE)) return rp2040Engine(name.slice(IMAGE.length), bootrom);
  if (!Object.hasOwn(ENGINES, name)) {
    throw new UsageError(`there is no engine '${name}': it must be ${ENGINE_NAMES.join(", ")} or rp2040:IMAGE`);
  }
  return ENGINES[name]!();
}
