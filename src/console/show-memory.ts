import type { HeapGauge } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import { ascii } from "../text";
import { COMMANDS } from "./command-table";
import { LONGEST_LINE } from "./console";
import { interfaceOf } from "./console-interface";
import type { ConsoleInterface } from "./console-interface";
import { TYPED_LINE } from "./line-editor";
import type { LineWriter } from "./line-writer";
import type { Report } from "./report";

const OCTETS = ascii(": % octets");
const CONSOLE = ascii("Console: % octets");
const COMMAND_TABLE = ascii("Command table: % octets");
const SCHEDULER = ascii("Scheduler: % octets");
export const HEAP = ascii("Heap: % octets used, % octets free");

/** Lines after those of the interfaces. */
const enum Line {
  Console,
  CommandTable,
  Scheduler,
  Heap,
}

/** `show memory`: the octets of buffers, tables and counters, and what the runtime says of its heap. */
export class ShowMemory implements Report {
  private readonly _interfaces: readonly ConsoleInterface[];
  private readonly _scheduler: Scheduler;
  private readonly _heap: HeapGauge | null;
  private _step = 0;

  constructor(interfaces: readonly ConsoleInterface[], scheduler: Scheduler, heap: HeapGauge | null) {
    this._interfaces = interfaces;
    this._scheduler = scheduler;
    this._heap = heap;
  }

  begin(): void {
    this._step = 0;
  }

  next(line: LineWriter): boolean {
    const step = this._step++ - this._interfaces.length;
    if (step < 0) {
      const shown = interfaceOf(this._interfaces[this._step - 1]!);
      line.text(shown.nameText);
      line.counts(OCTETS, shown.memory);
    } else if (step === Line.Console) {
      line.counts(CONSOLE, LONGEST_LINE + TYPED_LINE);
    } else if (step === Line.CommandTable) {
      line.counts(COMMAND_TABLE, COMMANDS.length);
    } else if (step === Line.Scheduler) {
      line.counts(SCHEDULER, this._scheduler.memory);
    } else {
      line.counts(HEAP, this._heap!.used, this._heap!.free);
    }
    return step < Line.Scheduler || (step === Line.Scheduler && this._heap !== null);
  }
}
