/** `npm start`: brings the emulator up to date and runs the session that Cisco documents, or more options behind `--`. */
import { build } from "./lib/build.mjs";
import { installEmulator } from "./lib/install.mjs";
import { ROOT } from "./lib/run.mjs";
import { say } from "./lib/say.mjs";

const args = ["emulate", "hdlc-shutdown", ...process.argv.slice(2)];
say(args.join(" "));
await installEmulator();
await build("emulator");
process.argv = [process.argv[0], "linkpulse", ...args];
await import(`${ROOT}emulator/bin/linkpulse.mjs`);
