import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { giveUp } from "./say.mjs";

/** The folder of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Whether what the tools write ends on a terminal, in colours. */
const COLOURED = process.stdout.isTTY && !process.env.NO_COLOR;
const COLOURS = COLOURED ? { FORCE_COLOR: "1" } : { FORCE_COLOR: "0", NO_COLOR: "1" };

/**
 * Runs a program in the repository's folder and waits for it.
 * @param {string} command a program on the PATH, or the path of a script in the repository, to run on this Node
 * @param {{cwd?: string, env?: object, onLine?: (line: string) => void}} options `onLine` takes standard output
 * @returns its exit status, and what it wrote, standard output that `onLine` took left out
 */
export async function run(command, args, { cwd = ROOT, env, onLine } = {}) {
  const script = command.startsWith(ROOT);
  const program = script ? process.execPath : command;
  const child = spawn(program, script ? [command, ...args] : args, {
    cwd,
    env: { ...process.env, ...COLOURS, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    shell: !script && process.platform === "win32",
  });
  let output = "";
  let rest = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
  child.stdout.setEncoding("utf8").on("data", (text) => {
    if (!onLine) {
      output += text;
      return;
    }
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    lines.forEach(onLine);
  });
  const status = await new Promise((done) => {
    child.on("error", (error) => {
      giveUp(error.code === "ENOENT" ? `${program} is not installed, or not on the PATH` : error.message);
    });
    child.on("close", (code, signal) => done(code === null ? signal : code));
  });
  if (rest !== "") onLine(rest);
  return { status, output: COLOURED ? output : stripVTControlCharacters(output) };
}
