import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { endWithProcess } from "../../emulator/engine/child";
import { espruinoProgram } from "../../emulator/engine/espruino";
import { temporaryFile } from "./temporary-file";

/** Declares a test that needs Espruino. Where the environment names none it is skipped, and its title says why. */
export function testOnEspruino(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  if (process.env.ESPRUINO) test(title, body);
  else test.skip(`${title} (skipped: ESPRUINO is not set)`, body);
}

/** Runs a script behind a device program on Espruino; returns the numbers of the arrays that it passes to `result`. */
export async function runOnEspruino(
  t: ExecutionContext,
  script: string,
  program = espruinoProgram(),
): Promise<number[][]> {
  const path = temporaryFile(t, "soak.js");
  const result = `function result(numbers) { print("RESULT " + JSON.stringify(numbers)); }`;
  writeFileSync(path, `${program}\n${result}\n${script}`);
  const child = spawn(process.env.ESPRUINO!, [path], { cwd: dirname(path), stdio: ["pipe", "pipe", "inherit"] });
  endWithProcess(child);
  let output = "";
  child.stdout.setEncoding("latin1").on("data", (text: string) => (output += text));
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`Espruino ended with ${String(status)}: ${output.slice(-1000)}`);
  return [...output.matchAll(/^RESULT (.*?)\r?$/gm)].map((match) => JSON.parse(match[1]!) as number[]);
}
