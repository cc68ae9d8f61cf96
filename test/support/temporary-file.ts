import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";

/** A path for a file of that name in a folder of its own, which is removed with the test. */
export function temporaryFile(t: ExecutionContext, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}
