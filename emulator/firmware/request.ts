import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import type { Runtime } from "../../boards/board";
import { UsageError } from "../cli/usage-error";
import { loadBoard } from "./boards";
import type { BoardFolder } from "./boards";
import { loadSettings } from "./config";
import type { ImageSettings, Programs } from "./config";

/** What the command line says of a firmware. */
export interface FirmwareOptions {
  board: string;
  runtime: Runtime;
  program: Programs;
  config?: string;
  out?: string;
}

/** A firmware that is to be built, with all that its building reads. */
export interface FirmwareRequest extends BoardFolder {
  runtime: Runtime;
  programs: Programs;
  settings: ImageSettings;
  /** Where the package linkpulse is: `firmware/`, `boards/`, `dist/espruino/`. */
  device: string;
  /** The folder of what is made; a full path. */
  out: string;
}

/**
 * Reads and checks all that a firmware is made from.
 * @param boards the folder of the boards, compiled
 * @param device the package linkpulse where this one is a part of its repository; undefined: as the working folder has it
 * @throws UsageError, FileError
 */
export async function firmwareRequest(
  options: FirmwareOptions,
  boards: string,
  device: string | undefined,
): Promise<FirmwareRequest> {
  const { runtime, program: programs } = options;
  const folder = await loadBoard(boards, options.board);
  if (runtime === "espruino" && programs.length > 1) {
    throw new UsageError(`--program ${programs.join(",")}: with Espruino a board carries one of them`);
  }
  if (programs.includes("natt") && !folder.board.wifi.includes(runtime)) {
    throw new UsageError(`--program ${programs.join(",")}: there is no Wi-Fi on ${folder.board.name} with ${runtime}`);
  }
  device ??= installedDevice();
  const config = options.config ?? relative(process.cwd(), join(device, "firmware/config.yaml"));
  return {
    ...folder,
    runtime,
    programs,
    settings: loadSettings(config, programs, folder.board, runtime),
    device,
    out: resolve(options.out ?? "build/firmware", folder.id, runtime),
  };
}

/** @throws UsageError when the working folder's project has no package linkpulse */
function installedDevice(): string {
  try {
    return dirname(createRequire(join(process.cwd(), "x.js")).resolve("linkpulse/package.json"));
  } catch {
    throw new UsageError("the package linkpulse, which has the firmware, is not installed here: npm install linkpulse");
  }
}

/** @throws UsageError when a file that a firmware is made from is not there */
export function mustExist(path: string, remedy: string): void {
  if (!existsSync(path)) throw new UsageError(`${path} is not there: ${remedy}`);
}
