import { NAT_KEEPALIVE_INTERVAL } from "../keepalive/nat-keepalive";
import type { NatTraversal } from "../link/nat-traversal";
import type { ConfigStore } from "../ports";
import type { Scheduler } from "../scheduler/scheduler";
import { ascii } from "../text";
import { CommandParser } from "./command-parser";
import { Action, COMMANDS } from "./command-table";
import { CommandTree, Mode } from "./command-tree";
import type { Console } from "./console";
import { interfaceOf } from "./console-interface";
import type { ConsoleInterface } from "./console-interface";
import { DebugCommands } from "./debug-commands";
import { InterfaceCommands } from "./interface-commands";
import { InterfaceNames } from "./interface-names";
import { complainOfNat, setNatKeepalive } from "./nat-commands";
import type { Report } from "./report";
import { complainOfRetention } from "./retention-commands";
import type { RetentionCommands } from "./retention-commands";
import type { ShellCommands } from "./shell";
import { ShowCommands } from "./show-commands";
import { printVersion } from "./show-version";
import type { ShowVersionOptions } from "./show-version";
import { StoredConfig } from "./stored-config";
import type { ConfigReader } from "./stored-config";

export interface CommandsOptions extends ShowVersionOptions {
  /** Of the shell that the commands are typed at. */
  console: Console;
  scheduler: Scheduler;
  interfaces: readonly ConsoleInterface[];
  /** What `crypto isakmp nat` is about. Default: nothing, and the commands say so. */
  nat?: NatTraversal;
  /** What the commands are about that have to do with the clock and the supply. Default: nothing, and they say so. */
  keepAlive?: RetentionCommands;
  /** Where `write memory` saves to. Default: nowhere. */
  store?: ConfigStore;
}

const CONFIGURING = ascii("Enter configuration commands, one per line.  End with CNTL/Z.");

/** The commands of a router: the session's own here, the others by groups in their files. */
export class Commands implements ShellCommands, ConfigReader {
  readonly parser: CommandParser;
  mode: Mode = Mode.Exec;
  private readonly _console: Console;
  private readonly _interfaces: readonly ConsoleInterface[];
  private readonly _nat: NatTraversal | null;
  private readonly _retention: RetentionCommands | null;
  private readonly _show: ShowCommands;
  private readonly _debug: DebugCommands;
  private readonly _configure: InterfaceCommands;
  private readonly _stored: StoredConfig;
  /** The index of the interface that is configured. */
  private _index = 0;

  /** @throws RangeError when an interface has a name that can't be typed */
  constructor(options: CommandsOptions) {
    const names: Uint8Array[] = [];
    for (let i = 0; i < options.interfaces.length; i++) names.push(interfaceOf(options.interfaces[i]!).nameText);
    this._console = options.console;
    this._interfaces = options.interfaces;
    this._nat = options.nat === undefined ? null : options.nat;
    this._retention = options.keepAlive === undefined ? null : options.keepAlive;
    if (this._retention !== null) this._retention.attach(options.console);
    this.parser = new CommandParser(new CommandTree(COMMANDS), new InterfaceNames(names));
    this._show = new ShowCommands(options);
    this._debug = new DebugCommands(options);
    this._configure = new InterfaceCommands(options);
    this._stored = new StoredConfig(options.store === undefined ? null : options.store, options.console);
  }

  execute(now: number): Report | null {
    const action = this.parser.action as Action;
    const values = this.parser.values;
    const count = this.parser.count;
    switch (action) {
      case Action.ConfigureTerminal:
        this._console.line.text(CONFIGURING);
        this._console.print();
        this.mode = Mode.Configure;
        return null;
      case Action.Interface:
        this._index = values[0]!;
        this.mode = Mode.Interface;
        return null;
      case Action.Exit:
        if (this.mode === Mode.Interface) this.mode = Mode.Configure;
        else this.mode = this.mode === Mode.Configure ? Mode.Exec : Mode.Away;
        return null;
      case Action.End:
        this.mode = Mode.Exec;
        return null;
      case Action.ClearCounters:
        this._clearCounters(count > 0 ? values[0]! : -1);
        return null;
      case Action.ClockSet:
        if (this._retention === null) complainOfRetention(this._console);
        else this._retention.setClock(values[0]!, values[1]!, values[2]!, values[3]!, now);
        return null;
      case Action.WriteMemory:
        this._stored.save(this._show.runningConfig(), now);
        return null;
      case Action.NatKeepalive:
        this._setNatKeepalive(values[0]!, now);
        return null;
      case Action.NoNatKeepalive:
        this._setNatKeepalive(0, now);
        return null;
      default:
        if (action <= Action.LastShow) return this._show.report(action, count > 0 ? values[0]! : -1);
        if (action <= Action.LastDebug) this._debug.run(action);
        else this._configure.run(action, this._index, values, count, now);
        return null;
    }
  }

  endConfiguration(): void {
    this.mode = Mode.Exec;
  }

  /** Somebody types again. */
  enter(): void {
    if (this.mode === Mode.Away) this.mode = Mode.Exec;
  }

  /** Prints what the log of a start begins with. @setup */
  printVersion(): void {
    printVersion(this._show.version, this._console);
  }

  /**
   * Configures and starts all interfaces as the board's store says, at boot, before anything started them.
   * @returns false, with nothing done, where nothing is stored
   * @setup
   */
  restore(now: number): boolean {
    if (!this._stored.isThere()) return false;
    if (this._nat !== null) setNatKeepalive(this._nat, NAT_KEEPALIVE_INTERVAL, now);
    this._configure.beginBoot(now);
    this._stored.read(this, now);
    this._configure.endBoot(now);
    this.mode = Mode.Exec;
    return true;
  }

  /** A command for the router leaves the interface, as on IOS. @param interval ms, 0 for none */
  private _setNatKeepalive(interval: number, now: number): void {
    this.mode = Mode.Configure;
    if (this._nat === null) complainOfNat(this._console);
    else setNatKeepalive(this._nat, interval, now);
  }

  /** @param index of the interface, or -1 for all */
  private _clearCounters(index: number): void {
    for (let i = 0; i < this._interfaces.length; i++) {
      if (index < 0 || i === index) interfaceOf(this._interfaces[i]!).clearCounters();
    }
  }
}
