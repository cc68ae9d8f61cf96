import { readFileSync } from "node:fs";
import test from "ava";
import { commandPage } from "../support/command-page";
import { ConsoleRouter } from "../support/console-router";

const PROMPT = /^Router1(\(.*\))?#(.*)$/;

test("the page of the console lists the commands that there are", (t) => {
  const page = readFileSync("docs/console.md", "utf8");
  const listed = /<!-- commands -->\n\n([^]*)\n<!-- \/commands -->/.exec(page)?.[1];
  t.is(listed, commandPage(), "node scripts/console-page.mjs brings it up to date");
});

test("its session is what a router prints", (t) => {
  const page = readFileSync("docs/console.md", "utf8");
  const session = /```text\n([^]*?)```/.exec(page)![1]!;
  const typed = session.split("\n").flatMap((line) => PROMPT.exec(line)?.[2] ?? []);
  t.true(typed.length > 5);
  const router = new ConsoleRouter().boot();
  router.keys(typed.map((line) => `${line}\r`).join(""));
  t.is(router.screen.take().join("\n") + "\n", session);
});
