import type { ConsoleSink } from "../ports";
import { ascii } from "../text";
import { LineWriter } from "./line-writer";
import type { TimeOfDay } from "./time-of-day";

const STAMP_END = ascii(": ");

/** The longest line that is printed: `show interfaces` with every counter at its greatest. */
export const LONGEST_LINE = 256;

/**
 * Where everything that prints writes its lines, one at a time: a line is begun, written with {@link line}, and printed,
 * before anybody else begins one.
 *
 * Memory: a line buffer of 256 octets.
 */
export class Console {
  readonly line: LineWriter;
  /** When the line that is being written, or was written last, was begun, ms. */
  now = 0;
  readonly timeOfDay: TimeOfDay;
  private readonly _sink: ConsoleSink;

  constructor(sink: ConsoleSink, timeOfDay: TimeOfDay) {
    this.line = new LineWriter(LONGEST_LINE);
    this._sink = sink;
    this.timeOfDay = timeOfDay;
  }

  /** Begins a line with its time stamp. */
  stamp(now: number): void {
    this.now = now;
    this.timeOfDay.write(this.line, now);
    this.line.text(STAMP_END);
  }

  /** Ends the line and hands it over. */
  print(): void {
    this.line.endLine();
    this._sink.write(this.line.buffer, 0, this.line.length);
    this.line.clear();
  }
}
