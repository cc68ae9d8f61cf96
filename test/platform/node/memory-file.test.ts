import { spawn } from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import test from "ava";
import { MemoryFile } from "../../../src/platform/node/memory-file";
import { MemoryState, PortFault } from "../../../src/ports";
import { StoreBench } from "../../support/retention/store-bench";
import { temporaryFile } from "../../support/temporary-file";

function contentsOf(path: string): number[] {
  const bytes = new Uint8Array(4);
  new MemoryFile(path, 4).read(0, bytes, 0, 4);
  return [...bytes];
}

test.serial("what is written is there for the next program, in place", (t) => {
  const path = temporaryFile(t, "memory");
  const memory = new MemoryFile(path, 8);
  memory.write(2, Uint8Array.of(0xee, 1, 2, 3, 0xee), 1, 4);
  t.is(memory.poll(), MemoryState.Done);
  const read = new Uint8Array(9);
  new MemoryFile(path, 8).read(0, read, 1, 9);
  t.deepEqual([...read], [0, 0, 0, 1, 2, 3, 0, 0, 0]);
});

test.serial("nothing beyond the end is touched", (t) => {
  const path = temporaryFile(t, "memory");
  const memory = new MemoryFile(path, 4);
  memory.write(3, Uint8Array.of(7, 8, 9), 0, 3);
  t.deepEqual(contentsOf(path), [0, 0, 0, 7]);
  const read = new Uint8Array(3).fill(0xee);
  memory.read(3, read, 0, 3);
  t.deepEqual([...read], [7, 0xee, 0xee]);
});

/** Every call by which the file changes. */
const CALLS = ["openSync", "writeSync", "fsyncSync", "closeSync", "renameSync"] as const;

/** Runs with the process as good as dead from call number `last` on: none of its calls does anything any more. */
function cutAt(last: number, what: () => void): number {
  const real = Object.fromEntries(CALLS.map((name) => [name, fs[name]]));
  let calls = 0;
  for (const name of CALLS) {
    Object.assign(fs, {
      [name]: (...args: never[]) => {
        if (calls++ >= last) throw new Error("the process is gone");
        return (real[name] as (...args: never[]) => unknown)(...args);
      },
    });
  }
  syncBuiltinESMExports();
  try {
    what();
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
  return calls;
}

test.serial("a process that goes at any call leaves what was there or what was written", (t) => {
  const path = temporaryFile(t, "memory");
  const memory = new MemoryFile(path, 4);
  const write = (octets: number[]) => memory.write(0, Uint8Array.from(octets), 0, 4);
  const all = cutAt(Infinity, () => write([1, 1, 1, 1]));
  t.true(all >= 7);
  const found = new Set<string>();
  for (let last = 0; last < all; last++) {
    write([1, 1, 1, 1]);
    cutAt(last, () => write([2, 2, 2, 2]));
    const contents = contentsOf(path).join(" ");
    t.true(["1 1 1 1", "2 2 2 2"].includes(contents), `${last}: ${contents}`);
    found.add(contents);
  }
  t.is(found.size, 2);
});

test.serial("a write that fails is told, and the memory is as it was", (t) => {
  const path = temporaryFile(t, "memory");
  const memory = new MemoryFile(path, 4);
  memory.write(0, Uint8Array.of(1, 2, 3, 4), 0, 4);
  cutAt(0, () => memory.write(0, Uint8Array.of(9, 9, 9, 9), 0, 4));
  t.is(memory.poll(), MemoryState.Failed);
  t.is(memory.fault, PortFault.Stuck);
  const read = new Uint8Array(4);
  memory.read(0, read, 0, 4);
  t.deepEqual([...read], [1, 2, 3, 4]);
});

test.serial("a process that is killed leaves one of its last two writes, whole", async (t) => {
  const script = fileURLToPath(new URL("../../support/retention/file-writer.js", import.meta.url));
  for (let round = 0; round < 4; round++) {
    const path = temporaryFile(t, `memory${round}`);
    const child = spawn(process.execPath, [script, path], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data: Buffer) => {
      text += data.toString();
      if (text.split("\n").length > 5 + 3 * round) child.kill("SIGKILL");
    });
    await once(child, "close");
    const told = Number(text.trim().split("\n").at(-1));
    const bytes = new Uint8Array(4096);
    new MemoryFile(path, 4096).read(0, bytes, 0, 4096);
    t.true([told & 0xff, (told + 1) & 0xff].includes(bytes[0]!), `told ${told}, found ${bytes[0]}`);
    t.true(bytes.every((octet) => octet === bytes[0]));
  }
});

test.serial("a store in it", (t) => {
  const path = temporaryFile(t, "memory");
  const open = () => new StoreBench(new Uint8Array(0), { memory: new MemoryFile(path, 64) }).start();
  t.deepEqual(open().save(70).told(), ["cold", "saved"]);
  const again = open();
  t.deepEqual(again.told(), ["restored"]);
  t.is(again.uptime, 70);
});

test.serial("a size out of range, and a file that can't be read", (t) => {
  t.throws(() => new MemoryFile("/nowhere", 0), {
    message: "memory file: size is 0: it must be a whole number from 1 to 1048576 octets",
  });
  t.throws(() => new MemoryFile(fileURLToPath(new URL(".", import.meta.url)), 4), { code: "EISDIR" });
});
