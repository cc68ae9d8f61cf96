/**
 * Brings the tables of docs/console.md in line with the table of commands, as the last build of the tests has it:
 * `npm test` tells when they are not.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ROOT } from "./lib/run.mjs";

const { commandPage } = await import(`${ROOT}build/test/support/command-page.js`);
const path = `${ROOT}docs/console.md`;
const page = readFileSync(path, "utf8");
writeFileSync(path, page.replace(/(<!-- commands -->\n)[^]*(<!-- \/commands -->)/, `$1\n${commandPage()}\n$2`));
