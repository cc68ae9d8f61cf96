import { Commands } from "../console/commands";
import type { Console } from "../console/console";
import type { ConsoleInterface } from "../console/console-interface";
import type { RetentionCommands } from "../console/retention-commands";
import { SHELL_TIMERS } from "../console/shell";
import type { NatTraversal } from "../link/nat-traversal";
import type { RetainedLineListener } from "../retention/router-retention";
import type { RunLoop } from "../scheduler/run-loop";
import { SUPERVISOR_TIMERS } from "../scheduler/supervisor";
import type { Supervisor } from "../scheduler/supervisor";
import { ShellTerminal } from "./shell-terminal";
import type { ShellTerminalOptions } from "./shell-terminal";

/** What every program with a console takes on every runtime. */
export interface RouterOptions extends ShellTerminalOptions {
  /** What it has besides: an Ethernet interface, a NAT keepalive. Default: nothing. */
  parts?: readonly RouterPart[];
}

/** What can be a part of a router: `ethernetPart` and `nattPart` of a runtime make one. */
export interface RouterPart {
  /** How many timers it registers. */
  readonly timers: number;
  /** What it takes of the runtime's memory, octets. */
  readonly need: number;
  /**
   * Called once, while the router is made.
   * @throws RangeError when an option is out of range; what the runtime throws when the hardware can't be used
   * @setup
   */
  open(loop: RunLoop, console: Console): OpenPart;
}

/** A part on its hardware, which the router starts. */
export interface OpenPart {
  /** What the console shows and changes of it. */
  readonly shown?: ConsoleInterface;
  /** What `crypto isakmp nat` is about. */
  readonly nat?: NatTraversal;
  /** What outlives the supply, and says when the router may start. */
  readonly retention?: RetainedRouter;
  /** At boot. @param configured whether its interface was started, as it was stored @setup */
  start(now: number, configured: boolean): void;
  /** Ends it, and gives its hardware back. */
  close(now: number): void;
}

/** What a router asks of a {@link RouterRetention}. */
export interface RetainedRouter {
  readonly commands: RetentionCommands;
  start(now: number): void;
}

/** How many timers a router needs besides those of the part that it is made for. @setup */
export function routerTimers(options: { parts?: readonly RouterPart[] }): number {
  let timers = SHELL_TIMERS + SUPERVISOR_TIMERS;
  if (options.parts !== undefined) for (let i = 0; i < options.parts.length; i++) timers += options.parts[i]!.timers;
  return timers;
}

/**
 * A whole program for a board: what it is made for, what it has besides, and a console at which all of it can be looked at
 * and changed while it runs.
 *
 * Memory: that of {@link ShellTerminal}, {@link Commands} and the parts.
 */
export class Router implements RetainedLineListener {
  private readonly _options: RouterOptions;
  private readonly _loop: RunLoop;
  private readonly _terminal: ShellTerminal;
  private _parts: readonly OpenPart[] = [];
  private _commands: Commands | null = null;

  /**
   * @param clockTime ms since 1970 or since the start, for the time of day in console lines
   * @throws RangeError when an option is out of range
   */
  constructor(options: RouterOptions, loop: RunLoop, clockTime: number) {
    this._options = options;
    this._loop = loop;
    this._terminal = new ShellTerminal(options, loop, clockTime);
  }

  get console(): Console {
    return this._terminal.shell.console;
  }

  /** To be told of what nobody caught; undefined without a watchdog. */
  get supervisor(): Supervisor | undefined {
    return this._terminal.supervisor;
  }

  /**
   * Opens the parts of the options, and starts all there is.
   * @param first what the router is made for
   * @throws RangeError when a part does not go with the others; what a part throws
   * @setup
   */
  open(first: OpenPart): void {
    const options = this._options;
    const parts = [first];
    const others = options.parts === undefined ? [] : options.parts;
    for (let i = 0; i < others.length; i++) parts.push(others[i]!.open(this._loop, this.console));
    const interfaces: ConsoleInterface[] = [];
    let nat: NatTraversal | undefined;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (part.shown !== undefined) interfaces.push(part.shown);
      if (part.nat === undefined) continue;
      if (nat !== undefined) throw new RangeError("router: two of its parts are a NAT keepalive: it can have one");
      nat = part.nat;
    }
    const retention = first.retention;
    this._commands = new Commands({
      console: this.console,
      scheduler: this._loop.scheduler,
      interfaces: interfaces,
      nat: nat,
      keepAlive: retention === undefined ? undefined : retention.commands,
      store: options.store,
      heap: options.heap,
      supervisor: this.supervisor,
    });
    this._parts = parts;
    if (retention === undefined) this.lineMayStart(this._loop.now());
    else retention.start(this._loop.now());
    this._terminal.open(this._commands);
    this._loop.update();
  }

  /** At boot, once what outlived the supply was found: says so, and starts all as it is configured. @setup */
  lineMayStart(now: number): void {
    const commands = this._commands!;
    commands.printVersion();
    const configured = commands.restore(now);
    for (let i = 0; i < this._parts.length; i++) this._parts[i]!.start(now, configured);
  }

  /** Ends everything and gives hardware, terminal and timer back; the router can't be used again. */
  close(): void {
    const now = this._loop.now();
    for (let i = 0; i < this._parts.length; i++) this._parts[i]!.close(now);
    this._loop.close();
    this._terminal.close();
  }
}
