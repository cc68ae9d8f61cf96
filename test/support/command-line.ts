import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { main } from "../../emulator/main";

/** What came of a run of the command line. */
export interface Outcome {
  /** The exit status, or the signal that ended it. */
  status: number | NodeJS.Signals | null;
  out: string;
  err: string;
}

/**
 * Runs `linkpulse` as its users do, without a terminal.
 * @param started told of the process, to read less of it than everything, or to interrupt it
 */
export function linkpulse(args: string[], started: (child: ChildProcess) => void = () => {}): Promise<Outcome> {
  const child = spawn(process.execPath, ["emulator/bin/linkpulse.mjs", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 180_000,
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  started(child);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ status: code ?? signal, out, err }));
  });
}

/** The same within this process, which takes a tenth of the time: for tests that run one after the other. */
export async function linkpulseHere(args: string[]): Promise<Outcome> {
  const outcome: Outcome = { status: null, out: "", err: "" };
  const { stdout, stderr } = process;
  const [writeOut, writeErr] = [stdout.write, stderr.write];
  stdout.write = (text) => (outcome.out += String(text)) !== "";
  stderr.write = (text) => (outcome.err += String(text)) !== "";
  try {
    outcome.status = await main(args, {
      scenarios: "emulator/scenarios",
      version: "0.0.0",
      boards: "build/boards",
      device: process.cwd(),
    });
  } finally {
    stdout.write = writeOut;
    stderr.write = writeErr;
  }
  return outcome;
}
