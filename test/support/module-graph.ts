import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./lint";

const IMPORT = /^(?:import|export) (?!type\b)(?:\{([^}]*)\}|\*) from "(\.[^"]+)"/gm;

/**
 * Which modules of `src/` each one asks for when it is loaded on Moddable: TypeScript leaves out those of which only types and
 * constant enums are used, and a lint rule marks what is only a type.
 */
export class ModuleGraph {
  private readonly _texts = new Map<string, string>();

  /** A module and all that it needs, by path below `src/`. */
  closure(module: string): Set<string> {
    const found = new Set([module]);
    for (const path of found) {
      for (const [, names, source] of this._text(path).matchAll(IMPORT)) {
        const imported = join(dirname(path), source!);
        if (names === undefined || this._hasValue(imported, names)) found.add(imported);
      }
    }
    return found;
  }

  private _hasValue(module: string, names: string): boolean {
    const text = this._text(module);
    return names
      .split(",")
      .map((name) => name.trim().replace(/ as .*/, ""))
      .some((name) => name !== "" && !new RegExp(`^export const enum ${name}\\b`, "m").test(text));
  }

  private _text(module: string): string {
    let text = this._texts.get(module);
    if (text === undefined) {
      const path = `${ROOT}src/${module}.ts`;
      text = existsSync(path) ? readFileSync(path, "utf8") : "";
      this._texts.set(module, text);
    }
    return text;
  }
}
