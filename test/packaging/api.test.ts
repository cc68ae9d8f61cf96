import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { ROOT } from "../support/lint";

const CHANGED =
  "The public API has changed. If that is meant, run `npm run build -- --update-api` and commit api/ with the change.";

const read = (path: string) => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), "utf8") : "");

/** The lines of a text that stand nowhere in the other. */
function linesOnlyIn(text: string, other: string): string[] {
  const known = new Set(other.split("\n"));
  return text.split("\n").filter((line) => !known.has(line));
}

for (const file of readdirSync(join(ROOT, "build/api"))) {
  test(`what is public is what api/${file} says`, (t) => {
    const now = read(`build/api/${file}`);
    const reported = read(`api/${file}`);
    const change = { added: linesOnlyIn(now, reported), removed: linesOnlyIn(reported, now) };
    t.deepEqual(change, { added: [], removed: [] }, CHANGED);
    t.true(now === reported, CHANGED);
  });
}

test("api/ has a report for each entry, and no other", (t) => {
  t.deepEqual(readdirSync(join(ROOT, "api")).sort(), readdirSync(join(ROOT, "build/api")).sort());
});
