import { run, ROOT } from "./run.mjs";
import { result } from "./say.mjs";

/**
 * Counts checks and shows those that failed. However the script ends, its last line is then
 * `N passed, N failed, N skipped`, and its exit status says whether any failed.
 */
export class Tally {
  constructor() {
    this.passed = 0;
    this.failed = 0;
    this.skipped = 0;
    process.on("exit", (status) => this.#finish(status));
  }

  /** Counts a check; where it failed, `details` says how. */
  count(passed, name, details = "") {
    if (passed) {
      this.passed++;
    } else {
      this.failed++;
      result("red", "failed", `${name}${details === "" ? "" : `\n${details.trimEnd()}`}\n`);
    }
  }

  /** Counts a run of one of the repository's scripts as one check. */
  async check(name, script, ...args) {
    const { status, output } = await run(`${ROOT}${script}`, args);
    this.count(status === 0, name, output);
  }

  #finish(status) {
    // A script that was given up before a check failed: what it could not do counts as one.
    if (status !== 0 && this.failed === 0) this.failed = 1;
    process.stdout.write(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped\n`);
    if (this.failed > 0) process.exitCode = 1;
  }
}
