import { result } from "./say.mjs";

/** Counts checks, shows those that failed, and ends with the line that sums them up. */
export class Tally {
  constructor() {
    this.passed = 0;
    this.failed = 0;
    this.skipped = 0;
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

  /** Prints `N passed, N failed, N skipped`, the last line of a script, and sets its exit status. */
  finish() {
    process.stdout.write(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped\n`);
    process.exitCode = this.failed > 0 ? 1 : 0;
  }
}
