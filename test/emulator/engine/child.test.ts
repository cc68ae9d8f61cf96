import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import test from "ava";
import { eventually, isRunning } from "../../support/processes";
import { temporaryFile } from "../../support/temporary-file";

/** Starts a `sleep` with a folder to tidy away, says so, and then ends in its own way. */
const SCRIPT = `
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
const [module, folder, end] = process.argv.slice(2);
const { endWithProcess } = await import(module);
const child = spawn("sleep", ["1000"], { stdio: "ignore", detached: true });
endWithProcess(child, () => rmSync(folder, { recursive: true }));
process.stdout.write(child.pid + "\\n");
if (end === "exit") process.exit(3);
if (end === "throw") throw new Error("on purpose");
if (end === "child") child.kill();
setTimeout(() => {}, end === "child" ? 0 : 1000000);
`;

const MODULE = pathToFileURL("build/emulator/engine/child.js").href;

for (const [end, expected] of [
  ["exit", "3"],
  ["throw", "1"],
  ["child", "0"],
  ["SIGINT", "SIGINT"],
  ["SIGTERM", "SIGTERM"],
  ["SIGHUP", "SIGHUP"],
] as const) {
  test(`a child ends, and is tidied up after, when its parent ends by ${end}`, async (t) => {
    const script = temporaryFile(t, "parent.mjs");
    const folder = `${dirname(script)}/folder`;
    writeFileSync(script, SCRIPT);
    mkdirSync(folder);
    const parent = spawn(process.execPath, [script, MODULE, folder, end], { stdio: ["ignore", "pipe", "ignore"] });
    const ended = once(parent, "exit");
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    if (end.startsWith("SIG")) {
      t.true(isRunning(pid));
      parent.kill(end as NodeJS.Signals);
    }
    const [code, signal] = (await ended) as [number | null, string | null];
    t.is(signal ?? `${code}`, expected);
    t.true(await eventually(() => !isRunning(pid)));
    t.false(existsSync(folder));
  });
}
