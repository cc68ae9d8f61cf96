/**
 * `npm start`: brings the emulator up to date and runs the session that Cisco documents, or the scenario that is named
 * behind `--`, with the options there.
 */
import { build } from "./lib/build.mjs";
import { installEmulator } from "./lib/install.mjs";
import { say } from "./lib/say.mjs";

const given = process.argv.slice(2);
const named = given.length > 0 && !given[0].startsWith("-");
const args = ["emulate", ...(named ? [] : ["hdlc-shutdown"]), ...given];
say(args.join(" "));
await installEmulator();
await build("emulator");
process.argv = [process.argv[0], "linkpulse", ...args];
await import(new URL("../emulator/bin/linkpulse.mjs", import.meta.url));
