/** `npm test`: installs and builds what is missing or stale, then checks types and runs the tests. */
import { runAva } from "./lib/ava.mjs";
import { build, ESPRUINO_SCRIPTS } from "./lib/build.mjs";
import { installAll } from "./lib/install.mjs";
import { say } from "./lib/say.mjs";
import { Tally } from "./lib/tally.mjs";

const tally = new Tally();
say("checking that everything is installed and built");
await installAll();
await Promise.all([build("tests"), build("dist")]);
say("checking types, and the scripts for Espruino");
await Promise.all([
  tally.check("types of the device code", "node_modules/typescript/bin/tsc", "-p", "tsconfig.device.json"),
  tally.check("the script for Espruino", "lint/espruino-output.mjs", ...ESPRUINO_SCRIPTS),
]);
say("running the tests");
await runAva("", tally);
