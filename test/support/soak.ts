import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Collected } from "./collections";
import { ROOT } from "./lint";

/**
 * Runs a soak's program in a Node of its own, whose young generation is as small as can be: a megabyte of garbage is
 * collected.
 * @param script its path below test/support, without what it ends with
 * @returns what it prints, as JSON
 */
export async function soakOnNode<Outcome extends Collected>(script: string, ...args: string[]): Promise<Outcome> {
  const path = join(ROOT, "build/test/support", `${script}.js`);
  const flags = ["--expose-gc", "--max-semi-space-size=1"];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, path, ...args]);
  return JSON.parse(stdout) as Outcome;
}
