import { UsageError } from "../cli/usage-error";
import { FLASH_SIZE } from "./image";

/** Where Storage begins in a Pico's flash: the last 256 KB, as Espruino's `boards/RP2040_PICO.py` has it. */
const STORAGE = 0x1c0000;

/** A file is a header, size and name, and its octets; the next header stands at a multiple of 4. */
const HEADER = 32;
const NAME = 4;
const LONGEST_NAME = HEADER - NAME;
const ALIGNMENT = 4;
/** The flags of a file stand above its size. */
const SIZE = 0xffffff;
const EMPTY = 0xffffffff;

/** A file as `--storage NAME:FILE` names it. */
export interface StoredFile {
  name: string;
  octets: Uint8Array;
}

/** Whether there is nothing at all in Storage. */
export function isStorageEmpty(flash: Uint8Array): boolean {
  return sizeAt(flash, STORAGE) === EMPTY;
}

/**
 * Writes a file into Espruino's Storage behind those that are there (Espruino's `src/jsflash.h`), as `require("Storage").write`
 * does where there is none of this name.
 * @throws UsageError when there is no room, or the name is too long
 */
export function store(flash: Uint8Array, { name, octets }: StoredFile): void {
  if (name.length === 0 || name.length > LONGEST_NAME) {
    throw new UsageError(`--storage ${name}: a name in Storage has 1 to ${LONGEST_NAME} characters`);
  }
  let at = STORAGE;
  while (at < FLASH_SIZE && sizeAt(flash, at) !== EMPTY) at = aligned(at + HEADER + (sizeAt(flash, at) & SIZE));
  if (at + HEADER + octets.length > FLASH_SIZE) {
    throw new UsageError(`--storage ${name}: its ${octets.length} octets don't fit into Storage`);
  }
  flash.fill(0, at, at + HEADER);
  new DataView(flash.buffer).setUint32(at, octets.length, true);
  flash.set(Buffer.from(name, "latin1"), at + NAME);
  flash.set(octets, at + HEADER);
}

function sizeAt(flash: Uint8Array, at: number): number {
  return new DataView(flash.buffer).getUint32(at, true);
}

function aligned(address: number): number {
  return (address + ALIGNMENT - 1) & -ALIGNMENT;
}
