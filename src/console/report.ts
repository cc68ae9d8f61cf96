import type { ConsoleInterface } from "./console-interface";
import type { LineWriter } from "./line-writer";

/** What a command prints, a line at a time, so that a slow terminal can be waited for. */
export interface Report {
  /** Writes its next line, without the end of line, or nothing. Returns whether there is more to come. */
  next(line: LineWriter, now: number): boolean;
}

/** What a command prints of an interface. */
export interface InterfaceReport {
  /** Writes line `step`, from 0 on, or nothing. Returns whether there are lines beyond. */
  write(line: LineWriter, shown: ConsoleInterface, step: number, now: number): boolean;
}

/** A report on one interface after the other. */
export class ReportOnInterfaces implements Report {
  private readonly _interfaces: readonly ConsoleInterface[];
  private _report: InterfaceReport | null = null;
  private _index = 0;
  private _end = 0;
  private _step = 0;

  constructor(interfaces: readonly ConsoleInterface[]) {
    this._interfaces = interfaces;
  }

  /** Begins with the interface of this index, or with all for -1. */
  begin(report: InterfaceReport, index: number): void {
    this._report = report;
    this._index = index < 0 ? 0 : index;
    this._end = index < 0 ? this._interfaces.length : index + 1;
    this._step = 0;
  }

  next(line: LineWriter, now: number): boolean {
    if (this._index >= this._end) return false;
    if (!this._report!.write(line, this._interfaces[this._index]!, this._step++, now)) {
      this._step = 0;
      this._index++;
    }
    return this._index < this._end;
  }
}
