import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { linkpulseHere } from "../support/command-line";
import type { Outcome } from "../support/command-line";

const documents = ["README.md", ...readdirSync("docs").map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);

interface Block {
  document: string;
  /** What the comment before the block says it is: `file: examples/...`, `scenario`, `transcript: ...`. */
  mark: string;
  text: string;
}

function markedBlocks(kind: string): Block[] {
  return documents.flatMap((document) => {
    const text = readFileSync(document, "utf8");
    return [...text.matchAll(/<!-- ([^>]+) -->\s+```\w+\n([\s\S]*?)```/g)]
      .map((match) => ({ document, mark: match[1]!, text: match[2]! }))
      .filter(({ mark }) => mark.split(":")[0] === kind);
  });
}

/**
 * Runs a command of the documents, with the files that it names in `folder`. All in this process: so these tests run one
 * after the other.
 */
async function linkpulse(args: string[], folder = "."): Promise<{ status: Outcome["status"]; output: string }> {
  const placed = args.map((arg) => (/^[\w-]+\.(pcapng|vcd|yaml)$/.test(arg) ? join(folder, arg) : arg));
  const { status, out, err } = await linkpulseHere(placed);
  return { status, output: `${out}${err}` };
}

test.serial("examples in the documents are the files that tests run", (t) => {
  const blocks = markedBlocks("file");
  t.is(blocks.length, 3);
  for (const { mark, text } of blocks) {
    t.is(text, readFileSync(mark.slice("file: ".length), "utf8"));
    t.true(text.trimEnd().split("\n").length <= 15, `${mark} is longer than fifteen lines`);
  }
});

test.serial("transcripts are what the scenarios print", async (t) => {
  const blocks = markedBlocks("transcript");
  t.is(blocks.length, 4);
  for (const { mark, text } of blocks) {
    const [scenario, hostname] = mark.slice("transcript: ".length).split(" ");
    const log = (await linkpulse(["emulate", scenario!])).output.split(`${hostname}\n`)[1]!;
    t.true(log.includes(text), `${hostname} of ${scenario} does not print this`);
  }
});

test.serial("scenarios in the documents meet their expectations", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const blocks = markedBlocks("scenario");
  t.is(blocks.length, 1);
  for (const { text } of blocks) {
    const path = join(folder, "scenario.yaml");
    writeFileSync(path, text);
    const { status, output } = await linkpulse(["emulate", path]);
    t.is(status, 0, output);
  }
});

test.serial("emulations that the documents tell to run do what their scenarios expect", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  // Those with a firmware image are run by test/firmware/pico-engine.test.ts.
  const commands = documents.flatMap((document) =>
    [...readFileSync(document, "utf8").matchAll(/^npx linkpulse (emulate (?!.*rp2040).+)$/gm)].map(
      (match) => match[1]!,
    ),
  );
  t.true(commands.length > 5);
  for (const command of new Set(commands)) {
    const { status, output } = await linkpulse(command.split(" "), folder);
    t.is(status, 0, `${command}\n${output}`);
  }
});

/** A command that the documents tell to run, as words. */
const words = (command: string) =>
  command
    .replace(/ +#.*$/, "")
    .trim()
    .split(/ +/);

test.serial("firmware that the documents tell to build is known, for each board and with each setting", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "home.yaml"), "natt: { ssid: lab, peer: 192.0.2.1 }\n");
  const configs = markedBlocks("config");
  t.is(configs.length, 1);
  for (const { mark, text } of configs) writeFileSync(join(folder, mark.slice("config: ".length)), text);
  const commands = documents.flatMap((document) =>
    [...readFileSync(document, "utf8").matchAll(/^npx linkpulse ((?:build|flash) .+)$/gm)]
      .map((match) => match[1]!)
      .filter((command) => !command.includes("--board NAME")),
  );
  for (const board of ["pico", "pico-w", "pico-2", "esp32"]) {
    t.true(
      commands.some((command) => words(command).includes(board)),
      `no document flashes a ${board}`,
    );
  }
  for (const command of new Set(commands)) {
    const { status, output } = await linkpulse([...words(command), "--dry-run"], folder);
    t.is(status, 0, `${command}\n${output}`);
  }
});

test.serial("what the documents say is refused, is", async (t) => {
  const blocks = markedBlocks("refused");
  t.is(blocks.length, 2);
  for (const { mark, text } of blocks) {
    const { status, output } = await linkpulse(words(mark.slice("refused: ".length)));
    t.is(status, 2);
    t.is(output, text);
  }
});

test.serial("outputs of commands in the documents are what they print", async (t) => {
  const blocks = markedBlocks("command");
  t.is(blocks.length, 2);
  for (const { mark, text } of blocks) {
    t.is((await linkpulse(mark.slice("command: ".length).split(" "))).output, text);
  }
});

test.serial("links between the documents lead somewhere", (t) => {
  for (const document of documents) {
    const folder = document.includes("/") ? "docs/" : "";
    for (const [, target] of readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      t.notThrows(() => readFileSync(`${folder}${target}`), `${document} links to ${target}`);
    }
  }
});
