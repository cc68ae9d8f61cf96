/** UF2, in which images travel to a drive: blocks of 512 octets (https://github.com/microsoft/uf2). */

export const UF2_BLOCK = 512;

const MAGIC = [0x0a324655, 0x9e5d5157];
const TARGET = 12;
const PAYLOAD_SIZE = 16;
const BLOCKS = 24;
const FAMILY = 28;
const DATA = 32;
const ABSOLUTE_BLOCK = 0x10ffff00;

export interface Uf2Block {
  /** Where its octets go. */
  address: number;
  /** How many blocks of its file there are for the same chips. */
  total: number;
  /** For which chips it is. */
  family: number;
  data: Buffer;
}

/** The blocks of a file, up to the first that is none. */
export function uf2Blocks(file: Buffer): Uf2Block[] {
  const blocks: Uf2Block[] = [];
  for (let at = 0; at + UF2_BLOCK <= file.length; at += UF2_BLOCK) {
    if (MAGIC.some((word, i) => file.readUInt32LE(at + 4 * i) !== word)) break;
    blocks.push({
      address: file.readUInt32LE(at + TARGET),
      total: file.readUInt32LE(at + BLOCKS),
      family: file.readUInt32LE(at + FAMILY),
      data: file.subarray(at + DATA, at + DATA + file.readUInt32LE(at + PAYLOAD_SIZE)),
    });
  }
  return blocks;
}

/** Octets of flash from the first address to the last that an image writes; undefined when it is no UF2 file. */
export function uf2Size(image: Buffer): number | undefined {
  const all = uf2Blocks(image);
  if (all.length < Math.floor(image.length / UF2_BLOCK)) return undefined;
  // For an RP2350 picotool puts one before the others that is no part of the image (erratum E10).
  const blocks = all.filter(({ address }) => address !== ABSOLUTE_BLOCK);
  const first = Math.min(...blocks.map(({ address }) => address));
  const last = Math.max(...blocks.map(({ address, data }) => address + data.length));
  return last > first ? last - first : undefined;
}
