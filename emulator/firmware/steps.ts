import { spawn } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder, OutputError } from "../capture/output-file";
import { UsageError } from "../cli/usage-error";
import { systemReason } from "../system-error";

/** One thing that building or flashing does: each can be printed as what a person would type. */
export type Step = FileStep | RunStep | CopyStep;

export interface FileStep {
  kind: "file";
  path: string;
  text: string;
}

export interface RunStep {
  kind: "run";
  /** The program and its arguments, as a person types them. */
  command: string[];
  /** What is run in its place: the program where it was found. */
  found?: string[];
  env?: Record<string, string>;
  /** What its output says is wrong, as a line for a person. */
  explain?: (output: string) => string | undefined;
}

export interface CopyStep {
  kind: "copy";
  from: string;
  to: string;
}

/** A step as lines for a shell. */
export function shellLines(step: Step): string[] {
  switch (step.kind) {
    case "file":
      return [
        `mkdir -p ${quoted(dirname(step.path))}`,
        `cat > ${quoted(step.path)} <<'END'`,
        ...step.text.trimEnd().split("\n"),
        "END",
      ];
    case "copy":
      return [`cp ${quoted(step.from)} ${quoted(step.to)}`];
    case "run":
      return [
        [
          ...Object.entries(step.env ?? {}).map(([name, value]) => `${name}=${quoted(value)}`),
          ...step.command.map(quoted),
        ].join(" "),
      ];
  }
}

/** @throws UsageError, OutputError when the step fails */
export async function perform(step: Step): Promise<void> {
  switch (step.kind) {
    case "file":
      makeFolder(dirname(step.path));
      written(step.path, () => writeFileSync(step.path, step.text));
      return;
    case "copy":
      written(step.to, () => copyFileSync(step.from, step.to));
      return;
    case "run":
      return runProgram(step);
  }
}

function written(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new OutputError(path, error);
  }
}

async function runProgram({ command, found, env, explain }: RunStep): Promise<void> {
  const [name, ...args] = found ?? command;
  const child = spawn(name!, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      process.stderr.write(text);
    });
  }
  const status = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on("error", (error) => reject(new UsageError(`${command[0]}: can't be run (${systemReason(error)})`)));
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  const wrong = explain?.(output);
  if (wrong !== undefined) throw new UsageError(wrong);
  if (status !== 0) throw new UsageError(`${command[0]} ended with ${status}: what is wrong stands above`);
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
