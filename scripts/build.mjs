/** `npm run build`: makes `dist/` for Node, Moddable and Espruino, and prints how large each file is. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { rollup } from "./lib/build.mjs";
import { installAll } from "./lib/install.mjs";
import { ROOT } from "./lib/run.mjs";
import { say } from "./lib/say.mjs";

await installAll();
say("building dist/");
rmSync(`${ROOT}dist`, { recursive: true, force: true });
await rollup("--configDist");

const row = (name, octets, zipped) => console.log(name.padEnd(34), octets.padStart(8), zipped.padStart(8));
row("", "octets", "gzip");
for (const file of readdirSync(`${ROOT}dist`, { recursive: true }).sort()) {
  if (!/\.[jt]s$/.test(file)) continue;
  const bytes = readFileSync(`${ROOT}dist/${file}`);
  row(`dist/${file}`, `${bytes.length}`, `${gzipSync(bytes, { level: 9 }).length}`);
}
