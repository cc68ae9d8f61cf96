import { readFileSync } from "node:fs";

/** The device program as one script, which defines `linkpulse`; see `device/program.ts`. */
export function deviceProgram(): string {
  return readFileSync(new URL("device.js", import.meta.url), "utf8");
}
