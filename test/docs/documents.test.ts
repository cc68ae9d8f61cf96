import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "ava";

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

function linkpulse(args: string[], cwd = "."): { status: number; output: string } {
  try {
    const output = execFileSync(process.execPath, [resolve("emulator/bin/linkpulse.mjs"), ...args], {
      stdio: "pipe",
      cwd,
    });
    return { status: 0, output: output.toString() };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: Buffer; stderr: Buffer };
    return { status, output: `${stdout}${stderr}` };
  }
}

test("examples in the documents are the files that tests run", (t) => {
  const blocks = markedBlocks("file");
  t.is(blocks.length, 3);
  for (const { mark, text } of blocks) {
    t.is(text, readFileSync(mark.slice("file: ".length), "utf8"));
    t.true(text.trimEnd().split("\n").length <= 15, `${mark} is longer than fifteen lines`);
  }
});

test("transcripts are what the scenarios print", (t) => {
  const blocks = markedBlocks("transcript");
  t.is(blocks.length, 4);
  for (const { mark, text } of blocks) {
    const [scenario, hostname] = mark.slice("transcript: ".length).split(" ");
    const log = linkpulse(["emulate", scenario!]).output.split(`${hostname}\n`)[1]!;
    t.true(log.includes(text), `${hostname} of ${scenario} does not print this`);
  }
});

test("scenarios in the documents meet their expectations", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const blocks = markedBlocks("scenario");
  t.is(blocks.length, 1);
  for (const { text } of blocks) {
    const path = join(folder, "scenario.yaml");
    writeFileSync(path, text);
    const { status, output } = linkpulse(["emulate", path]);
    t.is(status, 0, output);
  }
});

test("emulations that the documents tell to run do what their scenarios expect", (t) => {
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
    const { status, output } = linkpulse(command.split(" "), folder);
    t.is(status, 0, `${command}\n${output}`);
  }
});

/** A command that the documents tell to run, as words. */
const words = (command: string) =>
  command
    .replace(/ +#.*$/, "")
    .trim()
    .split(/ +/);

test("firmware that the documents tell to build is known, for each board and with each setting", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "home.yaml"), "natt: { ssid: lab, peer: 192.0.2.1 }\n");
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
    const { status, output } = linkpulse([...words(command), "--dry-run"], folder);
    t.is(status, 0, `${command}\n${output}`);
  }
});

test("what the documents say is refused, is", (t) => {
  const blocks = markedBlocks("refused");
  t.is(blocks.length, 1);
  for (const { mark, text } of blocks) {
    const { status, output } = linkpulse(words(mark.slice("refused: ".length)));
    t.is(status, 2);
    t.is(output, text);
  }
});

test("links between the documents lead somewhere", (t) => {
  for (const document of documents) {
    const folder = document.includes("/") ? "docs/" : "";
    for (const [, target] of readFileSync(document, "utf8").matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      t.notThrows(() => readFileSync(`${folder}${target}`), `${document} links to ${target}`);
    }
  }
});
