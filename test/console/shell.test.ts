import test from "ava";
import { CommandParser } from "../../src/console/command-parser";
import { Action, COMMANDS } from "../../src/console/command-table";
import { CommandTree, Mode } from "../../src/console/command-tree";
import { InterfaceNames } from "../../src/console/interface-names";
import type { LineWriter } from "../../src/console/line-writer";
import type { Report } from "../../src/console/report";
import { Shell, SHELL_TIMERS } from "../../src/console/shell";
import type { ShellCommands } from "../../src/console/shell";
import { TimeOfDay } from "../../src/console/time-of-day";
import { Scheduler } from "../../src/scheduler/scheduler";
import { ascii } from "../../src/text";
import { Screen } from "../support/terminal";

/** Keeps what it is told to do, and prints a report of numbered lines for `show memory`. */
class Recorder implements ShellCommands, Report {
  readonly parser = new CommandParser(new CommandTree(COMMANDS), new InterfaceNames([ascii("Serial0/0")]));
  mode: Mode = Mode.Exec;
  readonly done: Action[] = [];
  lines = 3;
  private _printed = 0;

  execute(): Report | null {
    const action = this.parser.action as Action;
    this.done.push(action);
    if (action === Action.ConfigureTerminal) this.mode = Mode.Configure;
    if (action === Action.Interface) this.mode = Mode.Interface;
    if (action === Action.Exit) this.mode = Mode.Away;
    if (action !== Action.ShowMemory) return null;
    this._printed = 0;
    return this;
  }

  enter(): void {
    if (this.mode === Mode.Away) this.mode = Mode.Exec;
  }

  endConfiguration(): void {
    this.mode = Mode.Exec;
  }

  next(line: LineWriter): boolean {
    line.text(ascii(`line ${++this._printed}`));
    return this._printed < this.lines;
  }
}

/** A shell that a test types at. */
class Bench {
  readonly screen = new Screen();
  readonly commands = new Recorder();
  readonly scheduler = new Scheduler(SHELL_TIMERS);
  readonly shell: Shell;
  now = 0;

  constructor(hostname = "Router1") {
    this.shell = new Shell({
      hostname,
      terminal: this.screen,
      scheduler: this.scheduler,
      timeOfDay: new TimeOfDay(0, 0),
    });
    this.shell.attach(this.commands);
  }

  types(text: string): this {
    const bytes = Buffer.from(text, "latin1");
    this.shell.receive(bytes, 0, bytes.length, this.now);
    return this;
  }

  /** A log line, stamped. */
  logs(text: string): this {
    this.shell.console.stamp(this.now);
    this.shell.console.line.text(ascii(text));
    this.shell.console.print();
    return this;
  }

  /** Lets time go on. */
  at(now: number): this {
    this.now = now;
    this.scheduler.run(now);
    return this;
  }
}

// --- prompt

test("nothing but the log is printed until somebody types", (t) => {
  const bench = new Bench();
  bench.logs("one").at(1_000).logs("two").at(2_000);
  t.is(bench.screen.sent, "00:00:00.000: one\r\n00:00:01.000: two\r\n");
  t.is(bench.scheduler.armed, 0);
  bench.types("\r");
  t.is(bench.screen.last, "Router1#");
});

test("a first key that is no Enter stands behind the first prompt", (t) => {
  const bench = new Bench("r");
  bench.types("s");
  t.deepEqual(bench.screen.lines, ["r#s"]);
});

test("the prompt says which commands are taken, ^C and ^Z leave the configuration", (t) => {
  const { screen, types } = bind(new Bench());
  types("\rconf t\r");
  t.is(screen.last, "Router1(config)#");
  types("int s0/0\r");
  t.is(screen.last, "Router1(config-if)#");
  types("shut\x03");
  t.deepEqual(screen.take().slice(-1), ["Router1(config-if)#shut^C"]);
  t.is(screen.last, "Router1#");
  types("conf t\rint s0/0\r\x1a");
  t.deepEqual(screen.take().slice(-1), ["Router1(config-if)#^Z"]);
  t.is(screen.last, "Router1#");
});

test("^C abandons what was typed", (t) => {
  const { screen, commands, types } = bind(new Bench());
  types("\rshow mem\x03");
  t.deepEqual(screen.lines, ["Router1#show mem^C", "Router1#"]);
  types("show mem\r");
  t.deepEqual(commands.done, [Action.ShowMemory]);
});

test("exit leaves the terminal to the log, until somebody types again", (t) => {
  const bench = new Bench();
  bench.types("\rexit\r").logs("alone");
  t.deepEqual(bench.screen.lines, ["Router1#exit", "00:00:00.000: alone", ""]);
  t.is(bench.scheduler.armed, 0);
  bench.types("\r");
  t.is(bench.screen.last, "Router1#");
});

// --- line editor

test("CR, LF, CR LF and CR NUL each end one line", (t) => {
  const { screen, types } = bind(new Bench());
  types("\r").types("\r\n\n\r\r\0");
  t.deepEqual(screen.lines, Array(5).fill("Router1#"));
});

test("backspace, DEL, ^W and ^U erase", (t) => {
  const { screen, commands, types } = bind(new Bench());
  types("\rshox\bw memorz\x7fy");
  t.is(screen.last.trimEnd(), "Router1#show memory");
  types("\x17");
  t.is(screen.last.trimEnd(), "Router1#show");
  types("x  \x17\x17\x17");
  t.is(screen.last.trimEnd(), "Router1#");
  types("\b\x7f\x17\x15");
  t.is(screen.last.trimEnd(), "Router1#");
  types("nonsense\x15show memory\r");
  t.deepEqual(commands.done, [Action.ShowMemory]);
});

test("a line that is too long rings the bell and grows no further", (t) => {
  const { screen, types } = bind(new Bench());
  types("\r" + "x".repeat(79));
  t.is(screen.bells, 0);
  types("xyz");
  t.is(screen.bells, 2);
  t.is(screen.last, "Router1#" + "x".repeat(80));
});

test("cursor keys, control characters and octets above ASCII are left out", (t) => {
  const { screen, commands, types } = bind(new Bench());
  types("\rshow\x1b[A\x1bOB\x1b[1;5C\x1bx \0\x01\x05\xe9\xffmemory");
  t.is(screen.last, "Router1#show memory");
  types("\x1b\r");
  t.deepEqual(commands.done, [Action.ShowMemory]);
});

test("^R and ^L show the line again", (t) => {
  const { screen, types } = bind(new Bench());
  types("\rshow\x12 me\x0c");
  t.deepEqual(screen.lines, ["Router1#show", "Router1#show me", "Router1#show me"]);
});

// --- errors

test("the marker stands under the token that nothing stands for", (t) => {
  const { screen, types } = bind(new Bench());
  types("\rshow nonsense serial\r");
  t.deepEqual(screen.take(), [
    "Router1#show nonsense serial",
    "             ^",
    "% Invalid input detected at '^' marker.",
    "",
  ]);
  types("conf t\rint s0/0\rkeepalive  32768\r");
  t.deepEqual(screen.take().slice(-4, -2), [
    "Router1(config-if)#keepalive  32768", //
    "                              ^",
  ]);
});

test("a command that goes on, and a word that may be several", (t) => {
  const { screen, types } = bind(new Bench());
  types("\rshow\r");
  t.deepEqual(screen.take(), ["Router1#show", "% Incomplete command.", ""]);
  types("  c t\r");
  t.deepEqual(screen.take(), ["Router1#  c t", '% Ambiguous command:  "  c t"', ""]);
  types("show i s\r");
  t.deepEqual(screen.take(), ["Router1#show i s", "% Incomplete command.", ""]);
});

test("an empty line and a comment do nothing", (t) => {
  const { screen, commands, types } = bind(new Bench());
  types("\r   \r! show memory\r");
  t.deepEqual(screen.lines, ["Router1#", "Router1#! show memory", "Router1#"]);
  t.deepEqual(commands.done, []);
});

// --- help

test("? lists what can stand there, and shows the line again", (t) => {
  const { screen, types } = bind(new Bench());
  types("\rshow in?");
  t.deepEqual(screen.lines, [
    "Router1#show in?",
    "  interfaces        Interface status and configuration",
    "Router1#show in",
  ]);
  types("t ?");
  t.deepEqual(screen.take().slice(-3), ["Router1#show int ?", "  Serial0/0         Of this interface only", "  <cr>"]);
  types("s ?");
  t.deepEqual(screen.take().slice(-1), ["  0/0               Of this interface only"]);
  types("0/0 ?");
  t.deepEqual(screen.take().slice(-1), ["  <cr>"]);
  t.is(screen.last, "Router1#show int s 0/0 ");
});

test("? lists numbers and addresses by their form, and behind no what has such a form", (t) => {
  const { screen, types } = bind(new Bench());
  types("\rconf t\rint s0/0\rkeepalive ?");
  t.deepEqual(screen.take().slice(-3), [
    "  <0-32767>         Seconds between two (default 10; 0: none)",
    "  disable           Send none",
    "  <cr>",
  ]);
  types("1?");
  t.deepEqual(screen.take().slice(-1), ["  <0-32767>         Seconds between two (default 10; 0: none)"]);
  types("\x15ip address ?");
  t.deepEqual(screen.take().slice(-3), [
    "  A.B.C.D           IP address",
    "  negotiated        Ask the peer (PPP)",
    "  slarp             Ask the peer (HDLC)",
  ]);
  types("\x15no ip ?");
  t.deepEqual(screen.take().slice(-1), ["  address           Set the interface's address"]);
  types("\x15no e?");
  t.deepEqual(screen.take().slice(-1), ["% Unrecognized command"]);
  types("\x15foo ?");
  t.deepEqual(screen.take().slice(-1), ["% Unrecognized command"]);
});

test("Tab types the rest of what only one thing can be", (t) => {
  const { screen, types } = bind(new Bench());
  types("\rsh\tru\t");
  t.is(screen.last, "Router1#show running-config ");
  types("\x15show s\t?");
  types("\x15sh int ser\t");
  t.is(screen.last.trimEnd(), "Router1#sh int serial0/0");
  types("\x15sh int s0\t");
  t.is(screen.last.trimEnd(), "Router1#sh int s0/0");
  types("\x15sh int s 0\t");
  t.is(screen.last.trimEnd(), "Router1#sh int s 0/0");
  t.is(screen.bells, 0);
  types("\x15c\t");
  types("\x15nothing \t");
  types("\x15conf t\r" + "int s 0/0\r" + "keepalive 1\t");
  t.is(screen.bells, 3);
});

// --- the log beside what is typed

test("a log line gets a line of its own, and the prompt comes back with what was typed", (t) => {
  const bench = new Bench();
  bench.types("\rsho").logs("one").logs("two");
  t.deepEqual(bench.screen.lines, ["Router1#sho", "00:00:00.000: one", "00:00:00.000: two", ""]);
  bench.at(49);
  t.is(bench.screen.last, "");
  bench.at(50);
  t.is(bench.screen.last, "Router1#sho");
  t.is(bench.scheduler.armed, 0);
  bench.types("w mem\r");
  t.deepEqual(bench.commands.done, [Action.ShowMemory]);
});

test("a key brings the prompt back at once", (t) => {
  const bench = new Bench();
  bench.types("\rshow mex").logs("one").types("\bm");
  t.deepEqual(bench.screen.lines, ["Router1#show mex", "00:00:00.000: one", "Router1#show mem"]);
  t.is(bench.scheduler.armed, 0);
});

// --- a terminal that is slow

test("a report waits for room, and what is typed meanwhile is taken after it", (t) => {
  const bench = new Bench();
  const { screen, shell } = bench;
  bench.commands.lines = 4;
  bench.types("\r");
  screen.room = 260;
  bench.types("show memory\r");
  t.deepEqual(screen.lines, ["Router1#show memory", ""]);
  bench.types("sho int\rignored").logs("between");
  t.deepEqual(screen.lines, ["Router1#show memory", "00:00:00.000: between", ""]);
  t.is(bench.scheduler.armed, 0);
  screen.room = 263;
  shell.writable(1);
  t.deepEqual(screen.lines.slice(2), ["line 1", ""]);
  screen.room = 0x7fffffff;
  shell.writable(2);
  t.deepEqual(screen.lines.slice(2), ["line 1", "line 2", "line 3", "line 4", "Router1#sho int", "Router1#"]);
  t.deepEqual(bench.commands.done, [Action.ShowMemory, Action.ShowInterfaces]);
});

test("the prompt waits for room too", (t) => {
  const bench = new Bench();
  const { screen, shell } = bench;
  bench.commands.lines = 1;
  bench.types("\r");
  screen.room = 270;
  bench.types("show memory\r");
  t.deepEqual(screen.lines, ["Router1#show memory", "line 1", ""]);
  shell.writable(1);
  t.is(screen.last, "");
  screen.room = 256;
  shell.writable(2);
  t.is(screen.last, "Router1#");
  screen.room = 200;
  bench.types("configure terminal\rinterf");
  t.is(screen.last, "");
  screen.room = 300;
  shell.writable(3);
  t.is(screen.last, "Router1(config)#interf");
});

test("^C ends a report", (t) => {
  const bench = new Bench();
  const { screen, shell } = bench;
  bench.types("\r");
  screen.room = 284;
  bench.types("show memory\rsh\x03");
  t.is(screen.last, "Router1#");
  shell.writable(2);
  bench.types("x");
  t.is(screen.last, "Router1#x");
  t.is(screen.lines.filter((line) => line.startsWith("line")).length, 2);
});

// --- set-up

test("a host name that can't stand in a prompt", (t) => {
  for (const hostname of ["", "a b", "x".repeat(33), "é", "\u1234"]) {
    t.throws(() => new Bench(hostname), { instanceOf: RangeError, message: /host name is .* 1 to 32 printable/ });
  }
});

test("what is typed before there are commands is ignored", (t) => {
  const screen = new Screen();
  const scheduler = new Scheduler(SHELL_TIMERS);
  const shell = new Shell({ hostname: "r", terminal: screen, scheduler, timeOfDay: new TimeOfDay(0, 0) });
  shell.receive(Buffer.from("show\r"), 0, 5, 0);
  t.is(screen.sent, "");
});

function bind(bench: Bench) {
  return { screen: bench.screen, commands: bench.commands, types: (text: string) => bench.types(text) };
}
