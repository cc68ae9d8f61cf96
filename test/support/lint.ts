/**
 * The project's own lint rules, and what ESLint's RuleTester needs to run under AVA. They are plain JavaScript outside
 * of what is compiled, hence imported by path; `build/test/` lies three folders below the repository.
 */
import { fileURLToPath } from "node:url";
import test from "ava";
import { RuleTester } from "eslint";
import type { Linter, Rule } from "eslint";

const lintFile = (name: string) => new URL(`../../../lint/${name}`, import.meta.url).href;

/** A rule's module in lint/. */
export async function ownRule(name: string): Promise<Rule.RuleModule> {
  return ((await import(lintFile(name))) as { default: Rule.RuleModule }).default;
}

export async function espruinoOutputLint(): Promise<(script: string, file: string) => string[]> {
  type Module = { lintEspruinoOutput: (script: string, file: string) => string[] };
  return ((await import(lintFile("espruino-output.mjs"))) as Module).lintEspruinoOutput;
}

/** The repository's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A tester each of whose cases is a test of its own. */
export function ruleTester(languageOptions: Linter.LanguageOptions): RuleTester {
  RuleTester.describe = (_name: string, body: () => void) => body();
  RuleTester.it = (name: string, body: () => void) => {
    test(name, (t) => {
      t.notThrows(body);
    });
  };
  return new RuleTester({ languageOptions });
}
