import { delimiter, join } from "node:path";
import { together } from "./scripts/lib/together.mjs";

/**
 * `npm test` runs everything but the suites with a command of their own, which that command names here. Where nobody
 * names one, each file is a file of AVA's, so that it can be run alone.
 */
const suite = process.env.LINKPULSE_SUITE;

/** Programs that tests start are the system's: npm puts packages' commands first, one of which is called nft too. */
const path = process.env.PATH.split(delimiter).filter((folder) => !folder.endsWith(join("node_modules", ".bin")));

export default {
  files: suite
    ? [`build/test/${suite}/**/*.test.js`]
    : [
        ...(suite === "" ? together("build/together") : ["build/test/**/*.test.js"]),
        "!build/test/peers/**",
        "!build/test/engines/**",
      ],
  environmentVariables: { PATH: path.join(delimiter) },
  nodeArguments: ["--enable-source-maps"],
  timeout: suite ? "10m" : "60s",
  // Peers are waited for most of the time.
  ...(suite === "peers" && { concurrency: 4 }),
};
