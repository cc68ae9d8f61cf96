import { nodeEngine } from "../../emulator/engine/engine";
import type { Engine } from "../../emulator/engine/engine";
import { parseScenario } from "../../emulator/scenario/load";
import type { Instant, Scenario } from "../../emulator/scenario/scenario";
import type { Simulation } from "../../emulator/simulation/simulation";
import { countIn } from "../../emulator/scenario/counters";
import { judge } from "../../emulator/world/judge";
import type { Judgement } from "../../emulator/world/judge";
import { combine } from "../../emulator/world/observer";
import type { WorldObserver } from "../../emulator/world/observer";
import type { Report } from "../../emulator/world/router-host";
import { replayWatches } from "../../emulator/world/replay-watch";
import { RunRecord } from "../../emulator/world/run-record";
import { World } from "../../emulator/world/world";

/** A scenario at work on Node, which a test stops at times of its choosing. */
export class WorldRun {
  readonly scenario: Scenario;
  readonly world: World;
  readonly record: RunRecord;
  /** What was put on a line and what came out of it: `10.000000000 r1 Serial0/0 sent 7e...`. */
  readonly octets: string[] = [];

  /**
   * @param source a scenario, or the text of one
   * @param engines of its first routers; the others run on Node
   */
  constructor(source: Scenario | string, observer: WorldObserver = {}, engines: Engine[] = []) {
    this.scenario = typeof source === "string" ? parseScenario(source, "test.yaml") : source;
    this.record = new RunRecord(this.scenario.routers.length, () => this.simulation, replayWatches(this.scenario));
    const all = this.scenario.routers.map((_, i) => engines[i] ?? nodeEngine);
    const log: WorldObserver = {
      octetsSent: (...args) => this._log("sent", ...args),
      octetsReceived: (...args) => this._log("received", ...args),
    };
    this.world = new World(this.scenario, all, combine([this.record, log, observer]));
  }

  get simulation(): Simulation {
    return this.world.simulation;
  }

  /** Runs up to a time in seconds, or to the end. */
  async until(seconds?: number): Promise<this> {
    const end: Instant = seconds === undefined ? this.scenario.duration : toInstant(seconds);
    await this.world.runUntil(end);
    return this;
  }

  /** A counter of a router's first interface; undefined while it is off. */
  async counter(router: number, name: string): Promise<number | undefined> {
    const report = (await this.world.routers[router]!.report())[0];
    return report === undefined ? undefined : countIn(report.counters, name);
  }

  reports(): Promise<Report[][]> {
    return Promise.all(this.world.routers.map((router) => router.report()));
  }

  async judged(): Promise<Judgement[]> {
    return judge(this.scenario, this.record, await this.reports());
  }

  private _log(what: string, router: number, port: number, bytes: Uint8Array, start: number, end: number): void {
    const { seconds, nanos } = this.simulation;
    const { name, interfaces } = this.scenario.routers[router]!;
    const hex = Buffer.from(bytes.subarray(start, end)).toString("hex");
    const time = `${seconds}.${`${nanos}`.padStart(9, "0")}`;
    this.octets.push(`${time} ${name} ${interfaces[port]!.config.name} ${what} ${hex}`);
  }
}

function toInstant(seconds: number): Instant {
  return { seconds: Math.floor(seconds), nanos: Math.round((seconds % 1) * 1e9) };
}
