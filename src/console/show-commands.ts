import { Action } from "./command-table";
import type { CommandsOptions } from "./commands";
import { ReportOnInterfaces } from "./report";
import type { Report } from "./report";
import { NoRetention } from "./retention-commands";
import type { RetentionCommands } from "./retention-commands";
import { RunningConfig } from "./running-config";
import { ShowControllers } from "./show-controllers";
import { ShowInterface } from "./show-interface";
import { ShowKeepalive } from "./show-keepalive";
import { ShowMemory } from "./show-memory";
import { ShowNat } from "./show-nat";
import { ShowScheduler } from "./show-scheduler";
import { ShowVersion } from "./show-version";

/** The commands that only show something. */
export class ShowCommands {
  readonly version: ShowVersion;
  private readonly _onInterfaces: ReportOnInterfaces;
  private readonly _controllers: ShowControllers;
  private readonly _interface: ShowInterface;
  private readonly _keepalive: ShowKeepalive;
  private readonly _memory: ShowMemory;
  private readonly _nat: ShowNat;
  private readonly _noRetention: NoRetention;
  private readonly _retention: RetentionCommands | null;
  private readonly _runningConfig: RunningConfig;
  private readonly _scheduler: ShowScheduler;

  constructor(options: CommandsOptions) {
    const heap = options.heap === undefined ? null : options.heap;
    const nat = options.nat === undefined ? null : options.nat;
    this._onInterfaces = new ReportOnInterfaces(options.interfaces);
    this._controllers = new ShowControllers();
    this._interface = new ShowInterface(options.console);
    this._keepalive = new ShowKeepalive();
    this._memory = new ShowMemory(options.interfaces, options.scheduler, heap);
    this._nat = new ShowNat(nat);
    this._noRetention = new NoRetention();
    this._retention = options.keepAlive === undefined ? null : options.keepAlive;
    this._runningConfig = new RunningConfig(options.interfaces, nat);
    this._scheduler = new ShowScheduler(options.scheduler);
    this.version = new ShowVersion(options);
  }

  /** What a command shows, from its beginning. @param index of the interface that it is about, or -1 for all */
  report(action: Action, index: number): Report {
    switch (action) {
      case Action.ShowControllers:
        this._onInterfaces.begin(this._controllers, index);
        return this._onInterfaces;
      case Action.ShowCryptoIsakmpNat:
        this._nat.begin();
        return this._nat;
      case Action.ShowInterfaces:
        this._onInterfaces.begin(this._interface, index);
        return this._onInterfaces;
      case Action.ShowKeepalive:
        this._onInterfaces.begin(this._keepalive, index);
        return this._onInterfaces;
      case Action.ShowMemory:
        this._memory.begin();
        return this._memory;
      case Action.ShowClock:
      case Action.ShowPower:
      case Action.ShowRetention:
        return this._retention === null ? this._noRetention : this._retention.report(action);
      case Action.ShowScheduler:
        this._scheduler.begin();
        return this._scheduler;
      case Action.ShowVersion:
        this.version.begin();
        return this.version;
      default:
        return this.runningConfig();
    }
  }

  /** The configuration, from its beginning. */
  runningConfig(): Report {
    this._runningConfig.begin();
    return this._runningConfig;
  }
}
