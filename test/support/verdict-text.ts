import { diagnosticName } from "../../emulator/world/run-record";
import { Verdict } from "../../src/keepalive/machine";
import type { Diagnostic } from "../../src/keepalive/machine";

const VERDICTS: Record<Verdict, string> = {
  [Verdict.Unknown]: "unknown",
  [Verdict.Up]: "up",
  [Verdict.Down]: "down",
};

/** `up: answered`, `down: missed`: what a machine concludes, and why. */
export function verdictText(machine: { readonly verdict: Verdict; readonly diagnostic: Diagnostic }): string {
  return `${VERDICTS[machine.verdict]}: ${diagnosticName(machine.diagnostic)}`;
}
