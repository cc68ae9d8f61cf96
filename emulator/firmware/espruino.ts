/** A firmware on Espruino: one script with the board and the settings in front of the program, and its library. */
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Board } from "../../boards/board";
import { UsageError } from "../cli/usage-error";
import type { ImageSettings, Program } from "./config";
import { sizeLine } from "./moddable";
import { mustExist } from "./request";
import type { FirmwareRequest } from "./request";
import type { Step } from "./steps";

/** What a program requires that is on the board: its library in Storage, and parts of Espruino. */
const MODULES = ["linkpulse", "clock", "Storage", "dgram", "Wifi"];

/** The oldest Espruino on which the firmware runs; one before 1v96 would be sent the program in another way. */
const VERSION = { VERSION: "2v29", VERSION_MAJOR: 2, VERSION_MINOR: 29 };

/** The program, its library, and what the package espruino is to know of the board, as files. */
export function espruinoFiles({ device, out, programs: [program], settings }: FirmwareRequest) {
  const library = program === "ethernet" ? (settings.chip as string) : program;
  const clock = program === "retention" && settings.clock !== "none" ? (settings.clock as string) : undefined;
  return {
    script: join(out, `${program}.js`),
    library: join(device, `dist/espruino/${library}.min.js`),
    /** The driver of a clock chip, where there is one. */
    clock: clock && join(device, `dist/espruino/${clock}.min.js`),
    description: join(out, "board.json"),
  };
}

/**
 * A program with its board and its settings in front, and behind it what says why it did not start.
 * @param program the text of its `espruino/main.js`
 */
export function espruinoScript(program: string, board: Board, settings: ImageSettings): string {
  const { spi, interrupt, i2c, supply, led, espruino } = board;
  const pins = {
    ...espruino,
    sck: `D${spi.clock}`,
    mosi: `D${spi.out}`,
    miso: `D${spi.in}`,
    select: `D${spi.select}`,
    interrupt: `D${interrupt}`,
    sda: `D${i2c.data}`,
    scl: `D${i2c.clock}`,
    supply: `D${supply}`,
    ...(led.espruino === undefined ? {} : { led: `D${led.espruino}` }),
  };
  return `// ${board.name}
var BOARD = ${JSON.stringify(pins, null, 2)};
var CONFIG = ${JSON.stringify(settings, null, 2)};
if (process.env.BOARD !== BOARD.board) {
  throw new Error("this program was built for " + BOARD.board + ", and this is " + process.env.BOARD);
}

try {
${program.trimEnd()}
} catch (error) {
  var problem = error;
  // Again and again, for who comes late: USB is not there yet when a board starts.
  setInterval(function () {
    global[BOARD.console].println(problem.message);
  }, 5000);
}
`;
}

export function espruinoBuild(request: FirmwareRequest): Step[] {
  const { device, board, settings } = request;
  const [program] = request.programs;
  const path = mainOf(device, program);
  mustExist(path, "this program does not run on Espruino");
  const text = espruinoScript(readFileSync(path, "utf8"), board, settings);
  const known = { BOARD: board.espruino.board, ...VERSION, info: { builtin_modules: MODULES } };
  const { script, description } = espruinoFiles(request);
  return [
    { kind: "file", path: script, text },
    { kind: "file", path: description, text: `${JSON.stringify(known)}\n` },
  ];
}

const mainOf = (device: string, program: Program) => join(device, "firmware", program, "espruino/main.js");

/** @throws UsageError when library and script don't fit into the board's Storage, or there is no library */
export function checkScript(request: FirmwareRequest): string {
  const { script, library, clock } = espruinoFiles(request);
  const files = [library, ...(clock === undefined ? [] : [clock])];
  for (const file of files) mustExist(file, "npm run build makes it");
  const size = [script, ...files].reduce((sum, file) => sum + statSync(file).size, 0);
  return sizeLine(`${script} and its library`, size, request.board.flash.espruino, request.board.name);
}

/** @param port the serial port, or `tcp://HOST:PORT` */
export function espruinoFlash(request: FirmwareRequest, port: string): Step[] {
  const { script, library, clock, description } = espruinoFiles(request);
  const args = [
    ...["-p", port, "-b", "115200", "--no-ble"],
    // Without a description it asks espruino.com for one, and for the modules that a program requires.
    ...["--board", description, "--config", "SAVE_ON_SEND=1"],
    ...["--storage", `linkpulse:${library}`],
    ...(clock === undefined ? [] : ["--storage", `clock:${clock}`]),
    script,
  ];
  const tool = espruinoTool();
  const found = tool === undefined ? undefined : [process.execPath, tool, ...args];
  return [{ kind: "run", command: ["npx", "espruino", ...args], found, explain: explainUpload }];
}

/** The command line of the package espruino, as the working folder has it; undefined when it is not there. */
function espruinoTool(): string | undefined {
  try {
    return createRequire(join(process.cwd(), "x.js")).resolve("espruino/bin/espruino-cli.js");
  } catch {
    return undefined;
  }
}

/** @throws UsageError when the package espruino is not there */
export function requireEspruino(): void {
  if (espruinoTool() !== undefined) return;
  throw new UsageError(
    "the package espruino, which uploads scripts, is not installed here: npm install espruino@0.1.67",
  );
}

/** What its output says is wrong: it ends with status 0 all the same. */
export function explainUpload(output: string): string | undefined {
  const wrong = /Uncaught .*|Unable to connect!|(Error: |Port ".*" not found).*/.exec(output);
  if (wrong !== null) return `the board did not take the program: ${wrong[0].trim()}`;
  if (!output.includes("Upload Complete")) return "the board did not take the program: is Espruino on it?";
  // What the board says stands behind this sign; the upload is complete without anybody at the other end, too.
  return /^--\]/m.test(output) ? undefined : "nobody answered: is Espruino on the board, and is this its port?";
}
