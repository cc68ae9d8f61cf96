/**
 * `npm run build`: brings `dist/` up to date for Node, Moddable and Espruino, and prints how large each file is. With
 * `-- --update-api` the reports of what is public, in `api/`, are brought up to date too.
 */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, ESPRUINO_SCRIPTS } from "./lib/build.mjs";
import { installAll } from "./lib/install.mjs";
import { run, ROOT } from "./lib/run.mjs";
import { giveUp, say } from "./lib/say.mjs";

await installAll();
await build("dist");
const lint = await run(`${ROOT}lint/espruino-output.mjs`, ESPRUINO_SCRIPTS);
if (lint.status !== 0) giveUp(`the script for Espruino would not run there:\n${lint.output}`);
if (process.argv.includes("--update-api")) {
  say("updating api/");
  cpSync(`${ROOT}build/api`, `${ROOT}api`, { recursive: true });
}

const row = (name, octets, zipped) => console.log(name.padEnd(34), octets.padStart(8), zipped.padStart(8));
row("", "octets", "gzip");
for (const folder of ["dist", "emulator/dist"]) {
  for (const file of readdirSync(`${ROOT}${folder}`, { recursive: true }).sort()) {
    if (!/\.[jt]s$/.test(file)) continue;
    const bytes = readFileSync(`${ROOT}${folder}/${file}`);
    row(`${folder}/${file}`, `${bytes.length}`, `${gzipSync(bytes, { level: 9 }).length}`);
  }
}
