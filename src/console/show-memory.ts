import type { HeapGauge } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import { ascii } from "../text";
import { COMMANDS } from "./command-table";
import type { ConsoleInterface } from "./commands";
import { LONGEST_LINE } from "./console";
import { TYPED_LINE } from "./line-editor";
import type { LineWriter } from "./line-writer";
import type { Report } from "./report";

const COLON = ascii(": ");
const OCTETS = ascii(" octets");
const CONSOLE = ascii("Console");
const COMMAND_TABLE = ascii("Command table");
const SCHEDULER = ascii("Scheduler");
const HEAP = ascii("Heap: ");
const USED = ascii(" octets used, ");
const FREE = ascii(" octets free");

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
      const serial = this._interfaces[this._step - 1]!.serial;
      write(line, serial.nameText, serial.memory);
    } else if (step === Line.Console) {
      write(line, CONSOLE, LONGEST_LINE + TYPED_LINE);
    } else if (step === Line.CommandTable) {
      write(line, COMMAND_TABLE, COMMANDS.memory);
    } else if (step === Line.Scheduler) {
      write(line, SCHEDULER, this._scheduler.memory);
    } else {
      const heap = this._heap!;
      line.text(HEAP);
      line.count(heap.used, USED);
      line.count(heap.free, FREE);
    }
    return step < Line.Scheduler || (step === Line.Scheduler && this._heap !== null);
  }
}

function write(line: LineWriter, what: Uint8Array, octets: number): void {
  line.text(what);
  line.text(COLON);
  line.count(octets, OCTETS);
}
