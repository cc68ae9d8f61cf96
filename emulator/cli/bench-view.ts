import pc from "picocolors";
import type { BenchReport, LineResult, PeerResult } from "../bench/report";
import { span } from "../bench/intervals";

/** What a live view is drawn on. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** ms between two drawings. */
const REFRESH = 200;

const CLEAR = "\r\x1b[K";

/** Shows what a bench is at: on a terminal, in one line that is drawn anew; elsewhere not at all. */
export class BenchView {
  private readonly _screen: Screen;
  private readonly _status: () => string;
  private _live: boolean;
  private readonly _began = performance.now();
  private _doing = "";
  private _timer: NodeJS.Timeout | undefined;

  /** @param status what has crossed the line so far */
  constructor(screen: Screen, status: () => string) {
    this._screen = screen;
    this._status = status;
    this._live = screen.isTTY === true;
  }

  start(): void {
    if (this._live) this._timer = setInterval(() => this._draw(), REFRESH);
  }

  readonly doing = (doing: string) => {
    this._doing = doing;
    if (this._live) this._draw();
  };

  end(): void {
    clearInterval(this._timer);
    if (this._live) this._screen.write(CLEAR);
    this._live = false;
  }

  private _draw(): void {
    const elapsed = Math.floor((performance.now() - this._began) / 1000);
    const text = `${elapsed} s  ${this._doing}  (${this._status()})`;
    // A line that is as wide as the terminal would begin another.
    this._screen.write(`${CLEAR}${text.slice(0, (this._screen.columns || 80) - 1)}`);
  }
}

/** The report as lines for a person. */
export function reportLines(report: BenchReport): string[] {
  const { checks, notes, line, peer, verdict, summary } = report;
  const width = Math.max(0, ...checks.map(({ name }) => name.length));
  return [
    ...(line === null ? [] : lineLines(line)),
    ...(peer === null ? [] : peerLines(peer)),
    ...checks.map(({ name, met, text, source }) => {
      const head = met ? pc.green("met    ") : pc.red("NOT met");
      return `${head}  ${name.padEnd(width)}  ${text}${met || source === null ? "" : ` (${source})`}`;
    }),
    ...notes.map(({ text, source }) => `note     ${text}${source === null ? "" : ` (${source})`}`),
    `${VERDICTS[verdict]}: ${summary}`,
  ];
}

const VERDICTS: Record<BenchReport["verdict"], string> = {
  good: pc.green("good"),
  bad: pc.red("bad"),
  interrupted: pc.yellow("interrupted"),
};

function lineLines({ patterns, latency, lineRate, modemLines }: LineResult): string[] {
  const lines = patterns.map(({ pattern, received, errors, bits, ratio, octetsPerSecond }) => {
    const share = ((100 * octetsPerSecond) / lineRate).toFixed(1);
    const wrong = ratio === null ? "nothing recognised" : `${errors} of ${bits} bits wrong`;
    return `${pattern.padEnd(8)} ${received} octets back, ${wrong}, ${octetsPerSecond} octets/s (${share} %)`;
  });
  if (latency !== null) {
    const { p50, p90, p99, greatest, octetTime } = latency;
    lines.push(
      `latency  50 % ${span(p50)}, 90 % ${span(p90)}, 99 % ${span(p99)}, greatest ${span(greatest)}; an octet lasts ${span(octetTime)}`,
    );
  }
  if (modemLines !== null) {
    for (const driven of ["DTR", "RTS"] as const)
      lines.push(`${driven}      drives ${modemLines[driven].join(", ") || "nothing"}`);
  }
  return lines;
}

function peerLines({ protocol, interval, retries, timeToDetect, timeToRecover, passive }: PeerResult): string[] {
  const kept =
    interval === null
      ? "none"
      : `every ${span(interval.median)}, jitter ${span(interval.jitter)}, ${interval.count} of them`;
  const lines = [`${protocol.toUpperCase()} keepalives of the other end: ${kept}`];
  if (passive) return lines;
  const down =
    timeToDetect === null
      ? "not seen to go down"
      : `down with ${retries} unanswered, detected in ${span(timeToDetect)}`;
  lines.push(`${down}${timeToRecover === null ? "" : `, back in ${span(timeToRecover)}`}`);
  return lines;
}
