/** Builds with rollup only when a source changed since the last build, told by a hash of their contents. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { run, ROOT } from "./run.mjs";
import { giveUp, say } from "./say.mjs";

const COMMON = ["package-lock.json", "rollup.config.js", "tsconfig.json", "src"];

/** Each build: the rollup option that asks for it, what it is made from, and one file that it makes. */
const BUILDS = {
  emulator: { option: "--configEmulator", inputs: [...COMMON, "emulator"], output: "build/emulator/main.js" },
  tests: { option: "--configTests", inputs: [...COMMON, "emulator", "test", "bench"], output: "build/test" },
  bench: { option: "--configBench", inputs: [...COMMON, "emulator", "bench"], output: "build/bench" },
};

function addToHash(hash, path) {
  if (!existsSync(`${ROOT}${path}`)) return;
  if (statSync(`${ROOT}${path}`).isDirectory()) {
    for (const name of readdirSync(`${ROOT}${path}`).sort()) {
      if (name !== "node_modules") addToHash(hash, `${path}/${name}`);
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
export async function rollup(option) {
  const args = ["-c", option, "--silent", "--failAfterWarnings"];
  const { status, output } = await run(`${ROOT}node_modules/rollup/dist/bin/rollup`, args);
  if (status !== 0) giveUp(`the build failed (rollup -c ${option})\n${output}`);
}

/** Brings `build/` up to date; `name` is one of `emulator`, `tests`, `bench`. */
export async function build(name) {
  const { option, inputs, output } = BUILDS[name];
  const hash = createHash("sha256");
  for (const path of inputs) addToHash(hash, path);
  const digest = hash.digest("hex");
  const stamp = `${ROOT}build/.${name}.stamp`;
  if (existsSync(`${ROOT}${output}`) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  say(`building the ${name}`);
  rmSync(stamp, { force: true });
  await rollup(option);
  mkdirSync(`${ROOT}build`, { recursive: true });
  writeFileSync(stamp, digest);
}
