import type { Level, LogicAnalyser } from "../serial/pin";
import { SECOND } from "../simulation/simulation";
import { CAPTURE_EPOCH } from "./epoch";
import { OutputFile } from "./output-file";

interface Channel {
  name: string;
  level: Level;
}

/**
 * Writes what a logic analyser sees into a value change dump (IEEE 1364-2005 section 18.2), for PulseView, sigrok-cli
 * and GTKWave. Times are steps of virtual time, and stay exact for a virtual year. Readers that turn a dump into samples,
 * as sigrok does, make one of each step: no dump should have finer ones than it needs.
 *
 * Channels keep their whole name, `r1.Serial0_0.TX`, instead of standing in scopes: sigrok leaves scopes out, and would
 * have several channels called `TX`; GTKWave makes a tree of the dots either way.
 */
export class VcdWriter implements LogicAnalyser {
  private readonly _file: OutputFile;
  private readonly _channels: Channel[] = [];
  private readonly _clock: number;
  private readonly _step: number;
  /** What stands after the `#` of the last time; empty before the header is written. */
  private _time = "";

  /**
   * @param clock what the scenario's clocks say at virtual time 0, ms since midnight
   * @param step what times are rounded to, ns: 1, 10, 100 or 1000
   */
  constructor(path: string, clock: number, step: number) {
    this._file = new OutputFile(path);
    this._clock = clock;
    this._step = step;
  }

  addChannel(name: string, level: Level): number {
    if (this._time !== "") throw new Error(`VCD: ${name} comes too late, the header is written`);
    return this._channels.push({ name: identifier(name), level }) - 1;
  }

  levelChanged(channel: number, level: Level, seconds: number, nanos: number): void {
    this._at(seconds, nanos);
    this._file.writeText(`${level}${code(channel)}\n`);
  }

  /** Ends the file at the time at which the run ended. */
  close(seconds: number, nanos: number): void {
    this._at(seconds, nanos);
    this._file.close();
  }

  private _at(seconds: number, nanos: number): void {
    if (this._time === "") this._writeHeader();
    const time = this._inSteps(seconds, nanos);
    if (time === this._time) return;
    this._time = time;
    this._file.writeText(`#${time}\n`);
  }

  private _inSteps(seconds: number, nanos: number): string {
    const perSecond = SECOND / this._step;
    const steps = Math.round(nanos / this._step);
    if (steps === perSecond) return this._inSteps(seconds + 1, 0);
    return seconds === 0 ? `${steps}` : `${seconds}${`${steps}`.padStart(`${perSecond}`.length - 1, "0")}`;
  }

  private _writeHeader(): void {
    const date = new Date(CAPTURE_EPOCH * 1000 + this._clock).toISOString();
    const lines = [
      `$date ${date} $end`,
      "$version linkpulse $end",
      `$timescale ${this._step === 1000 ? "1 us" : `${this._step} ns`} $end`,
    ];
    this._channels.forEach(({ name }, channel) => lines.push(`$var wire 1 ${code(channel)} ${name} $end`));
    lines.push("$enddefinitions $end", "#0", "$dumpvars");
    this._channels.forEach(({ level }, channel) => lines.push(`${level}${code(channel)}`));
    this._time = "0";
    this._file.writeText(`${lines.join("\n")}\n$end\n`);
  }
}

/** The coarsest step, ns, that a bit at a speed has at least 64 of; 1 ns where it has fewer. */
export function stepFor(baud: number): number {
  return [1000, 100, 10].find((step) => SECOND / baud >= 64 * step) ?? 1;
}

/** A name that readers take as one word: `Serial0/0` becomes `Serial0_0`. */
function identifier(name: string): string {
  return name.replace(/[^A-Za-z0-9_$.]/g, "_");
}

/** The printable characters that stand for a channel: `!` to `~`, as many as it takes. */
function code(channel: number): string {
  const rest = Math.floor(channel / 94);
  return String.fromCharCode(33 + (channel % 94)) + (rest > 0 ? code(rest - 1) : "");
}
