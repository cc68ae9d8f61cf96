import { checkScript, espruinoBuild, espruinoFlash, requireEspruino } from "../firmware/espruino";
import { checkImage, moddableBuild, moddableFlash, requireParts } from "../firmware/moddable";
import { requireModdable } from "../firmware/moddable-sdk";
import { findDrive } from "../firmware/drive";
import { relayed } from "../firmware/relay";
import { firmwareRequest } from "../firmware/request";
import type { FirmwareOptions, FirmwareRequest } from "../firmware/request";
import { perform, shellLines } from "../firmware/steps";
import type { Step } from "../firmware/steps";
import { choosePort } from "./choose-port";
import { UsageError } from "./usage-error";

export interface BuildOptions extends FirmwareOptions {
  dryRun?: boolean;
}

export interface FlashOptions extends BuildOptions {
  port?: string;
}

/** Where the command line finds boards and firmware. */
export interface FirmwareHome {
  /** The folder of the boards, compiled. */
  boards: string;
  /** The package linkpulse, where the command line is a part of its repository. */
  device?: string;
}

/**
 * `linkpulse build`: makes a firmware for a board from `firmware/` and its configuration.
 * @throws UsageError, FileError
 */
export async function build(options: BuildOptions, home: FirmwareHome): Promise<void> {
  const request = await firmwareRequest(options, home.boards, home.device);
  const steps = buildSteps(request);
  if (options.dryRun) print(steps);
  else await makeFirmware(request, steps);
}

/**
 * `linkpulse flash`: the same, and puts it on the board.
 * @throws UsageError, FileError
 */
export async function flash(options: FlashOptions, home: FirmwareHome): Promise<void> {
  const request = await firmwareRequest(options, home.boards, home.device);
  const steps = buildSteps(request);
  const { drive } = request.board.moddable;
  const overPort = request.runtime === "espruino" || drive === null;
  if (!overPort && options.port !== undefined) {
    throw new UsageError(`--port: ${request.board.name} is flashed as a drive, not over a port`);
  }
  if (options.dryRun) {
    print([...steps, ...flashSteps(request, options.port ?? "PORT")]);
    return;
  }
  if (request.runtime === "espruino") requireEspruino();
  if (!overPort && findDrive(drive!) === undefined) {
    throw new UsageError(`there is no drive ${drive}: hold BOOTSEL while you plug the board in, and mount the drive`);
  }
  const port = overPort ? await choosePort(options.port) : undefined;
  await makeFirmware(request, steps);
  const relay = port !== undefined && request.runtime === "espruino" ? await relayed(port) : undefined;
  try {
    for (const step of flashSteps(request, relay?.address ?? port)) await perform(step);
  } finally {
    await relay?.close();
  }
  process.stdout.write(`${request.board.name}: flashed\n`);
}

const buildSteps = (request: FirmwareRequest): Step[] =>
  request.runtime === "espruino" ? espruinoBuild(request) : moddableBuild(request);

const flashSteps = (request: FirmwareRequest, port: string | undefined): Step[] =>
  request.runtime === "espruino" ? espruinoFlash(request, port!) : moddableFlash(request, port);

async function makeFirmware(request: FirmwareRequest, steps: Step[]): Promise<void> {
  if (request.runtime === "moddable") {
    requireModdable(request);
    requireParts(request);
  }
  for (const step of steps) await perform(step);
  const size = request.runtime === "espruino" ? checkScript(request) : checkImage(request);
  process.stdout.write(`${size}\n`);
}

function print(steps: Step[]): void {
  for (const line of steps.flatMap(shellLines)) process.stdout.write(`${line}\n`);
}
