/**
 * AVA starts a thread for each file that it is given, which takes longer than most files' tests do. Folders whose tests only
 * compute become one file each, whose tests share a thread; test/support/titled.ts tells them apart. Tests that start
 * programs, wait in real time or put doubles into the global scope keep a thread of their own.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const DEVICE = ["console", "drivers", "framing", "keepalive", "link", "retention", "scheduler", "wire"];
const INTERFACES = ["ethernet", "i2c", "network", "power", "rp2040", "serial", "spi"];
const EMULATOR = ["bench", "capture", "chips", "device", ...INTERFACES, "retention", "scenario", "simulation", "world"];
const FOLDERS = [...DEVICE, ...EMULATOR.map((name) => `emulator/${name}`)];

/** Writes a file for each of these folders into `folder`, and returns the patterns of all that AVA is to run. */
export function together(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of FOLDERS) {
    const files = readdirSync(`build/test/${name}`, { recursive: true }).filter((file) => file.endsWith(".test.js"));
    const imports = files.sort().map((file) => {
      const title = file.slice(0, -".test.js".length);
      return `import "data:text/javascript,globalThis.testFile = '${title}'";\nimport "../test/${name}/${file}";\n`;
    });
    writeFileSync(`${folder}/${name.replaceAll("/", "-")}.test.js`, imports.join(""));
  }
  return [`${folder}/*.test.js`, "build/test/**/*.test.js", ...FOLDERS.map((name) => `!build/test/${name}/**`)];
}
