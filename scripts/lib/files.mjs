import { existsSync, readdirSync } from "node:fs";

/** The files below `folder` whose name ends in `ending`, without what other packages keep there. */
export function files(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((name) => name.endsWith(ending) && !name.includes("node_modules"));
}
