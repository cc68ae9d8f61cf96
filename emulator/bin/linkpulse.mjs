#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// In the repository the program is built elsewhere; in a package it stands beside this folder.
const built = [here("../../build/emulator/main.js"), here("../dist/main.js")].find(existsSync);
if (built === undefined) {
  process.stderr.write("linkpulse: it has not been built: npm start or npm test does that\n");
  process.exit(2);
}
// Whoever reads the output may stop reading, as `head` does; or there is no room for it.
process.stdout.on("error", ({ code }) => {
  if (code === "EPIPE") process.exit(0);
  process.stderr.write(`linkpulse: standard output: can't be written (${code})\n`);
  process.exit(2);
});
// Nobody is left to be told.
process.stderr.on("error", () => {});
const { main } = await import(built);
const { version } = JSON.parse(readFileSync(here("../package.json"), "utf8"));
process.exitCode = await main(process.argv.slice(2), {
  scenarios: here("../scenarios"),
  version,
  boards: dirname(built) === here("../dist") ? here("../dist/boards") : here("../../build/boards"),
  // In a package the firmware is that of the package linkpulse beside it.
  device: existsSync(here("../../firmware")) ? here("../..") : undefined,
});
