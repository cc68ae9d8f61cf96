import { COMMANDS } from "../../src/console/command-table";
import { CommandTree, Kind, Mode, NONE } from "../../src/console/command-tree";

const TREE = new CommandTree(COMMANDS);

/** The commands as docs/console.md lists them: a table for each prompt, made from the table that the parser reads. */

interface Row {
  command: string;
  does: string;
  no: string;
}

const text = (start: number, end: number) => Buffer.from(TREE.text.subarray(start, end)).toString();
const helpOf = (node: number) => text(TREE.help(node), TREE.helpEnd(node));
const isArgument = (node: number) => TREE.kind(node) > Kind.No;

function wordOf(node: number): string {
  if (TREE.kind(node) === Kind.Interface) return "INTERFACE";
  return text(TREE.word(node), TREE.wordEnd(node));
}

/** The nodes of a place, from the first on. */
function nodes(first: number): number[] {
  const found: number[] = [];
  for (let node = first; node !== NONE; node = TREE.next(node)) found.push(node);
  return found;
}

/** An argument that may be left out: the command does the same without it. */
function optionalArgument(node: number): number | undefined {
  if (TREE.action(node) === NONE) return undefined;
  const same = (child: number) => isArgument(child) && TREE.action(child) === TREE.action(node);
  return nodes(TREE.child(node)).find(same);
}

/**
 * The rows of a node and what can follow it.
 * @param path the words before it, and what the last of them, and the arguments after it, are helped with
 */
function rowsOf(node: number, path: string, helps: string[], no: string): Row[] {
  const words = `${path}${wordOf(node)}`;
  const said = isArgument(node) ? [...helps, helpOf(node)] : [helpOf(node)];
  const noForm = TREE.noAction(node) === NONE ? no : `no ${words}`;
  const rows: Row[] = [];
  const optional = optionalArgument(node);
  if (TREE.action(node) !== NONE) {
    let command = words;
    let brackets = "";
    const parts = [...said];
    for (let next = optional; next !== undefined; next = optionalArgument(next)) {
      command += ` [${wordOf(next)}`;
      brackets += "]";
      parts.push(helpOf(next));
    }
    rows.push({ command: command + brackets, does: parts.join("; "), no: noForm });
  }
  for (const child of nodes(TREE.child(node))) {
    if (child !== optional) rows.push(...rowsOf(child, `${words} `, said, noForm));
  }
  return rows;
}

const PROMPTS: [modes: number, heading: string][] = [
  [Mode.Exec, "`Router1#`"],
  [Mode.Interface, "`Router1(config-if)#`"],
  [Mode.Configure | Mode.Interface, "`Router1(config)#` and `Router1(config-if)#`"],
  [Mode.Exec | Mode.Configure | Mode.Interface, "Every prompt"],
];

const escaped = (cell: string) => cell.replaceAll("|", "\\|");
const code = (command: string) => (command === "" ? "" : `\`${escaped(command)}\``);

function table(rows: Row[]): string {
  const cells = [
    ["command", "what it does", "takes it back"],
    ...rows.map(({ command, does, no }) => [code(command), escaped(does), code(no)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`);
  lines.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return lines.join("\n");
}

export function commandPage(): string {
  return PROMPTS.map(([modes, heading]) => {
    const first = nodes(0).filter((node) => TREE.modes(node) === modes && TREE.kind(node) !== Kind.No);
    return `### ${heading}\n\n${table(first.flatMap((node) => rowsOf(node, "", [], "")))}\n`;
  }).join("\n");
}
