import type { Commands } from "../console/commands";
import { Shell } from "../console/shell";
import type { ConfigStore, Sleep, Terminal } from "../ports";
import type { RunLoop } from "../scheduler/run-loop";
import type { Supervisor } from "../scheduler/supervisor";
import { timeOfDay } from "./link-parts";
import { supervisorOf } from "./system-options";
import type { SystemOptions } from "./system-options";

/** A terminal as a runtime makes it. */
export interface PlatformTerminal extends Terminal {
  /** Says who takes what is typed, and starts to tell. */
  attach(listener: TerminalListener): void;
  /** Gives the hardware back to the runtime. */
  close(): void;
}

/** What a terminal tells whoever uses it. */
export interface TerminalListener {
  /** Octets `[start, end)` were typed; they are valid during the call only. */
  typed(bytes: Uint8Array, start: number, end: number): void;
  /** The terminal has room again. */
  terminalWritable(): void;
}

/** What a program with a console takes. */
export interface ShellTerminalOptions extends SystemOptions {
  /** What stands in the prompt: 1 to 32 printable ASCII characters, no blanks. Default `Router`. */
  hostname?: string;
  /** Where a person types commands, and where the lines go that IOS would print. */
  console: PlatformTerminal;
  /** Where `write memory` saves to. Default: nowhere. */
  store?: ConfigStore;
}

/**
 * A shell on a terminal of the runtime: it knows the time, and keeps the alarm set.
 *
 * Memory: that of {@link Shell}.
 */
export class ShellTerminal implements TerminalListener {
  readonly shell: Shell;
  /** Undefined without a watchdog. */
  readonly supervisor: Supervisor | undefined;
  private readonly _sleep: Sleep | undefined;
  private readonly _terminal: PlatformTerminal;
  private readonly _loop: RunLoop;

  /**
   * @param clockTime ms since 1970 or since the start, for the time of day in console lines
   * @throws RangeError when an option is out of range, or the scheduler is full
   */
  constructor(options: ShellTerminalOptions, loop: RunLoop, clockTime: number) {
    const terminal = options.console;
    this._terminal = terminal;
    this._loop = loop;
    this._sleep = options.sleep;
    this.shell = new Shell({
      hostname: options.hostname === undefined ? "Router" : options.hostname,
      terminal: terminal,
      scheduler: loop.scheduler,
      timeOfDay: timeOfDay(loop, clockTime),
    });
    this.supervisor = supervisorOf(options, loop.scheduler);
  }

  /** Starts the watchdog, lets the processor sleep, and takes what is typed from now on. @setup */
  open(commands: Commands): void {
    if (this.supervisor !== undefined) this.supervisor.start(this._loop.now());
    if (this._sleep !== undefined) this._sleep.allow();
    this.shell.attach(commands);
    this._terminal.attach(this);
  }

  typed(bytes: Uint8Array, start: number, end: number): void {
    this.shell.receive(bytes, start, end, this._loop.now());
    this._loop.update();
  }

  terminalWritable(): void {
    this.shell.writable(this._loop.now());
    this._loop.update();
  }

  /** Gives the terminal back to the runtime. */
  close(): void {
    this._terminal.close();
  }
}
