import { UsageError } from "../cli/usage-error";
import { IMAGE } from "../rp2040/limits";
import { nodeEngine } from "./engine";
import type { Engine } from "./engine";
import { espruinoEngine } from "./espruino";
import { rp2040Engine } from "./rp2040";
import type { BoardOptions } from "./rp2040";
import { xsEngine } from "./xs";

const ENGINES: Record<string, () => Engine> = {
  node: () => nodeEngine,
  xs: xsEngine,
  espruino: espruinoEngine,
};

/** Those that a scenario can name. */
export const ENGINE_NAMES = Object.keys(ENGINES);

/**
 * @param name one of {@link ENGINE_NAMES}, or `rp2040:` and the path of a firmware image
 * @param board for images
 * @throws UsageError when there is no such engine, or it is not installed
 */
export function engineNamed(name: string, board: BoardOptions = {}): Engine {
  if (name.startsWith(IMAGE)) return rp2040Engine(name.slice(IMAGE.length), board);
  if (!Object.hasOwn(ENGINES, name)) {
    throw new UsageError(`there is no engine '${name}': it must be ${ENGINE_NAMES.join(", ")} or rp2040:IMAGE`);
  }
  return ENGINES[name]!();
}
