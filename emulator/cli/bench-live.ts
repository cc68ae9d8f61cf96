import { createLogUpdate } from "log-update";
import pc from "picocolors";
import type { BenchLine } from "../bench/bench-line";
import type { BenchStatus } from "../bench/bench-status";
import { span } from "../bench/intervals";
import { formatSpan, instant } from "../scenario/times";

/** What a live view is drawn on: standard error. */
export type Screen = Pick<NodeJS.WriteStream, "isTTY" | "columns" | "write">;

/** ms between two drawings. */
const REFRESH = 200;

/** How wide the names of what is shown are. */
const LABEL = 12;

/** A colour of picocolors. */
type Colour = (text: string) => string;

const PLAIN: Colour = (text) => text;

/**
 * Shows what a bench is at and what it knows by now: on a terminal in a few lines that are drawn anew, elsewhere as one
 * line for each thing that it begins.
 */
export class BenchLive {
  private readonly _screen: Screen;
  private readonly _line: BenchLine;
  private readonly _status: BenchStatus;
  private readonly _began: number;
  private readonly _update: ReturnType<typeof createLogUpdate> | null;
  private _told = "";
  private readonly _timer: NodeJS.Timeout;

  constructor(screen: Screen, line: BenchLine, status: BenchStatus) {
    this._screen = screen;
    this._line = line;
    this._status = status;
    this._began = line.time.now();
    const live = screen.isTTY && process.env.TERM !== "dumb";
    this._update = live ? createLogUpdate(screen as NodeJS.WriteStream, { showCursor: true }) : null;
    this._timer = setInterval(() => this.draw(), REFRESH);
  }

  draw(): void {
    if (this._update !== null) this._update(this._lines().join("\n"));
    else this._tell();
  }

  /** Takes it off the terminal. */
  end(): void {
    clearInterval(this._timer);
    this._update?.clear();
  }

  private _tell(): void {
    const { doing } = this._status;
    if (doing === this._told) return;
    this._told = doing;
    this._screen.write(`${seconds(this._line.time.now() - this._began).padStart(6)}  ${doing}\n`);
  }

  private _lines(): string[] {
    const { doing, protocol, isUp, end, heard, lastHeard, interval, roundTrip, faults, results, checks } = this._status;
    const { octetsOut, octetsIn, monitor, time } = this._line;
    const now = time.now();
    // A line that is as wide as the terminal would begin another.
    const width = (this._screen.columns || 80) - 1;
    const row = (label: string, text: string, colour = PLAIN) => {
      const room = Math.max(1, width - LABEL);
      const cut = text.length <= room ? text : `${text.slice(0, room - 1)}…`;
      return `${pc.dim(label.padEnd(LABEL).slice(0, width))}${colour(cut)}`;
    };
    const lines = [row(seconds(now - this._began), doing, pc.bold)];
    if (end !== null && end > now) lines.push(row("left", `about ${seconds(end - now)}`));
    if (protocol !== null && isUp !== null) {
      const up = isUp();
      lines.push(row(protocol, `line protocol ${up ? "up" : "down"}`, up ? pc.green : pc.red));
    }
    if (heard > 0) {
      const every = interval === null ? "" : `, every ${span(interval.median)}, jitter ${span(interval.jitter)}`;
      lines.push(row("keepalives", `${heard}${every}, last ${seconds(now - lastHeard)} ago`));
    }
    if (roundTrip !== null) {
      const { last, least, greatest } = roundTrip;
      lines.push(row("round trip", `${span(last)}, from ${span(least)} to ${span(greatest)}`));
    }
    const { sent, received, damaged } = monitor.counts;
    lines.push(row("octets", `${octetsOut} out, ${octetsIn} in`));
    if (sent + received + damaged > 0) lines.push(row("frames", `${sent} out, ${received} in, ${damaged} damaged`));
    if (faults.length > 0) lines.push(row("faults", faults.join(", ")));
    for (const result of results) lines.push(row("measured", result));
    const met = checks.filter((check) => check.met);
    if (met.length > 0) lines.push(row("met", `${met.length}: ${met.map(({ name }) => name).join(", ")}`, pc.green));
    for (const check of checks) if (!check.met) lines.push(row("NOT met", `${check.name}: ${check.text}`, pc.red));
    return lines;
  }
}

/** As a person counts a time that goes by. */
function seconds(ms: number): string {
  return formatSpan(instant(1e9 * Math.floor(ms / 1000)));
}
