import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { UsageError } from "../../../emulator/cli/usage-error";
import { isEspruino, readFlash } from "../../../emulator/rp2040/image";

const folder = mkdtempSync(join(tmpdir(), "linkpulse-"));
test.after.always(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, octets: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

/** A stack in RAM and a start in flash, as they stand at octet 0x100 of a program, and a text behind. */
function program(text = ""): Buffer {
  const octets = Buffer.alloc(256);
  octets.writeUInt32LE(0x20042000, 0);
  octets.writeUInt32LE(0x10000201, 4);
  octets.write(text, 8, "latin1");
  return octets;
}

function block(address: number, octets: Buffer, family = 0xe48bff56): Buffer {
  const made = Buffer.alloc(512);
  made.writeUInt32LE(0x0a324655, 0);
  made.writeUInt32LE(0x9e5d5157, 4);
  made.writeUInt32LE(address, 12);
  made.writeUInt32LE(octets.length, 16);
  made.writeUInt32LE(family, 28);
  octets.copy(made, 32);
  return made;
}

test("a UF2 file: blocks for an RP2040 stand where they belong, others are left out", (t) => {
  const other = block(0x10000100, Buffer.alloc(256, 7), 0xe48bff59);
  const flash = readFlash(fileOf("a.uf2", Buffer.concat([block(0x10000100, program()), other])));
  t.is(flash.length, 0x200000);
  t.deepEqual(Buffer.from(flash.subarray(0x100, 0x200)), program());
  t.is(flash[0xff], 0xff);
  t.is(flash[0x200], 0xff);
  t.false(isEspruino(flash));
});

test("a .bin file is the flash from its start; Espruino is known by the file that it runs", (t) => {
  const flash = readFlash(fileOf("a.bin", Buffer.concat([Buffer.alloc(256), program(".bootcde")])));
  t.deepEqual(Buffer.from(flash.subarray(0x100, 0x200)), program(".bootcde"));
  t.is(flash[0x200], 0xff);
  t.true(isEspruino(flash));
});

test("files of anything else are refused", (t) => {
  const refused = (name: string, octets: Buffer, problem: string) => {
    const path = fileOf(name, octets);
    t.throws(() => readFlash(path), { instanceOf: UsageError, message: `${path}: ${problem}` });
  };
  refused("text.uf2", Buffer.alloc(512), "this is no UF2 file: there is no block at octet 0");
  refused("empty.uf2", Buffer.alloc(0), "there is no program for an RP2040 in it");
  refused("other.uf2", block(0x10000100, program(), 0xe48bff59), "there is no program for an RP2040 in it");
  refused("ram.uf2", block(0x20000000, program()), "the block at octet 0 is not for the flash of a Pico");
  refused("zeros.bin", Buffer.alloc(1024), "there is no program for an RP2040 in it");
  const first = block(0x10000100, program());
  first.writeUInt32LE(3, 24);
  refused("cut.uf2", Buffer.concat([first, first]), "it ends too soon: 2 of its 3 blocks are there");
  t.throws(() => readFlash(folder), { message: `${folder}: can't be read (it is a directory)` });
  refused("long.bin", Buffer.alloc(0x200001), "it has 2097153 octets: a Pico has 2097152");
});
