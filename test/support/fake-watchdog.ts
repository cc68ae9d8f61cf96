import { ResetCause, RESET_WORDS } from "../../src/ports";
import type { Watchdog } from "../../src/ports";

/** A watchdog that notes what it is told, and whose words a test passes on to the next start. */
export class FakeWatchdog implements Watchdog {
  readonly longest = 8388;
  /** What it was told, `start 8000`, `feed` and `reset`. */
  readonly told: string[] = [];

  constructor(
    readonly cause: ResetCause = ResetCause.PowerOn,
    readonly words = new Int32Array(RESET_WORDS),
  ) {}

  start(timeout: number): void {
    this.told.push(`start ${timeout}`);
  }

  feed(): void {
    this.told.push("feed");
  }

  reset(): void {
    this.told.push("reset");
  }

  word(index: number): number {
    return this.words[index]!;
  }

  setWord(index: number, value: number): void {
    this.words[index] = value;
  }
}
