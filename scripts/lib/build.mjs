/** Builds with rollup only when a source changed since the last build, told by a hash of their contents. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { run, ROOT } from "./run.mjs";
import { giveUp, say } from "./say.mjs";

const COMMON = ["package-lock.json", "rollup.config.js", "scripts/lib", "tsconfig.json", "tsconfig.device.json", "src"];

/** The scripts for Espruino, whose forms are linted. */
export const ESPRUINO_SCRIPTS = [
  ...["linkpulse", "router", "retention", "natt", "enc28j60", "w5500"],
  ...["ds1307", "ds3231", "ds3232", "mcp7940n", "pcf8563", "rv3028"],
].flatMap((name) => [`dist/espruino/${name}.js`, `dist/espruino/${name}.min.js`]);

/** Each build: the rollup option that asks for it, what it is made from, and one file that it makes. */
const BUILDS = {
  emulator: {
    what: "the emulator",
    option: "--configEmulator",
    inputs: [...COMMON, "boards", "emulator"],
    output: "build/emulator/main.js",
  },
  tests: {
    what: "the tests",
    option: "--configTests",
    inputs: [...COMMON, "boards", "emulator", "test", "bench"],
    output: "build/test",
    // The tests are built together with what they test.
    covers: ["emulator"],
  },
  dist: {
    what: "dist/",
    option: "--configDist",
    inputs: [...COMMON, "boards", "emulator"],
    output: "dist/espruino/linkpulse.min.js",
  },
  bench: {
    what: "the benchmarks",
    option: "--configBench",
    inputs: [...COMMON, "emulator", "bench"],
    output: "build/bench",
  },
};

function addToHash(hash, path) {
  if (!existsSync(`${ROOT}${path}`)) return;
  if (statSync(`${ROOT}${path}`).isDirectory()) {
    for (const name of readdirSync(`${ROOT}${path}`).sort()) {
      if (name !== "node_modules" && name !== "dist") addToHash(hash, `${path}/${name}`);
    }
  } else {
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(`${ROOT}${path}`))
      .update("\0");
  }
}

/** Runs rollup; a warning counts as a failure. */
async function rollup(option) {
  const args = ["-c", option, "--silent", "--failAfterWarnings"];
  const { status, output } = await run(`${ROOT}node_modules/rollup/dist/bin/rollup`, args);
  if (status === 0) return;
  // Where in rollup an error was thrown helps nobody.
  const lines = output.split("\n").filter((line) => !/^\s+at .*node_modules/.test(line));
  giveUp(`the build failed (rollup -c ${option})\n${lines.join("\n").trimEnd()}`);
}

/** A hash of all that a build is made from. */
function digestOf(name) {
  const hash = createHash("sha256");
  for (const path of BUILDS[name].inputs) addToHash(hash, path);
  return hash.digest("hex");
}

const stampOf = (name) => `${ROOT}build/.${name}.stamp`;

/** Brings a build up to date; `name` is one of `emulator`, `tests`, `dist`, `bench`. */
export async function build(name) {
  const { what, option, output, covers = [] } = BUILDS[name];
  const stamps = [name, ...covers].map((made) => [stampOf(made), digestOf(made)]);
  const [[stamp, digest]] = stamps;
  if (existsSync(`${ROOT}${output}`) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  say(`building ${what}`);
  for (const [file] of stamps) rmSync(file, { force: true });
  await rollup(option);
  mkdirSync(`${ROOT}build`, { recursive: true });
  for (const [file, contents] of stamps) writeFileSync(file, contents);
}
