import { spawnSync } from "node:child_process";
import test from "ava";
import type { ExecutionContext } from "ava";

/** Why a test that needs a program can't be run: `skipped: <package> is not installed`; null when it is there. */
export function toolMissing(command: string, packageName: string): string | null {
  const found = spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
  return found ? null : `skipped: ${packageName} is not installed`;
}

/** A program, and the package that it comes in. */
export type Tool = [command: string, packageName: string];

type Body = (t: ExecutionContext) => void | Promise<void>;

/** Declares a test that needs a program. Where that is not installed the test is skipped, and its title says why. */
export function testWith(command: string, packageName: string, title: string, body: Body): void {
  testWithAll([[command, packageName]], title, body);
}

/**
 * Declares a test that needs several programs.
 * @param declare `test.serial` for one that has its file's tests wait for each other
 */
export function testWithAll(tools: Tool[], title: string, body: Body, declare: typeof test.serial = test): void {
  const missing = tools.map((tool) => toolMissing(...tool)).find((reason) => reason !== null);
  if (missing === undefined) declare(title, body);
  else test.skip(`${title} (${missing})`, body);
}

/**
 * Runs a program to its end and returns what it wrote on standard output; throws with what it said when it failed, or
 * when it takes minutes.
 */
export function runTool(command: string, args: string[]): string {
  const options = { encoding: "utf8", maxBuffer: 1 << 28, timeout: 180_000, killSignal: "SIGKILL" } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with status ${status}: ${stderr}`);
  return stdout;
}
