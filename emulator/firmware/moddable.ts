/** A firmware on Moddable: mcconfig's commands, and what comes of them. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../cli/usage-error";
import type { ImageSettings, Settings } from "./config";
import { findDrive, usualDrive } from "./drive";
import { mustExist } from "./request";
import type { FirmwareRequest } from "./request";
import type { Step } from "./steps";
import { uf2Size } from "./uf2";

interface Manifest {
  platforms: Record<string, { modules?: Record<string, unknown> }>;
}

/** Settings that name what is in the image: mcconfig gets them by its environment, and not by the manifest's `config`. */
export const CHOICES = ["memory", "clock", "supply", "chip"];

/** What the app is called. */
const appOf = ({ programs }: FirmwareRequest) => programs.join("-");

const manifestPath = (request: FirmwareRequest) => join(request.out, appOf(request), "manifest.json");

/** The image that mcconfig makes. */
export function moddableImage(request: FirmwareRequest): string {
  const { out, board } = request;
  const file = board.moddable.drive === null ? "xs_esp32.bin" : "xs_pico.uf2";
  return join(out, "bin", board.moddable.platform, "release", appOf(request), file);
}

/**
 * The manifest of an image for a board: that of the main program's folder, in which another board may stand, with the
 * settings, those of each part under its name. mcconfig takes the name of the app from the folder that it lies in.
 */
function manifest(request: FirmwareRequest): string {
  const { device, id, settings } = request;
  const [main] = request.programs;
  const folder = join(device, "firmware", main === "retention" ? "router" : main);
  const own = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  const board = join(device, "boards", id, "board");
  const others = new Set(
    Object.values(own.platforms).flatMap(({ modules }) =>
      typeof modules?.board === "string" ? [resolve(folder, modules.board)] : [],
    ),
  );
  others.delete(board);
  const text = {
    include: [join(folder, "manifest.json")],
    modules: { "~": [...others], board },
    config: configOf(settings),
    // A tsc that fails writes its output all the same, and mcconfig would take it the next time.
    typescript: { tsconfig: { compilerOptions: { strict: true, noEmitOnError: true } } },
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}

/** Settings as a manifest's `config` has them. */
function configOf(settings: ImageSettings): object {
  const config = Object.entries(settings)
    .filter(([key]) => !CHOICES.includes(key))
    .map(([key, value]) => [
      key,
      typeof value === "object" ? configOf(value) : typeof value === "boolean" ? `${value}` : value,
    ]);
  return Object.fromEntries(config) as object;
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

/** @throws UsageError when the library is not there as Moddable gets it */
export function requireParts({ device }: Pick<FirmwareRequest, "device">): void {
  mustExist(join(device, "dist/moddable/core.js"), "npm run build makes it");
}

export function moddableBuild(request: FirmwareRequest): Step[] {
  return [{ kind: "file", path: manifestPath(request), text: manifest(request) }, mcconfig(request, "build", {})];
}

/** What is in the image, as the environment that mcconfig runs in tells the manifests. */
function choices({ programs, settings }: FirmwareRequest): Record<string, string> {
  const chosen: Settings = {};
  for (const program of programs) {
    // A retention has no manifest of its own, and is a part of the router's.
    if (program !== programs[0] || program === "retention") chosen[program] = "part";
    const own = (settings[program] ?? settings) as Settings;
    for (const key of CHOICES) if (key in own) chosen[key] = own[key]!;
  }
  return Object.fromEntries(
    Object.entries(chosen).map(([name, value]) => [`LINKPULSE_${name.toUpperCase()}`, `${value}`]),
  );
}

/** @param port the serial port; only where the board shows no drive */
export function moddableFlash(request: FirmwareRequest, port: string | undefined): Step[] {
  const { drive } = request.board.moddable;
  if (drive === null) return [mcconfig(request, "deploy", { UPLOAD_PORT: port ?? "PORT" })];
  return [{ kind: "copy", from: moddableImage(request), to: findDrive(drive) ?? usualDrive(drive) }];
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
