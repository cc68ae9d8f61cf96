import type { ConsoleSink, Terminal } from "../ports";
import type { Scheduler, Task } from "../scheduler/scheduler";
import { ascii } from "../text";
import { CommandHelp } from "./command-help";
import { Outcome } from "./command-parser";
import type { CommandParser } from "./command-parser";
import { Mode } from "./command-tree";
import { Console, LONGEST_LINE } from "./console";
import { Key, LineEditor, TYPED_LINE } from "./line-editor";
import type { Report } from "./report";
import type { TimeOfDay } from "./time-of-day";

export interface ShellOptions {
  /** What stands before every prompt: 1 to 32 printable ASCII characters, no blanks. */
  hostname: string;
  terminal: Terminal;
  /** Must have {@link SHELL_TIMERS} timers free. */
  scheduler: Scheduler;
  timeOfDay: TimeOfDay;
}

/** What a shell runs. */
export interface ShellCommands {
  readonly parser: CommandParser;
  /** Which commands are taken. */
  readonly mode: Mode;
  /** Does what the parser has found. Returns what is to be printed, or null. */
  execute(now: number): Report | null;
  /** A person who had left is back. */
  enter(): void;
  /** Leaves the configuration, if the mode is one of it. */
  endConfiguration(): void;
}

/** How many timers a shell registers. */
export const SHELL_TIMERS = 1;

/** How long after a log line the prompt is shown again, ms: lines that come together stay together. */
const PROMPT_DELAY = 50;

const LONGEST_HOSTNAME = 32;

const INTERRUPT = 3;
const BLANK = 32;
const QUOTE = 34;
const MARKER = 94;
const DELETE = 127;

const EXEC_PROMPT = ascii("#");
const CONFIGURE_PROMPT = ascii("(config)#");
const INTERFACE_PROMPT = ascii("(config-if)#");
const NEW_LINE = ascii("\r\n");
const INTERRUPTED = ascii("^C");
const ENDED = ascii("^Z");
const QUESTION_MARK = ascii("?");
const INVALID = ascii("% Invalid input detected at '^' marker.");
const INCOMPLETE = ascii("% Incomplete command.");
const AMBIGUOUS = ascii('% Ambiguous command:  "');

/**
 * A console that a person types at: prompt, line editor, and what stands between {@link Console} and the terminal.
 *
 * Until somebody types there is no prompt: the terminal gets the log's lines and nothing else. From then on a log line
 * gets a line of its own, and the prompt with what was typed so far is shown again below it.
 *
 * What a command prints waits for room on the terminal, line by line. What is typed meanwhile, up to one line, is taken
 * after it; ^C ends it.
 *
 * Memory: a {@link Console}, 80 octets for the typed line, one timer.
 */
export class Shell implements ConsoleSink, Task {
  /** For everything that prints. */
  readonly console: Console;
  private readonly _terminal: Terminal;
  private readonly _scheduler: Scheduler;
  private readonly _timer: number;
  private readonly _hostname: Uint8Array;
  private readonly _editor: LineEditor;
  private _commands: ShellCommands | null = null;
  private _help: CommandHelp | null = null;
  /** Whether somebody sits at the terminal. */
  private _attended = false;
  /** Whether the terminal's last line is the prompt and what was typed. */
  private _prompted = false;
  /** Whether a command is being carried out and printed: what was typed is not shown. */
  private _busy = false;
  /** What is still to be printed. */
  private _report: Report | null = null;
  /** Whether the line that was typed meanwhile is complete. */
  private _entered = false;

  /** @throws RangeError when the host name can't stand in a prompt or the scheduler is full */
  constructor(options: ShellOptions) {
    this._hostname = checkedHostname(options.hostname);
    this._terminal = options.terminal;
    this._scheduler = options.scheduler;
    this._timer = options.scheduler.register(this, 0, 0);
    this._editor = new LineEditor(TYPED_LINE, options.terminal);
    this.console = new Console(this, options.timeOfDay);
  }

  /** Says what can be typed; called once. Before, what is typed is ignored. @setup */
  attach(commands: ShellCommands): void {
    this._commands = commands;
    this._help = new CommandHelp(commands.parser, this._editor);
  }

  /** Octets `[start, end)` were typed. */
  receive(bytes: Uint8Array, start: number, end: number, now: number): void {
    if (this._commands === null) return;
    for (let i = start; i < end; i++) {
      if (this._busy) this._typeAhead(bytes[i]!);
      else this._type(bytes[i]!, now);
    }
    if (this._prompted) this._editor.flush();
  }

  /** The terminal has room again. */
  writable(now: number): void {
    if (this._busy) this._goOn(now);
  }

  /** Takes the lines of the console. */
  write(bytes: Uint8Array, start: number, end: number): void {
    if (this._prompted) this._newLine();
    this._terminal.write(bytes, start, end);
    if (!this._attended || this._busy) return;
    this._scheduler.arm(this._timer, (this.console.now + PROMPT_DELAY) | 0);
  }

  wake(): void {
    this._prompt();
    this._editor.flush();
  }

  private _type(octet: number, now: number): void {
    if (this._attended) this._prompt();
    const key = this._editor.take(octet);
    if (!this._attended) {
      this._attended = true;
      this._commands!.enter();
      this._prompt();
      if (key === Key.Enter) return;
    }
    if (key === Key.None) return;
    this._editor.flush();
    const commands = this._commands!;
    switch (key) {
      case Key.Enter:
        this._enter(now);
        break;
      case Key.Help:
        this._write(QUESTION_MARK);
        this._newLine();
        this._help!.begin(commands.mode);
        this._report = this._help;
        this._goOn(now);
        break;
      case Key.Complete:
        if (!this._help!.complete(commands.mode)) this._editor.bell();
        break;
      case Key.Interrupt:
        this._leave(INTERRUPTED);
        break;
      case Key.End:
        this._leave(ENDED);
        break;
      case Key.Redraw:
        this._newLine();
        this._prompt();
        break;
    }
  }

  /** What is typed while something is printed waits in the line editor, unseen. */
  private _typeAhead(octet: number): void {
    if (octet === INTERRUPT) {
      this._leave(INTERRUPTED);
    } else if (!this._entered && this._editor.take(octet) === Key.Enter) {
      this._entered = true;
    }
  }

  /** Carries out the typed line. */
  private _enter(now: number): void {
    const editor = this._editor;
    const commands = this._commands!;
    const parser = commands.parser;
    this._newLine();
    const outcome = parser.parse(editor.buffer, editor.length, commands.mode);
    this._busy = true;
    if (outcome === Outcome.Command) this._report = commands.execute(now);
    else this._complain(outcome, parser.at);
    editor.clear();
    this._goOn(now);
  }

  /** Prints what there is to print, as far as the terminal takes it, and then the prompt. */
  private _goOn(now: number): void {
    const line = this.console.line;
    this._busy = true;
    this._editor.echo = false;
    while (this._terminal.room >= LONGEST_LINE) {
      if (this._report === null) {
        this._finish(now);
        return;
      }
      if (!this._report.next(line, now)) this._report = null;
      if (line.length > 0) this.console.print();
    }
  }

  private _finish(now: number): void {
    this._busy = false;
    this._editor.echo = true;
    this._attended = this._commands!.mode !== Mode.Away;
    if (!this._attended) return;
    this._prompt();
    this._editor.flush();
    if (!this._entered) return;
    this._entered = false;
    this._enter(now);
  }

  /** What ^C and ^Z do. */
  private _leave(shown: Uint8Array): void {
    this._write(shown);
    this._newLine();
    this._busy = false;
    this._report = null;
    this._entered = false;
    this._editor.echo = true;
    this._editor.clear();
    this._commands!.endConfiguration();
    this._prompt();
  }

  private _complain(outcome: Outcome, at: number): void {
    const line = this.console.line;
    switch (outcome) {
      case Outcome.Empty:
        return;
      case Outcome.Invalid:
        line.column(this._hostname.length + this._promptText().length + at);
        line.octet(MARKER);
        this.console.print();
        line.text(INVALID);
        break;
      case Outcome.Incomplete:
        line.text(INCOMPLETE);
        break;
      default:
        line.text(AMBIGUOUS);
        line.part(this._editor.buffer, 0, this._editor.length);
        line.octet(QUOTE);
    }
    this.console.print();
    this.console.print();
  }

  /** Sees to it that the prompt stands on the terminal's last line. */
  private _prompt(): void {
    if (this._prompted) return;
    this._scheduler.cancel(this._timer);
    this._write(this._hostname);
    this._write(this._promptText());
    this._prompted = true;
    this._editor.hide();
  }

  private _promptText(): Uint8Array {
    const mode = this._commands!.mode;
    return mode === Mode.Configure ? CONFIGURE_PROMPT : mode === Mode.Interface ? INTERFACE_PROMPT : EXEC_PROMPT;
  }

  private _newLine(): void {
    this._write(NEW_LINE);
    this._prompted = false;
  }

  private _write(text: Uint8Array): void {
    this._terminal.write(text, 0, text.length);
  }
}

/** @setup */
function checkedHostname(hostname: string): Uint8Array {
  const text = ascii(hostname);
  let isPlain = hostname.length > 0 && hostname.length <= LONGEST_HOSTNAME;
  for (let i = 0; i < text.length; i++) {
    if (text[i]! <= BLANK || text[i]! >= DELETE || hostname.charCodeAt(i) > DELETE) isPlain = false;
  }
  if (isPlain) return text;
  throw new RangeError(
    `console: host name is "${hostname}": it must be 1 to ${LONGEST_HOSTNAME} printable ASCII characters without a blank`,
  );
}
