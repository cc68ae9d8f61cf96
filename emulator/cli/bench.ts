import { writeFileSync } from "node:fs";
import { NodeSerialPort } from "../../src/platform/node/serial-port";
import { MAX_SPAN } from "../../src/scheduler/time";
import { writeCapture } from "../bench/bench-capture";
import { BenchLine } from "../bench/bench-line";
import { BenchStatus } from "../bench/bench-status";
import { RealTime } from "../bench/bench-time";
import type { Echarts } from "../bench/charts";
import { htmlReport } from "../bench/html-report";
import { runBench } from "../bench/run-bench";
import type { BenchOptions } from "../bench/run-bench";
import { OutputError, OutputFile } from "../capture/output-file";
import { BenchLive } from "./bench-live";
import { reportLines } from "./bench-view";
import { FASTEST, number, span } from "./arguments";
import { portError } from "./port-error";
import { UsageError } from "./usage-error";

export interface BenchCommandOptions {
  baud: string;
  duration: string;
  keepalive: string;
  retries?: string;
  passive?: boolean;
  modemLines?: boolean;
  json?: boolean;
  html?: string;
  pcap?: string;
}

const STATUS = { good: 0, bad: 1, interrupted: 130 };

/** npx passes on what the terminal has told us already: so soon after the first it is no second one, ms. */
const SAME_INTERRUPT = 500;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** A day, ms. */
const LONGEST = 86_400_000;

/**
 * `linkpulse bench`: finds out what is at the other end of a serial port, tests it, and tells.
 * An interrupt ends it with what is known by then, a second one at once.
 * @returns the exit status: 0 for a good verdict, 1 for a bad one, 130 after an interrupt
 * @throws UsageError when an option is wrong, or the port can't be opened or is unplugged
 */
export async function bench(path: string, options: BenchCommandOptions): Promise<number> {
  const run = benchOptions(path, options);
  // Nobody waits for the end of a test whose report can't be drawn.
  const echarts = options.html === undefined ? undefined : await loadEcharts();
  const { SerialPort } = await import("serialport");
  // Nor for one whose report can't be written.
  for (const file of [options.html, options.pcap]) if (file !== undefined) new OutputFile(file).close();
  const time = new RealTime();
  const onError = (error: Error) => line.fail(portError(path, error));
  const serial = { io: SerialPort, path, baud: run.baud, modemLines: run.modemLines, onError };
  const port = new NodeSerialPort(serial, time.loop);
  const line: BenchLine = new BenchLine(port, time);
  const start = time.now();
  const wallClock = Date.now();
  const status = new BenchStatus();
  // A program that reads the report wants nothing else.
  const quiet = options.json === true && !process.stderr.isTTY;
  const live = quiet ? null : new BenchLive(process.stderr, line, status);
  const capture = () => {
    process.off("exit", capture);
    if (options.pcap !== undefined) writeCapture(options.pcap, line.monitor.frames, start, wallClock);
  };
  let interruptedAt = 0;
  const interrupt = () => {
    if (!line.interrupted) {
      interruptedAt = time.now();
      line.interrupt();
    } else if (time.now() - interruptedAt > SAME_INTERRUPT) {
      live?.end();
      process.exit(STATUS.interrupted);
    }
  };
  process.once("exit", capture);
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    const report = await runBench(line, run, status);
    live?.end();
    if (echarts !== undefined) writeHtml(options.html!, htmlReport(echarts, report));
    const lines = options.json ? [JSON.stringify(report, null, 2)] : reportLines(report);
    for (const text of lines) process.stdout.write(`${text}\n`);
    return STATUS[report.verdict];
  } finally {
    live?.end();
    for (const signal of SIGNALS) process.off(signal, interrupt);
    port.close();
    time.loop.close();
    capture();
  }
}

/** @throws UsageError when an option is wrong */
function benchOptions(path: string, options: BenchCommandOptions): BenchOptions {
  return {
    name: path,
    baud: number("--baud", options.baud, 1, FASTEST),
    duration: span("--duration", options.duration, 1, LONGEST),
    keepalive: span("--keepalive", options.keepalive, 1, MAX_SPAN),
    retries: options.retries === undefined ? undefined : number("--retries", options.retries, 1, 255),
    passive: options.passive === true,
    modemLines: options.modemLines === true,
    // serialport has no way to learn of them.
    tellsFramingErrors: false,
  };
}

/** @throws UsageError when the package is not installed: it is large, and only needed for plots */
async function loadEcharts(): Promise<Echarts> {
  try {
    return await import("echarts");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError("--html draws with the package echarts, which is not installed: npm install echarts");
  }
}

function writeHtml(path: string, html: string): void {
  try {
    writeFileSync(path, html);
  } catch (error) {
    throw new OutputError(path, error);
  }
}
