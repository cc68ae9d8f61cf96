import type { Commands } from "../console/commands";
import { Shell } from "../console/shell";
import type { ConfigStore, HeapGauge, Terminal } from "../ports";
import type { RunLoop } from "../scheduler/run-loop";
import { timeOfDay } from "./serial-link";

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
export interface ShellTerminalOptions {
  /** What stands in the prompt: 1 to 32 printable ASCII characters, no blanks. Default `Router`. */
  hostname?: string;
  /** Where a person types commands, and where the lines go that IOS would print. */
  console: PlatformTerminal;
  /** Where `write memory` saves to. Default: nowhere. */
  store?: ConfigStore;
  /** For `show memory`. Default: it says nothing of a heap. */
  heap?: HeapGauge;
}

/**
 * A shell on a terminal of the runtime: it knows the time, and keeps the alarm set.
 *
 * Memory: that of {@link Shell}.
 */
export class ShellTerminal implements TerminalListener {
  readonly shell: Shell;
  private readonly _terminal: PlatformTerminal;
  private readonly _loop: RunLoop;

  /**
   * @param hostname default `Router`
   * @param clockTime ms since 1970 or since the start, for the time of day in console lines
   * @throws RangeError when the host name can't stand in a prompt or the scheduler is full
   */
  constructor(terminal: PlatformTerminal, hostname: string | undefined, loop: RunLoop, clockTime: number) {
    this._terminal = terminal;
    this._loop = loop;
    this.shell = new Shell({
      hostname: hostname === undefined ? "Router" : hostname,
      terminal: terminal,
      scheduler: loop.scheduler,
      timeOfDay: timeOfDay(loop, clockTime),
    });
  }

  /** Takes what is typed from now on. @setup */
  open(commands: Commands): void {
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
