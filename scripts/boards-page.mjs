/**
 * Brings the table and the drawings of docs/boards.md in line with the folders of boards/, as the last build of the tests has
 * them: `npm test` tells when they are not.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ROOT } from "./lib/run.mjs";

const { boardPage } = await import(`${ROOT}build/test/support/board-page.js`);
const path = `${ROOT}docs/boards.md`;
const page = readFileSync(path, "utf8");
const drawn = await boardPage(`${ROOT}build/boards`);
writeFileSync(path, page.replace(/(<!-- boards -->\n)[^]*(<!-- \/boards -->)/, `$1\n${drawn}\n$2`));
