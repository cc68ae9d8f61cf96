/** Runs AVA, counts its tests, and leaves out of its report those that passed. */
import { stripVTControlCharacters } from "node:util";
import { build } from "./build.mjs";
import { installAll, installApart } from "./install.mjs";
import { run, ROOT } from "./run.mjs";
import { say } from "./say.mjs";
import { Tally } from "./tally.mjs";

/** How a line of AVA's report begins, once its colours are off; the second sign is for terminals without Unicode. */
const PASSED = /^\s*[✔√] /;
const FAILED = /^\s*[✘×] /;
const SKIPPED = /^\s*- \[(skip|todo)\]/;

/**
 * Runs the tests of a suite (see ava.config.js).
 * @param {"" | "engines" | "peers"} suite empty for those of `npm test`
 */
export async function runAva(suite, tally) {
  const failedBefore = tally.failed;
  const { status, output } = await run(`${ROOT}node_modules/ava/entrypoints/cli.mjs`, [], {
    env: { LINKPULSE_SUITE: suite },
    onLine: (line) => {
      const plain = stripVTControlCharacters(line);
      if (PASSED.test(plain)) {
        tally.passed++;
        return;
      }
      if (FAILED.test(plain)) tally.failed++;
      else if (SKIPPED.test(plain)) tally.skipped++;
      console.log(line);
    },
  });
  if (status !== 0 && tally.failed === failedBefore) tally.count(false, `AVA ended with status ${status}`, output);
}

/**
 * All of a script that runs one suite: installs and builds what is missing or stale, then tests.
 * @param {{apart?: string[], builds?: string[]}} needs folders that keep packages of their own for the suite; what is built
 */
export async function testSuite(suite, { apart = [], builds = ["tests"] } = {}) {
  const tally = new Tally();
  say("checking that everything is installed and built");
  await installAll();
  for (const folder of apart) await installApart(folder);
  for (const name of builds) await build(name);
  say(`running the tests of test/${suite}`);
  await runAva(suite, tally);
}
