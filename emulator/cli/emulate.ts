import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { SingleBar } from "cli-progress";
import { FrameCapture } from "../capture/frame-capture";
import { makeFolder, OutputFile } from "../capture/output-file";
import { stepFor, VcdWriter } from "../capture/vcd";
import { engineNamed } from "../engine/engines";
import { checkImages } from "../rp2040/limits";
import { loadScenario } from "../scenario/load";
import type { Instant, Scenario } from "../scenario/scenario";
import { LONGEST, nanoseconds, parseDuration } from "../scenario/times";
import type { Simulation } from "../simulation/simulation";
import { judge } from "../world/judge";
import { combine } from "../world/observer";
import type { WorldObserver } from "../world/observer";
import { replayWatches } from "../world/replay-watch";
import type { Report } from "../world/router-host";
import { RunRecord } from "../world/run-record";
import { World } from "../world/world";
import { SPI_HZ } from "../world/chip-host";
import { jsonEvents, jsonResults } from "./json-events";
import { networkLog } from "./network-log";
import { number } from "./arguments";
import { coloured, NETWORK, printDescription, printLogs, printSummary } from "./print";
import { UsageError } from "./usage-error";

export interface EmulateOptions {
  engine?: string[];
  bootrom?: string;
  storage?: string[];
  pcap?: string;
  vcd?: string;
  trace?: string;
  seed?: string;
  for?: string;
  speed: "max" | "real";
  json?: boolean;
}

/** How many records an interface keeps under `--trace` where its scenario doesn't say. */
const TRACE_RECORDS = 256;

/** The names of the scenarios that come with the command line. */
export function builtInScenarios(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => basename(name, ".yaml"))
    .sort();
}

/**
 * `linkpulse emulate`: runs a scenario and prints what came of it.
 * @param folder where the built-in scenarios are
 * @returns the exit status: 0 when every expectation was met, else 1
 */
export async function emulate(name: string, options: EmulateOptions, folder: string): Promise<number> {
  const scenario = withOptions(loadScenario(findScenario(name, folder)), options);
  if (options.trace !== undefined) makeFolder(options.trace);
  const engines = await Promise.all(scenario.routers.map((router) => engineNamed(router.engine, options)));
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  const simulation = () => world.simulation;
  const record = new RunRecord(scenario.routers.length, simulation, replayWatches(scenario));
  const networkLines: string[] = [];
  const observers: WorldObserver[] = [record, networkLog(scenario, simulation, (line) => networkLines.push(line))];
  if (options.json) observers.push(jsonEvents(scenario, simulation, write));
  const live = options.speed === "real" && !options.json;
  if (live) observers.push(livePrinter(scenario, simulation, write));
  const capture = options.pcap === undefined ? null : new FrameCapture(options.pcap, scenario, simulation);
  if (capture !== null) observers.push(capture);
  const vcd = options.vcd === undefined ? null : new VcdWriter(options.vcd, scenario.clock, stepFor(fastest(scenario)));
  const world: World = new World(scenario, engines, combine(observers));
  if (vcd !== null) world.observePins(vcd);
  const closeFiles = () => {
    process.off("exit", closeFiles);
    capture?.close();
    vcd?.close(world.simulation.seconds, world.simulation.nanos);
  };
  // Whoever reads the output may stop reading, or interrupt the run: what was captured so far is to be there.
  process.once("exit", closeFiles);
  const interrupt = () => process.exit(130);
  process.once("SIGINT", interrupt);
  const began = performance.now();
  if (!options.json && scenario.description !== "") printDescription(scenario, write);
  try {
    if (options.speed === "real") await runInRealTime(world, scenario.duration);
    else await runWithProgress(world, scenario.duration);
    const reports = await Promise.all(world.routers.map((router) => router.report()));
    if (options.trace !== undefined) writeTraces(options.trace, scenario, reports);
    const judgements = judge(scenario, record, reports);
    const realMs = performance.now() - began;
    if (options.json) {
      jsonResults(scenario, reports, judgements, write);
    } else {
      if (!live) printLogs(scenario, record, networkLines, write);
      printSummary(scenario, reports, judgements, scenario.duration, realMs, write);
    }
    return judgements.every(({ met }) => met) ? 0 : 1;
  } finally {
    process.off("SIGINT", interrupt);
    await world.close();
    closeFiles();
  }
}

/** A file's path, or the path of the built-in scenario of that name. */
export function findScenario(name: string, folder: string): string {
  if (existsSync(name) || name.includes("/") || /\.ya?ml$/.test(name)) return name;
  const names = builtInScenarios(folder);
  if (names.includes(name)) return join(folder, `${name}.yaml`);
  throw new UsageError(`there is no file and no built-in scenario '${name}'; built in are ${names.join(", ")}`);
}

/** @throws UsageError when an option is wrong */
export function withOptions(scenario: Scenario, options: Omit<EmulateOptions, "speed">): Scenario {
  for (const assignment of options.engine ?? []) {
    const [, name, engine] = /^([^=]*)=(.*)$/.exec(assignment) ?? [];
    const router = scenario.routers.find((plan) => plan.name === name);
    if (engine === undefined) throw new UsageError(`--engine ${assignment}: it must be ROUTER=ENGINE, as in r1=xs`);
    if (router === undefined) {
      const names = scenario.routers.map((plan) => plan.name).join(", ");
      throw new UsageError(`--engine ${assignment}: the scenario has no router '${name}'; it has ${names}`);
    }
    router.engine = engine;
  }
  if (options.seed !== undefined) scenario.seed = number("--seed", options.seed, 1, 0x7fffffff);
  if (options.for !== undefined) {
    const duration = parseDuration(options.for);
    if (duration === undefined)
      throw new UsageError(`--for ${options.for}: it must be a duration up to ${LONGEST}, such as 90s or 24h`);
    scenario.duration = duration;
  }
  if (options.vcd !== undefined) for (const wire of scenario.wires) wire.level = "pins";
  if (options.trace !== undefined) {
    for (const { config } of scenario.routers.flatMap((router) => router.interfaces)) config.trace ||= TRACE_RECORDS;
  }
  checkImages(scenario);
  return scenario;
}

/** The greatest speed that any UART is set to in a scenario, or that of its SPI buses, bit/s. */
function fastest(scenario: Scenario): number {
  const uarts = scenario.routers.flatMap((router) =>
    router.interfaces.map(({ uart, chip }) => (chip === null ? uart.baud : SPI_HZ)),
  );
  const changes = scenario.timeline.map((event) => (event.kind === "baud" ? event.baud : 0));
  return [...uarts, ...changes].reduce((most, baud) => Math.max(most, baud), 0);
}

/** Writes what each interface's trace holds, for `linkpulse decode`. */
function writeTraces(folder: string, scenario: Scenario, reports: readonly Report[][]): void {
  scenario.routers.forEach(({ name, interfaces }, i) =>
    interfaces.forEach(({ config }, port) => {
      const report = reports[i]![port];
      if (report === undefined) return;
      const file = new OutputFile(join(folder, `${name}-${config.name.replaceAll("/", "_")}.trace`));
      file.write(report.trace);
      file.close();
    }),
  );
}

/** Shows how far a run is, on a terminal, once it takes longer than a moment. */
async function runWithProgress(world: World, duration: Instant): Promise<void> {
  const began = performance.now();
  // Nothing about the terminal is changed that an interrupted run would leave so.
  const options = { gracefulExit: false, linewrap: true };
  const bar = new SingleBar({ format: "{bar} {percentage} % | {eta_formatted} left", ...options });
  let shown = false;
  try {
    await world.runUntil(duration, () => {
      if (!process.stderr.isTTY || performance.now() - began < 1000) return;
      const share = (100 * nanoseconds(world.simulation)) / nanoseconds(duration);
      if (shown) bar.update(Math.floor(share));
      else bar.start(100, Math.floor(share));
      shown = true;
    });
  } finally {
    if (shown) bar.stop();
  }
}

/** Lets virtual time go by as fast as real time. */
async function runInRealTime(world: World, duration: Instant): Promise<void> {
  const began = performance.now();
  const end = nanoseconds(duration);
  for (;;) {
    const elapsed = Math.min((performance.now() - began) * 1e6, end);
    await world.runUntil({ seconds: Math.floor(elapsed / 1e9), nanos: Math.floor(elapsed % 1e9) });
    if (elapsed >= end) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Prints console lines as they come, each behind its router's name. */
function livePrinter(scenario: Scenario, simulation: () => Simulation, write: (line: string) => void): WorldObserver {
  const names = scenario.routers.map((router) => router.hostname);
  if (scenario.networks.length > 0) names.push(NETWORK);
  const width = Math.max(...names.map((name) => name.length));
  return {
    ...networkLog(scenario, simulation, (line) => write(`${NETWORK.padEnd(width)} | ${coloured(line)}`)),
    consoleLine: (router, line) => {
      write(`${scenario.routers[router]!.hostname.padEnd(width)} | ${coloured(line)}`);
    },
  };
}
