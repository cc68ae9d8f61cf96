import type { Restored } from "../retention/options";
import { ascii } from "../text";
import type { Action } from "./command-table";
import type { Console } from "./console";
import type { LineWriter } from "./line-writer";
import type { Report } from "./report";

/** The commands that a keep-alive routine carries out: in `retention/`, so that a router without one does without them. */
export interface RetentionCommands {
  /** What the start found in the retained memory. */
  readonly result: Restored;
  /** Says where to complain; once, by the commands. */
  attach(console: Console): void;
  /** `show clock`, `show power` or `show retention`, from its beginning. */
  report(action: Action): Report;
  /** `clock set`. @param time seconds of the day */
  setClock(time: number, day: number, month: number, year: number, now: number): void;
}

const NO_RETENTION = ascii("% This router has no clock and no retention");

export function complainOfRetention(console: Console): void {
  console.line.text(NO_RETENTION);
  console.print();
}

/** What answers instead of a report. */
export class NoRetention implements Report {
  next(line: LineWriter): boolean {
    line.text(NO_RETENTION);
    return false;
  }
}
