/** `linkpulse bench` as a program beside this one. */
import type { BenchReport } from "../../emulator/bench/report";
import { linkpulse } from "./command-line";

/**
 * Runs the bench, and returns its report and the names of the checks that are not met. Jitter is left out: whatever else
 * runs on this machine makes some.
 */
export async function benched(port: string, ...args: string[]): Promise<{ report: BenchReport; missed: string[] }> {
  const { status, out, err } = await linkpulse(["bench", port, "--json", "--duration", "4s", ...args]);
  if (err !== "") throw new Error(err);
  const report = JSON.parse(out) as BenchReport;
  if (status !== (report.verdict === "good" ? 0 : 1)) throw new Error(`status ${status} for ${report.verdict}`);
  return { report, missed: report.checks.filter(({ name, met }) => !met && name !== "jitter").map(({ name }) => name) };
}
