import { readFileSync } from "node:fs";

/** The device program as one script, which defines `linkpulse`; see `device/program.ts`. */
export function deviceProgram(): string {
  return readFileSync(new URL("device.js", import.meta.url), "utf8");
}

/** The soak of Ethernet as one script, which defines `linkpulse`; see `device/ethernet-soak.ts`. */
export function ethernetSoakProgram(): string {
  return readFileSync(new URL("ethernet-soak.js", import.meta.url), "utf8");
}

/** The soaks of what outlives the supply as one script, which defines `linkpulse`; see `device/retention-program.ts`. */
export function retentionProgram(): string {
  return readFileSync(new URL("retention-program.js", import.meta.url), "utf8");
}
