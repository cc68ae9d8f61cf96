/** Writes records into a memory file for ever, and says each that is there: `node file-writer.js PATH`. */
import { writeSync } from "node:fs";
import { MemoryFile } from "../../../src/platform/node/memory-file";

const memory = new MemoryFile(process.argv[2]!, 4096);
const bytes = new Uint8Array(4096);
for (let i = 1; ; i++) {
  bytes.fill(i & 0xff);
  memory.write(0, bytes, 0, bytes.length);
  writeSync(1, `${i}\n`);
}
