/** What a firmware on Moddable needs on this machine. */
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { Board } from "../../boards/board";
import { UsageError } from "../cli/usage-error";
import { onPath, versionOf } from "./programs";
import type { FirmwareRequest } from "./request";

const SETUP = "https://github.com/Moddable-OpenSource/moddable/blob/public/documentation/devices";

/**
 * Looks for all that mcconfig needs, and tells it by the environment what it does not find by itself.
 * @throws UsageError that says what is missing and how to get it, the first of it
 */
export function requireModdable({ board, device, out }: Pick<FirmwareRequest, "board" | "device" | "out">): void {
  const [chip] = board.moddable.platform.split("/");
  const setup = `${SETUP}/${chip}.md tells how`;
  requireTools(setup);
  requireTypeScript(device);
  if (chip === "esp32") requireEspIdf(setup);
  if (chip === "pico") requirePicoSdk(board, setup);
  for (const [path, remedy] of [
    [device, "move the folder"],
    [out, "name another folder with --out"],
  ] as const) {
    if (/\s/.test(path))
      throw new UsageError(`${path}: make, which mcconfig runs, takes no space in a path: ${remedy}`);
  }
}

function requireTools(setup: string): void {
  const { MODDABLE } = process.env;
  if (MODDABLE === undefined) throw new UsageError(`MODDABLE is not set: install the Moddable SDK; ${setup}`);
  if (!existsSync(MODDABLE)) throw new UsageError(`MODDABLE is ${MODDABLE}, which is not there; ${setup}`);
  if (onPath("mcconfig") !== undefined) return;
  const host = { linux: "lin", darwin: "mac", win32: "win" }[process.platform as string] ?? process.platform;
  const tools = join(MODDABLE, "build/bin", host, "release");
  prependToPath(tools);
  if (onPath("mcconfig") === undefined) {
    throw new UsageError(`mcconfig is neither on PATH nor in ${tools}, where make puts it; ${setup}`);
  }
}

/** TypeScript beside the firmware comes before one that is installed for all. */
function requireTypeScript(device: string): void {
  prependToPath(join(device, "node_modules/.bin"), join(device, "../.bin"));
  const tsc = versionOf("tsc");
  if (tsc !== undefined && Number.parseInt(tsc, 10) >= 6) return;
  const found = tsc === undefined ? "it is not on PATH" : `tsc on PATH is ${tsc}`;
  throw new UsageError(`TypeScript 6 or later is needed, and ${found}: npm install --global typescript`);
}

function requireEspIdf(setup: string): void {
  const { IDF_PATH } = process.env;
  if (IDF_PATH !== undefined && existsSync(IDF_PATH)) return;
  const where = IDF_PATH === undefined ? "is not set" : `is ${IDF_PATH}, which is not there`;
  throw new UsageError(`IDF_PATH ${where}: install Espressif's ESP-IDF and source its export.sh; ${setup}`);
}

/** mcconfig's own defaults are a folder in the user's home, and for two of these variables can't be read by make. */
function requirePicoSdk({ moddable }: Board, setup: string): void {
  const root = located("PICO_ROOT", join(process.env.HOME ?? "", "pico"), setup);
  const sdk = located("PICO_SDK_DIR", join(root, "pico-sdk"), setup);
  located("PICO_EXTRAS_DIR", join(root, "pico-extras"), setup);
  const examples = join(root, "pico-examples");
  if (!existsSync(examples)) throw new UsageError(`${examples} is not there, which mcconfig wants; ${setup}`);
  located("PIOASM", join(sdk, "build/pioasm/pioasm"), setup);
  located("UF2CONV", join(sdk, "build/_deps/picotool/picotool"), setup);
  const region = join(sdk, "build/pico_flash_region.ld");
  if (moddable.drive === "RP2350" && !existsSync(region)) {
    throw new UsageError(`${region} is not there, which cmake makes in the SDK's build folder; ${setup}`);
  }
  if (onPath("cmake") === undefined) throw new UsageError(`cmake is not on PATH: apt install cmake`);
  const gcc = onPath("arm-none-eabi-gcc");
  const { PICO_GCC_ROOT = gcc && dirname(dirname(gcc)) } = process.env;
  if (PICO_GCC_ROOT === undefined) {
    throw new UsageError("arm-none-eabi-gcc is not on PATH: apt install gcc-arm-none-eabi libnewlib-arm-none-eabi");
  }
  if (!existsSync(join(PICO_GCC_ROOT, "bin/arm-none-eabi-gcc"))) {
    throw new UsageError(`PICO_GCC_ROOT is ${PICO_GCC_ROOT}, which has no bin/arm-none-eabi-gcc; ${setup}`);
  }
  process.env.PICO_GCC_ROOT = PICO_GCC_ROOT;
}

/** The path that a variable of the environment has, which is set where it is not. */
function located(name: string, otherwise: string, setup: string): string {
  const { [name]: path = otherwise } = process.env;
  if (!existsSync(path)) {
    const where =
      process.env[name] === undefined ? `is not set, and there is no ${path}` : `is ${path}, which is not there`;
    throw new UsageError(`${name} ${where}; ${setup}`);
  }
  process.env[name] = path;
  return path;
}

function prependToPath(...folders: string[]): void {
  process.env.PATH = [...folders, process.env.PATH].join(delimiter);
}
