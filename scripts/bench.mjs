/**
 * `npm run bench`: measures, one module of bench/ after the other, or those named behind `--`. With `--check` nothing
 * is timed: each module checks that what it would measure does the right thing.
 *
 * A module of bench/ exports `run()`, which measures and prints, and may export `check()`, which throws where something
 * is wrong.
 */
import { readdirSync } from "node:fs";
import { build } from "./lib/build.mjs";
import { installAll } from "./lib/install.mjs";
import { ROOT } from "./lib/run.mjs";
import { giveUp, say } from "./lib/say.mjs";
import { Tally } from "./lib/tally.mjs";

const args = process.argv.slice(2);
const tally = args.includes("--check") ? new Tally() : undefined;
const wanted = args.filter((name) => name !== "--check");

say("checking that everything is installed and built");
await installAll();
await build("bench");
const names = readdirSync(`${ROOT}bench`)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length));
for (const name of wanted) {
  if (!names.includes(name)) giveUp(`no benchmark is called ${name}: there are ${names.join(", ")}`);
}

for (const name of wanted.length > 0 ? wanted : names) {
  const module = await import(new URL(`../build/bench/${name}.js`, import.meta.url));
  if (tally === undefined) {
    say(`bench/${name}.ts`);
    await module.run();
  } else if (module.check) {
    try {
      await module.check();
      tally.count(true, name);
    } catch (error) {
      tally.count(false, `bench/${name}.ts`, error.stack);
    }
  }
}
