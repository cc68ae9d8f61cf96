/** The two packages as npm would publish them; what `npm run build` makes must be there. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./lint";

export interface Packed {
  /** Of the package, compressed, octets. */
  size: number;
  unpackedSize: number;
  files: { path: string; size: number }[];
}

/** What `npm pack` would put into the package whose folder this is. */
export async function pack(folder: string): Promise<Packed> {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: join(ROOT, folder) });
  return (JSON.parse(stdout) as Packed[])[0]!;
}

/** Puts the packed files, and nothing else, into `node_modules/name` of a new folder, which it returns. */
export function unpack(folder: string, packed: Packed, name: string): string {
  const project = mkdtempSync(join(tmpdir(), "linkpulse-package-"));
  for (const { path } of packed.files) {
    const target = join(project, "node_modules", name, path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(ROOT, folder, path), target);
  }
  return project;
}
