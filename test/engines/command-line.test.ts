import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { testOnEspruino } from "../support/espruino";
import { childrenOf, eventually, handlesHangup, isRunning } from "../support/processes";
import { temporaryFile } from "../support/temporary-file";

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

async function linkpulse(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ["emulator/bin/linkpulse.mjs", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}

/** Runs the documented session with router 2 on an engine and router 1 on XS. */
async function sameSession(t: ExecutionContext, engine: string): Promise<void> {
  const session = ["emulate", "hdlc-shutdown", "--json"];
  const onNode = await linkpulse(...session);
  const elsewhere = await linkpulse(...session, "--engine", "router1=xs", "--engine", `router2=${engine}`);
  t.is(elsewhere.status, 0, elsewhere.stderr);
  t.true(onNode.stdout.split("\n").length > 80);
  t.is(elsewhere.stdout, onNode.stdout);
}

test("linkpulse emulate with both routers on XS prints the same", (t) => sameSession(t, "xs"));

testOnEspruino("linkpulse emulate with one router on XS and one on Espruino prints the same", (t) => {
  return sameSession(t, "espruino");
});

/** Ends the command line by a signal while an engine is at work; nothing may be left. */
async function endedBy(t: ExecutionContext, signal: "SIGINT" | "SIGKILL", engine: string): Promise<void> {
  const folder = dirname(temporaryFile(t, "any"));
  const args = ["emulate", "hdlc-shutdown", "--speed", "real", "--engine", `router2=${engine}`];
  const command = spawn(process.execPath, ["emulator/bin/linkpulse.mjs", ...args], {
    stdio: "ignore",
    env: { ...process.env, TMPDIR: folder },
  });
  t.true(await eventually(() => handlesHangup(command.pid!)), "the engine is under its care");
  const [engineProcess] = childrenOf(command.pid!);
  const ended = once(command, "exit");
  command.kill(signal);
  // An interrupted run closes its captures first, and ends with the status that shells give it.
  t.deepEqual(await ended, signal === "SIGINT" ? [130, null] : [null, signal]);
  t.true(await eventually(() => !isRunning(engineProcess!)));
  if (signal === "SIGINT") t.deepEqual(readdirSync(folder), []);
}

for (const signal of ["SIGINT", "SIGKILL"] as const) {
  test(`XS ends when ${signal} ends the command line`, (t) => endedBy(t, signal, "xs"));
  testOnEspruino(`Espruino ends when ${signal} ends the command line`, (t) => endedBy(t, signal, "espruino"));
}
