import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ExecutionContext } from "ava";
import { endWithProcess } from "../../emulator/engine/child";
import { temporaryFile } from "./temporary-file";

/**
 * Runs a script on Espruino until it calls `quit()`, and returns what it printed, line by line. `modules` are written
 * into Storage first, where `require` finds them.
 */
export async function runScriptOnEspruino(
  t: ExecutionContext,
  script: string,
  modules: Record<string, string>,
): Promise<string[]> {
  const path = temporaryFile(t, "main.js");
  const stored = Object.entries(modules)
    .map(([name, text]) => `require("Storage").write(${JSON.stringify(name)}, ${JSON.stringify(text)});\n`)
    .join("");
  writeFileSync(path, `${stored}${script}`, "latin1");
  const child = spawn(process.env.ESPRUINO!, [path], { cwd: dirname(path), stdio: ["pipe", "pipe", "inherit"] });
  endWithProcess(child);
  let output = "";
  child.stdout.setEncoding("latin1").on("data", (text: string) => (output += text));
  const status = await new Promise((resolve) => child.on("close", resolve));
  // Between the lines stand prompts, with an escape sequence that clears them.
  const lines = output.split(/\r+\n/).map((line) => line.slice(line.lastIndexOf("[J") + 1).replace(/^J/, ""));
  if (status !== 0) throw new Error(`Espruino ended with ${String(status)}: ${lines.slice(-20).join("\n")}`);
  return lines;
}
