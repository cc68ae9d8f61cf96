/** Runs AVA and counts its tests, showing those that fail as they fail. */
import { build } from "./build.mjs";
import { installAll } from "./install.mjs";
import { run, ROOT } from "./run.mjs";
import { say } from "./say.mjs";
import { Tally } from "./tally.mjs";

/**
 * Takes TAP line by line, as AVA writes it: `ok 1 - title`, `not ok 2 - title` and behind a `not ok` its details,
 * indented and between `---` and `...`.
 */
class TapReader {
  constructor(tally) {
    this._tally = tally;
    this._failure = null;
  }

  line(text) {
    if (this._failure !== null && (text.startsWith("    ") || text === "" || text === "  ---")) {
      if (text !== "  ---") this._failure.details += `${text}\n`;
      return;
    }
    this.end();
    const test = /^(not )?ok \d+ - (.*?)(?: # (SKIP|TODO).*)?$/.exec(text);
    if (test === null) return;
    const [, not, title, directive] = test;
    if (directive) this._tally.skipped++;
    else if (not) this._failure = { title, details: "" };
    else this._tally.count(true, title);
  }

  /** A failure is shown once all its details are there. */
  end() {
    if (this._failure !== null) this._tally.count(false, this._failure.title, this._failure.details);
    this._failure = null;
  }
}

/**
 * Runs the tests of a suite (see ava.config.js).
 * @param {"" | "engines" | "peers"} suite empty for those of `npm test`
 */
export async function runAva(suite, tally) {
  const reader = new TapReader(tally);
  const failedBefore = tally.failed;
  const { status, output } = await run(`${ROOT}node_modules/ava/entrypoints/cli.mjs`, ["--tap"], {
    env: { ...process.env, LINKPULSE_SUITE: suite },
    onLine: (line) => reader.line(line),
  });
  reader.end();
  if (status !== 0 && tally.failed === failedBefore) tally.count(false, `AVA ended with status ${status}`, output);
}

/** All of a script that runs one suite: installs and builds what is missing or stale, then tests. */
export async function testSuite(suite) {
  const tally = new Tally();
  say("checking that everything is installed and built");
  await installAll();
  await build("tests");
  say(`running the tests of test/${suite}`);
  await runAva(suite, tally);
  tally.finish();
}
