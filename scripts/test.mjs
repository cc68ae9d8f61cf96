/** `npm test`: installs and builds what is missing or stale, then lints, checks types and runs the tests. */
import { runAva } from "./lib/ava.mjs";
import { build, ESPRUINO_SCRIPTS } from "./lib/build.mjs";
import { installAll } from "./lib/install.mjs";
import { run, ROOT } from "./lib/run.mjs";
import { say } from "./lib/say.mjs";
import { Tally } from "./lib/tally.mjs";

const tally = new Tally();

/** Counts a tool's run as one check. */
async function check(name, script, ...args) {
  const { status, output } = await run(`${ROOT}${script}`, args);
  tally.count(status === 0, name, output);
}

say("checking that everything is installed and built");
await installAll();
await Promise.all([build("tests"), build("dist")]);
say("linting and checking types");
await Promise.all([
  check("eslint", "node_modules/eslint/bin/eslint.js", "--cache", "--cache-location", "build/.eslintcache", "."),
  check("prettier", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
  check("types of the device code", "node_modules/typescript/bin/tsc", "-p", "tsconfig.device.json"),
  check("the script for Espruino", "lint/espruino-output.mjs", ...ESPRUINO_SCRIPTS),
]);
say("running the tests");
await runAva("", tally);
