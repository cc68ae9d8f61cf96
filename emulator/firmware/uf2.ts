/** UF2, in which images travel to a drive: blocks of 512 octets (https://github.com/microsoft/uf2). */

const BLOCK = 512;
const MAGIC = [0x0a324655, 0x9e5d5157];
const TARGET = 12;
const PAYLOAD_SIZE = 16;
const ABSOLUTE_BLOCK = 0x10ffff00;

/** Octets of flash from the first address to the last that an image writes; undefined when it is no UF2 file. */
export function uf2Size(image: Buffer): number | undefined {
  let first = Infinity;
  let last = 0;
  for (let block = 0; block + BLOCK <= image.length; block += BLOCK) {
    if (MAGIC.some((word, i) => image.readUInt32LE(block + 4 * i) !== word)) return undefined;
    const target = image.readUInt32LE(block + TARGET);
    // For an RP2350 picotool puts one before the others that is no part of the image (erratum E10).
    if (target === ABSOLUTE_BLOCK) continue;
    first = Math.min(first, target);
    last = Math.max(last, target + image.readUInt32LE(block + PAYLOAD_SIZE));
  }
  return last > first ? last - first : undefined;
}
