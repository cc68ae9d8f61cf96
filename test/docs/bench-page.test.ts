import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import test from "ava";
import { reportLines } from "../../emulator/cli/bench-view";
import type { BenchReport } from "../../emulator/bench/report";
import { benchOn, pluggedPort, portWithPeer } from "../support/bench";
import { VirtualTime } from "../support/virtual-time";

const page = readFileSync("docs/bench.md", "utf8");

function transcript(mark: string): string {
  return new RegExp(`<!-- bench: ${mark} -->\\s+\`\`\`text\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;
}

function printed(report: BenchReport): string {
  return reportLines(report)
    .map((line) => `${stripVTControlCharacters(line)}\n`)
    .join("");
}

/** All names of fields in a report, however deep. */
function fields(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fields);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...fields(inner)]);
}

const plugged = async () => {
  const time = new VirtualTime();
  return benchOn(time, pluggedPort(time), { duration: 10_000, tellsFramingErrors: false });
};

const echoOff = async () => {
  const time = new VirtualTime();
  return benchOn(time, portWithPeer(time, "ppp", { interval: 0 }).port, { keepalive: 2000 });
};

const good = async () => {
  const time = new VirtualTime();
  return benchOn(time, portWithPeer(time, "ppp", { interval: 2000, retries: 3 }).port, { keepalive: 2000 });
};

for (const [mark, run] of [
  ["plug", plugged],
  ["ppp", good],
  ["echo off", echoOff],
] as const) {
  test(`the transcript of the bench's page is what it prints: ${mark}`, async (t) => {
    t.is(transcript(mark), printed(await run()));
  });
}

test("the bench's page tells every field of the report, and every check that there is", async (t) => {
  const reports = [await plugged(), await good()];
  for (const name of new Set(reports.flatMap(fields))) t.true(page.includes(`\`${name}\``), name);
  for (const { name } of reports.flatMap(({ checks }) => checks)) t.true(page.includes(`\`${name}\``), name);
});
