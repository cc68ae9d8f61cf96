import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The full path of a program on the PATH; undefined when there is none. */
export function onPath(name: string): string | undefined {
  const names = process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`, `${name}.bat`] : [name];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const file of names) {
      const path = join(folder, file);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // It may be in the next folder.
      }
    }
  }
  return undefined;
}

/** What `name --version` prints, from its first number on; undefined when there is no such program, or it fails. */
export function versionOf(name: string): string | undefined {
  const path = onPath(name);
  if (path === undefined) return undefined;
  try {
    const shell = process.platform === "win32";
    const output = execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], shell });
    return /\d[\d.]*/.exec(output)?.[0];
  } catch {
    return undefined;
  }
}
