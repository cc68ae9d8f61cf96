import type { LineWriter } from "./line-writer";

/** What a command prints, a line at a time, so that a slow terminal can be waited for. */
export interface Report {
  /** Writes its next line, without the end of line, or nothing. Returns whether there is more to come. */
  next(line: LineWriter, now: number): boolean;
}
