/** A firmware on Moddable: mcconfig's commands, and what they need. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { UsageError } from "../cli/usage-error";
import { findDrive } from "./drive";
import { onPath, versionOf } from "./programs";
import type { FirmwareRequest } from "./request";
import type { Step } from "./steps";
import { uf2Size } from "./uf2";

interface Manifest {
  platforms: Record<string, { modules?: Record<string, unknown> }>;
}

const SETUP = "https://github.com/Moddable-OpenSource/moddable/blob/public/documentation/devices";

/** Settings of firmware/retention that name what is in the image. */
export const CHOICES = ["memory", "clock", "supply"];

const manifestPath = ({ out, program }: FirmwareRequest) => join(out, program, "manifest.json");

/** The image that mcconfig makes. */
export function moddableImage({ out, program, board }: FirmwareRequest): string {
  const file = board.moddable.drive === null ? "xs_esp32.bin" : "xs_pico.uf2";
  return join(out, "bin", board.moddable.platform, "release", program, file);
}

/**
 * The manifest of a program for a board: that of its folder, in which another board may stand, with the settings. mcconfig
 * takes the name of the app from the folder that it lies in.
 */
function manifest(request: FirmwareRequest): string {
  const { device, program, id, settings } = request;
  const folder = join(device, "firmware", program);
  const own = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  const board = join(device, "boards", id, "board");
  const others = new Set(
    Object.values(own.platforms).flatMap(({ modules }) =>
      typeof modules?.board === "string" ? [resolve(folder, modules.board)] : [],
    ),
  );
  others.delete(board);
  const given = Object.entries(settings).filter(([key]) => program !== "retention" || !CHOICES.includes(key));
  const config = given.map(([key, value]) => [key, typeof value === "boolean" ? `${value}` : value]);
  const text = {
    include: [join(folder, "manifest.json")],
    modules: { "~": [...others], board },
    preload: ["board"],
    config: Object.fromEntries(config) as object,
    // A tsc that fails writes its output all the same, and mcconfig would take it the next time.
    typescript: { tsconfig: { compilerOptions: { strict: true, noEmitOnError: true } } },
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}

function mcconfig(request: FirmwareRequest, target: string, env: Record<string, string>): Step {
  const { board, out } = request;
  return {
    kind: "run",
    command: ["mcconfig", "-m", "-p", board.moddable.platform, "-t", target, "-o", out, manifestPath(request)],
    // The SDK's makefiles are for bash, where sh is another shell.
    env: { ...(process.platform === "linux" ? { MAKEFLAGS: "SHELL=/bin/bash" } : {}), ...choices(request), ...env },
    explain: explainBuild,
  };
}

export function moddableBuild(request: FirmwareRequest): Step[] {
  return [{ kind: "file", path: manifestPath(request), text: manifest(request) }, mcconfig(request, "build", {})];
}

/** What of a program is chosen by the environment that mcconfig runs in, and not by the manifest's `config`. */
function choices({ program, settings }: FirmwareRequest): Record<string, string> {
  if (program !== "retention") return {};
  return Object.fromEntries(CHOICES.map((key) => [`LINKPULSE_${key.toUpperCase()}`, `${settings[key]}`]));
}

/** @param port the serial port; only where the board shows no drive */
export function moddableFlash(request: FirmwareRequest, port: string | undefined): Step[] {
  const { drive } = request.board.moddable;
  if (drive === null) return [mcconfig(request, "deploy", { UPLOAD_PORT: port ?? "PORT" })];
  return [{ kind: "copy", from: moddableImage(request), to: findDrive(drive) ?? `/media/${drive}` }];
}

/** What mcconfig's output says is wrong, where it succeeds all the same or says it in many lines. */
export function explainBuild(output: string): string | undefined {
  const overflow = /region [`'](\w+)' overflowed by (\d+) bytes/.exec(output);
  if (overflow !== null) return `the image is too large: ${overflow[1]} overflows by ${overflow[2]} octets`;
  const unfrozen = /^### warning: .*not frozen.*$/m.exec(output);
  if (unfrozen !== null)
    return `a preloaded module would not work on the board: ${unfrozen[0].replace(/^#+ warning: /, "")}`;
  const typeError = /^.*error TS\d+: .*$/m.exec(output);
  return typeError === null ? undefined : typeError[0];
}

/** @throws UsageError when the image is larger than the board's flash */
export function checkImage(request: FirmwareRequest): string {
  const path = moddableImage(request);
  if (!existsSync(path))
    throw new UsageError(`${path} is not there, though mcconfig has ended: see what it says above`);
  const size = path.endsWith(".uf2") ? uf2Size(readFileSync(path)) : statSync(path).size;
  if (size === undefined) throw new UsageError(`${path}: it is no UF2 file`);
  return sizeLine(path, size, request.board.flash.moddable, request.board.name);
}

/** @throws UsageError when it does not fit */
export function sizeLine(what: string, size: number, most: number, board: string): string {
  if (size > most) throw new UsageError(`${what}: ${size} octets of flash are too many: ${board} has ${most}`);
  return `${what}: ${size} of ${most} octets of flash`;
}

/** @throws UsageError that says what is missing on this machine and how to get it, the first of it */
export function requireModdable({ board, device }: Pick<FirmwareRequest, "board" | "device">): void {
  const { MODDABLE, IDF_PATH, PICO_ROOT, PICO_SDK_DIR, HOME } = process.env;
  const [chip] = board.moddable.platform.split("/");
  const setup = `${SETUP}/${chip}.md tells how`;
  if (MODDABLE === undefined) throw new UsageError(`MODDABLE is not set: install the Moddable SDK; ${setup}`);
  if (!existsSync(MODDABLE)) throw new UsageError(`MODDABLE is ${MODDABLE}, which is not there; ${setup}`);
  const host = { linux: "lin", darwin: "mac", win32: "win" }[process.platform as string] ?? process.platform;
  const tools = join(MODDABLE, "build/bin", host, "release");
  if (onPath("mcconfig") === undefined) {
    throw new UsageError(`mcconfig is not on PATH: PATH=$PATH:${tools}, once make has built it there; ${setup}`);
  }
  // TypeScript beside the firmware comes before one that is installed for all.
  const beside = [join(device, "node_modules/.bin"), join(device, "../.bin")];
  process.env.PATH = [...beside, process.env.PATH].join(delimiter);
  const tsc = versionOf("tsc");
  if (tsc === undefined || Number.parseInt(tsc, 10) < 6) {
    const found = tsc === undefined ? "it is not on PATH" : `tsc on PATH is ${tsc}`;
    throw new UsageError(`TypeScript 6 or later is needed, and ${found}: npm install --global typescript`);
  }
  if (chip === "esp32" && (IDF_PATH === undefined || !existsSync(IDF_PATH))) {
    const where = IDF_PATH === undefined ? "is not set" : `is ${IDF_PATH}, which is not there`;
    throw new UsageError(`IDF_PATH ${where}: install Espressif's ESP-IDF and source its export.sh; ${setup}`);
  }
  if (chip !== "pico") return;
  const sdk = PICO_SDK_DIR ?? join(PICO_ROOT ?? join(HOME ?? "", "pico"), "pico-sdk");
  if (!existsSync(sdk)) {
    const where = PICO_SDK_DIR === undefined ? `is not set, and there is no ${sdk}` : `is ${sdk}, which is not there`;
    throw new UsageError(`PICO_SDK_DIR ${where}; ${setup}`);
  }
  if (onPath("arm-none-eabi-gcc") === undefined && process.env.PICO_GCC_ROOT === undefined) {
    throw new UsageError("arm-none-eabi-gcc is not on PATH: apt install gcc-arm-none-eabi libnewlib-arm-none-eabi");
  }
}
