import type { HeapGauge } from "../ports";
import { CrashKind, NO_TIMER } from "../scheduler/supervisor";
import type { Supervisor } from "../scheduler/supervisor";
import { ascii } from "../text";
import { VERSION } from "../version";
import type { Console } from "./console";
import type { LineWriter } from "./line-writer";
import type { Report } from "./report";
import type { RetentionCommands } from "./retention-commands";
import { HEAP } from "./show-memory";

const LINKPULSE = ascii("linkpulse, version ");
const RETURNED = ascii("System returned to ROM by ");
/** By `ResetCause`. */
const CAUSES = ascii("a cause not known|power-on|brown-out|reset pin|watchdog|software reset|deep sleep|panic");
const STALLED = ascii(": timer % did not return");
const STALLED_OUTSIDE = ascii(": something outside of the timers did not return");
const THREW = ascii(": exception ");
const IN_TIMER = ascii(" in timer %");
const WATCHDOG = ascii("Watchdog: resets after % ms without progress");
const RETAINED = ascii("Retained memory: ");
/** By `Restored`. */
const RESULTS = ascii(
  "not read|empty|restored|restored, the other slot is damaged|both slots are damaged|kept, its version is not known",
);

const enum Line {
  Version,
  Reset,
  Watchdog,
  Retained,
  Heap,
  End,
}

export interface ShowVersionOptions {
  /** Default: nothing is said of a reset. */
  supervisor?: Supervisor;
  /** Default: nothing is said of a retained memory. */
  keepAlive?: Pick<RetentionCommands, "result">;
  /** Default: nothing is said of a heap. */
  heap?: HeapGauge;
}

/** `show version`, which is also what is printed at the start. */
export class ShowVersion implements Report {
  private readonly _supervisor: Supervisor | null;
  private readonly _retention: Pick<RetentionCommands, "result"> | null;
  private readonly _heap: HeapGauge | null;
  private _step = Line.Version;

  constructor(options: ShowVersionOptions) {
    this._supervisor = options.supervisor === undefined ? null : options.supervisor;
    this._retention = options.keepAlive === undefined ? null : options.keepAlive;
    this._heap = options.heap === undefined ? null : options.heap;
  }

  begin(): void {
    this._step = Line.Version;
  }

  next(line: LineWriter): boolean {
    switch (this._step++) {
      case Line.Version:
        line.text(LINKPULSE);
        line.text(VERSION);
        break;
      case Line.Reset:
        if (this._supervisor !== null) writeReset(line, this._supervisor);
        break;
      case Line.Watchdog:
        if (this._supervisor !== null) line.counts(WATCHDOG, this._supervisor.timeout);
        break;
      case Line.Retained:
        if (this._retention === null) break;
        line.text(RETAINED);
        line.item(RESULTS, this._retention.result);
        break;
      default:
        if (this._heap !== null) line.counts(HEAP, this._heap.used, this._heap.free);
    }
    return this._step < Line.End;
  }
}

/** Prints what the log of a start begins with. @setup */
export function printVersion(version: ShowVersion, console: Console): void {
  version.begin();
  let more = true;
  while (more) {
    more = version.next(console.line);
    if (console.line.length > 0) console.print();
  }
}

function writeReset(line: LineWriter, supervisor: Supervisor): void {
  line.text(RETURNED);
  line.item(CAUSES, supervisor.cause);
  if (supervisor.crash === CrashKind.Stall) {
    if (supervisor.crashTimer === NO_TIMER) line.text(STALLED_OUTSIDE);
    else line.counts(STALLED, supervisor.crashTimer);
  } else if (supervisor.crash === CrashKind.Exception) {
    line.text(THREW);
    line.text(supervisor.crashText);
    if (supervisor.crashTimer !== NO_TIMER) line.counts(IN_TIMER, supervisor.crashTimer);
  }
}
