import { existsSync, readFileSync } from "node:fs";
import { UsageError } from "../cli/usage-error";
import { UF2_BLOCK, uf2Blocks } from "../firmware/uf2";
import { readInput } from "../input-file";

/** Where the flash stands in the RP2040's memory, and how long it is on a Pico, octets. */
export const FLASH = 0x10000000;
export const FLASH_SIZE = 0x200000;

/** Where a program's first two words stand: its stack, which is in RAM, and where it begins, which is in flash. */
const VECTORS = 0x100;
const RAM = 0x20000000;
const RAM_END = 0x20042000;

/** The file in Storage that Espruino runs at its start; no other program knows of it. */
const BOOT_CODE = ".bootcde";

const RP2040_FAMILY = 0xe48bff56;

/**
 * The flash of a Pico, by a file of it: `.uf2` is what is copied to the board, `.bin` what `picotool save --all` reads from it.
 * @throws UsageError when the file is not of an RP2040
 */
export function readFlash(path: string): Uint8Array {
  const file = readInput(path);
  const flash = new Uint8Array(FLASH_SIZE).fill(0xff);
  if (path.endsWith(".bin")) {
    if (file.length > FLASH_SIZE)
      throw new UsageError(`${path}: it has ${file.length} octets: a Pico has ${FLASH_SIZE}`);
    flash.set(file);
  } else {
    loadUf2(path, file, flash);
  }
  const words = new DataView(flash.buffer);
  const stack = words.getUint32(VECTORS, true);
  const start = words.getUint32(VECTORS + 4, true) - FLASH;
  if (stack < RAM || stack > RAM_END || start < 0 || start >= FLASH_SIZE) {
    throw new UsageError(`${path}: there is no program for an RP2040 in it`);
  }
  return flash;
}

/** Whether it is Espruino that a flash has in it. */
export function isEspruino(flash: Uint8Array): boolean {
  return Buffer.from(flash.buffer).includes(BOOT_CODE);
}

/** The blocks of a UF2 file; those for another chip (picotool adds one for the RP2350) are left out. */
function loadUf2(path: string, file: Buffer, flash: Uint8Array): void {
  const blocks = uf2Blocks(file);
  const end = blocks.length * UF2_BLOCK;
  if (end + UF2_BLOCK <= file.length) {
    throw new UsageError(`${path}: this is no UF2 file: there is no block at octet ${end}`);
  }
  const ours = blocks.filter(({ family }) => family === RP2040_FAMILY);
  const total = ours[0]?.total ?? 0;
  if (ours.length < total) {
    throw new UsageError(`${path}: it ends too soon: ${ours.length} of its ${total} blocks are there`);
  }
  blocks.forEach(({ address, family, data }, block) => {
    if (family !== RP2040_FAMILY) return;
    const at = address - FLASH;
    if (at < 0 || at + data.length > FLASH_SIZE) {
      throw new UsageError(`${path}: the block at octet ${block * UF2_BLOCK} is not for the flash of a Pico`);
    }
    flash.set(data, at);
  });
}

/** Where a function or variable stands, and how many octets it has. */
export interface Place {
  address: number;
  size: number;
}

/** The names in the ELF file of 32 bits that lies beside an image; none where there is no such file. */
export function readSymbols(image: string): Map<string, Place> {
  const symbols = new Map<string, Place>();
  const path = image.replace(/\.(uf2|bin)$/, ".elf");
  if (path === image || !existsSync(path)) return symbols;
  const file = readFileSync(path);
  const headers = file.readUInt32LE(32);
  const headerSize = file.readUInt16LE(46);
  const field = (header: number, offset: number) => file.readUInt32LE(headers + header * headerSize + offset);
  for (let header = 0; header < file.readUInt16LE(48); header++) {
    const isSymbolTable = field(header, 4) === 2;
    if (!isSymbolTable) continue;
    const start = field(header, 16);
    const names = field(field(header, 24), 16);
    for (let at = start; at < start + field(header, 20); at += 16) {
      const name = names + file.readUInt32LE(at);
      const place = { address: file.readUInt32LE(at + 4), size: file.readUInt32LE(at + 8) };
      symbols.set(file.toString("latin1", name, file.indexOf(0, name)), place);
    }
  }
  return symbols;
}
