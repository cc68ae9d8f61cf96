import test from "ava";
import { CommandParser, Outcome } from "../../src/console/command-parser";
import { Action, COMMANDS } from "../../src/console/command-table";
import { CommandRows, CommandTree, Kind, Mode, NONE } from "../../src/console/command-tree";
import { InterfaceNames } from "../../src/console/interface-names";
import { ascii } from "../../src/text";

const TREE = new CommandTree(COMMANDS);

const parser = new CommandParser(TREE, new InterfaceNames([ascii("Serial0/0"), ascii("Serial0/1"), ascii("Line2")]));

function parse(
  text: string,
  mode: Mode,
  by = parser,
): { outcome: Outcome; action: number; values: number[]; at: number } {
  const line = new Uint8Array(80);
  line.set(Buffer.from(text, "latin1"));
  const outcome = by.parse(line, text.length, mode);
  return { outcome, action: by.action, values: [...by.values.subarray(0, by.count)], at: by.at };
}

const EXAMPLES: Partial<Record<Kind, string>> = {
  [Kind.Seconds]: "5",
  [Kind.Hexadecimal]: "0",
  [Kind.Address]: "10.0.0.1",
  [Kind.Mask]: "255.0.0.0",
  [Kind.Interface]: "line2",
  [Kind.TimeOfDay]: "12:30:00",
  [Kind.Month]: "may",
};

const wordOf = (node: number) => Buffer.from(TREE.text.subarray(TREE.word(node), TREE.wordEnd(node))).toString();

const MODES = [Mode.Exec, Mode.Configure, Mode.Interface];

/** Every command, spelled out: its words, the modes that have it, what it does, and what its `no` form does. */
function commands(): { words: string[]; modes: Mode[]; action: number; noAction: number }[] {
  const found = [];
  const words: string[] = [];
  let modes = 0;
  for (let node = 0; node < TREE.size; node++) {
    if (TREE.depth(node) === 0) modes = TREE.modes(node);
    words.length = TREE.depth(node);
    const isNumber = TREE.kind(node) === Kind.Number;
    words.push(isNumber ? `${TREE.least(node)}` : (EXAMPLES[TREE.kind(node)] ?? wordOf(node)));
    const action = TREE.action(node);
    const noAction = TREE.noAction(node);
    const its = MODES.filter((mode) => modes & mode);
    if (action !== NONE || noAction !== NONE) found.push({ words: [...words], modes: its, action, noAction });
  }
  return found;
}

test("every row of the table that ends a command is found, and so is its no form", (t) => {
  for (const { words, modes, action, noAction } of commands()) {
    for (const mode of modes) {
      const line = words.join(" ");
      t.is(parse(line, mode).outcome, action === NONE ? Outcome.Incomplete : Outcome.Command, line);
      if (action !== NONE) t.is(parser.action, action, line);
      const no = parse(`no ${line}`, mode);
      if (noAction === NONE) t.not(no.outcome, Outcome.Command, `no ${line}`);
      else t.deepEqual([no.outcome, no.action], [Outcome.Command, noAction], `no ${line}`);
    }
  }
});

test("every action belongs to a command", (t) => {
  const known = new Set(commands().flatMap(({ action, noAction }) => [action, noAction]));
  for (let action = 0; action <= Action.NoPppTimeoutRestart; action++) t.true(known.has(action), `${action}`);
});

test("a word may be cut short as far as only one fits, letter case aside", (t) => {
  for (const { words, modes, action } of commands()) {
    for (const mode of modes) {
      words.forEach((word, i) => {
        for (let length = 1; length < word.length; length++) {
          const cut = [...words.slice(0, i), word.slice(0, length).toUpperCase(), ...words.slice(i + 1)].join(" ");
          const { outcome, action: found, at } = parse(cut, mode);
          if (outcome === Outcome.Command) t.is(found, action === NONE ? found : action, cut);
          if (outcome === Outcome.Ambiguous) t.is(at, words.slice(0, i).join(" ").length + (i > 0 ? 1 : 0), cut);
        }
      });
    }
  }
  t.is(parse("c t", Mode.Exec).outcome, Outcome.Ambiguous);
  t.is(parse("conf t", Mode.Exec).action, Action.ConfigureTerminal);
  t.is(parse("sh", Mode.Interface).action, Action.Shutdown);
});

test("a word that is spelled out is not ambiguous", (t) => {
  const rows = new CommandRows();
  rows.modes(Mode.Exec);
  rows.row("ab", "", 1, NONE);
  rows.row("abc", "", 2, NONE);
  rows.row("a", "", 3, NONE);
  const small = new CommandParser(new CommandTree(rows.table()), new InterfaceNames([]));
  const actionOf = (text: string) => (parse(text, Mode.Exec, small).outcome === Outcome.Command ? small.action : NONE);
  t.deepEqual([actionOf("a"), actionOf("ab"), actionOf("abc"), actionOf("abcd")], [3, 1, 2, NONE]);
});

test("interfaces by name: cut short, with a blank, in any case", (t) => {
  const indexOf = (name: string) => parse(`interface ${name}`, Mode.Configure).values[0];
  for (const name of ["Serial0/1", "serial 0/1", "s0/1", "S  0/1", "ser 0/1", "SERIAL0/1"])
    t.is(indexOf(name), 1, name);
  for (const name of ["line 2", "l2"]) t.is(indexOf(name), 2, name);
  for (const [name, outcome, at] of [
    ["serial", Outcome.Incomplete, 10],
    ["serial 0", Outcome.Invalid, 17],
    ["serial 0/11", Outcome.Invalid, 17],
    ["serials0/1", Outcome.Invalid, 10],
    ["0/1", Outcome.Invalid, 10],
    ["2", Outcome.Invalid, 10],
    ["serial 0/1 0/1", Outcome.Invalid, 21],
  ] as const) {
    const parsed = parse(`interface ${name}`, Mode.Configure);
    t.deepEqual([parsed.outcome, parsed.at], [outcome, at], name);
  }
});

test("two names that the same letters begin", (t) => {
  const names = new InterfaceNames([ascii("Serial0"), ascii("Service0")]);
  const small = new CommandParser(TREE, names);
  t.is(parse("interface se0", Mode.Configure, small).outcome, Outcome.Ambiguous);
  t.is(parse("interface se 0", Mode.Configure, small).outcome, Outcome.Ambiguous);
  t.deepEqual(parse("interface serv 0", Mode.Configure, small).values, [1]);
});

test("an interface whose name can't be typed", (t) => {
  for (const name of ["", "Serial", "0/0", "Serial 0/0"]) {
    t.throws(() => new InterfaceNames([ascii("Serial0"), ascii(name)]), {
      instanceOf: RangeError,
      message: "console: the name of interface 1 must be letters and a number: Serial0/0",
    });
  }
});

test("arguments come in order", (t) => {
  t.deepEqual(parse("keepalive 2.5 7", Mode.Interface).values, [2500, 7]);
  t.deepEqual(parse("ip address 10.0.0.1 255.0.0.0", Mode.Interface).values, [0x0a000001, 0xff000000 | 0]);
  t.deepEqual(parse("path-probe 1.2.3.4 5 6", Mode.Interface).values, [0x01020304, 5000, 6]);
});

test("a table has 255 rows at most", (t) => {
  const rows = new CommandRows();
  for (let i = 0; i < 256; i++) rows.row(`word${i}`, "", 0, NONE);
  t.throws(() => rows.table(), { instanceOf: RangeError, message: /256 rows of commands: there can be 255/ });
});
